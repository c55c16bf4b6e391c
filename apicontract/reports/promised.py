"""
Where a contract promises what a finding is about: a file and a line that an annotation can point at.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError
from apicontract.contract.reading import read_text
from apicontract.contract.routes import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api
    from apicontract.contract.violation import Violation

#: Concerns whose promises stand in the schema of a shape.
_OF_SHAPES = "field-"


def promised_at(api: Api, violation: Violation) -> tuple[str, int]:
    """
    Return the file that promises what a violation breaks, and its line; 1 where no line says it in particular.

    A file below the current folder is named from there, one of another data folder from that folder: so a packaged
    contract has the path that it has in its own checkout.
    """
    steps = violation.place.split("/") if violation.place.startswith("/") else ()
    name = next((each for each in reversed(steps) if each and not each.isdecimal()), "")
    for relative in _files(api, violation):
        for folder in api.folders:
            path = folder / "schemas" / api.name / relative
            if path.is_file():
                return _shown(path, folder), _line(path, name)
    return f"schemas/{api.name}/api.json", 1


def _files(api: Api, violation: Violation) -> Iterator[str]:
    """
    Yield the files of an API that may promise it, the most telling first.
    """
    path = violation.exchanges[0].path if violation.exchanges else ""
    place = located(api, path)
    if place is not None:
        resource = place.resource
        if violation.check.startswith(_OF_SHAPES):
            yield f"{resource.shapes[resource.modes.list]}.schema.json"
        yield f"{resource.name}/contract.json"
    yield "api.json"


def _shown(path: Path, folder: Path) -> str:
    own = path.resolve()
    for base in (Path.cwd(), folder.resolve()):
        if own.is_relative_to(base):
            return own.relative_to(base).as_posix()
    return path.name


def _line(path: Path, name: str) -> int:
    """
    Return the first line that declares a name, or 1.
    """
    try:
        text = read_text(path)
    except DataError:
        return 1
    found = re.search(rf'"{re.escape(name)}"', text) if name else None
    return text.count("\n", 0, found.start()) + 1 if found else 1
