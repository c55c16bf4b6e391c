"""
Ways to give something wrong to the modules below both the mock and the checks.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api, read_api, read_document
from apicontract.contract.jsontext import parse_json
from apicontract.contract.model import Shape
from apicontract.contract.openapi import openapi_document
from apicontract.contract.projection import Schemas
from apicontract.contract.reading import read_notation, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api

LIBRARY = Path(__file__).parent / "data" / "library"
#: Bytes of a text at the most, in the records about texts.
MOST = 20


@dataclass(frozen=True)
class Refusal:
    """
    Something that is refused.

    Attributes:
        ask: gives it to the code; its argument is an empty folder.
        sentence: the whole text of the error, with `.` for that folder.
    """

    ask: Callable[[Path], object]
    sentence: str


@cache
def library() -> Api:
    """
    Return the API of the tests.
    """
    return load_api("library-1", LIBRARY)


def text(content: bytes, name: str = "a.txt") -> Callable[[Path], object]:
    """
    Read a file as text.
    """

    def ask(folder: Path) -> object:
        (folder / name).write_bytes(content)
        return read_text(folder / name, most=MOST)

    return ask


def notation(content: str) -> Callable[[Path], object]:
    """
    Read a file that may be JSON or YAML.
    """

    def ask(folder: Path) -> object:
        (folder / "a").write_text(content, "utf-8")
        return read_notation(folder / "a")

    return ask


def document(content: str, kind: str | None = None) -> Callable[[Path], object]:
    """
    Read a file of our own.
    """

    def ask(folder: Path) -> object:
        (folder / "a.json").write_text(content, "utf-8")
        return read_document(folder / "a.json", kind)

    return ask


def edited(file: str, change: Callable[[Any], object]) -> Callable[[Path], object]:
    """
    Read a copy of the library in which one file is changed.
    """

    def ask(folder: Path) -> object:
        copied = folder / "schemas" / "library-1"
        shutil.copytree(LIBRARY / "schemas" / "library-1", copied)
        content = json.loads((copied / file).read_text("utf-8"))
        change(content)
        (copied / file).write_text(json.dumps(content), "utf-8")
        return read_api(copied)

    return ask


def linked(place: str, file: str = "api.json", *, alone: bool = False) -> Callable[[Path], object]:
    """
    Read a copy of the library of which one file is a link to another place, given from the data folder.
    """

    def ask(folder: Path) -> object:
        data = folder / "data"
        shutil.copytree(LIBRARY, data)
        head = data / "schemas" / "library-1" / file
        head.symlink_to(head.rename(data / place))
        return read_api(head.parent) if alone else load_api("library-1", data)

    return ask


def shaped(**schema: Any) -> Api:
    """
    Return the library with one shape of that schema.
    """
    shape = Shape("x", "https://a.test/x.json", "", schema)
    return replace(library(), shapes={"x": shape})


def empty(folder: Path) -> object:
    """
    Read the only API of a folder that has none.
    """
    (folder / "schemas").mkdir()
    return load_api(None, folder, alone=True)


def followed(reference: str, **schema: Any) -> Callable[[Path], object]:
    """
    Follow a reference that stands in a shape of that schema.
    """
    shapes = shaped(**schema).shapes
    return lambda _: Schemas(shapes).resolve({"$ref": reference}, "https://a.test/x.json")


def documented(_: Path) -> object:
    """
    Describe an API of which a shape refers to nothing.
    """
    resource = library().resources["authors"]
    broken = replace(library().shapes["authors/default"], schema={"$ref": "missing.json"})
    api = replace(library(), shapes={**library().shapes, "authors/default": broken}, resources={"authors": resource})
    return openapi_document(api)


def of_json(given: str) -> Callable[[Path], object]:
    """
    Read JSON text.
    """
    return lambda _: parse_json(given)


def template(**route: Any) -> Callable[[Path], object]:
    """
    Read a copy of the library with another route to the loans.
    """
    return edited("api.json", lambda it: it.update(routes={"loans": route}))


def put(*place: str | int, value: Any) -> Callable[[Any], object]:
    """
    Set what stands at a place of a document.
    """

    def change(content: Any) -> None:
        for step in place[:-1]:
            content = content[step]
        content[place[-1]] = value

    return change
