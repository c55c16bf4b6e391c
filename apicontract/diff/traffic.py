"""
A side that is recorded answers alone: a HAR file, a recording, or a folder of them.

Such a side promises nothing; its answers are judged by what the other side promises.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError
from apicontract.contract.naming import files_inside
from apicontract.contract.reading import read_text
from apicontract.evidence.recordings import SUFFIXES, read_recording
from apicontract.semantics.routes import route_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apicontract.contract.model import Api, Exchange

#: Characters in which an OpenAPI document names its version; one that begins otherwise is no recording either.
_BEGINNING = 10_000
_NAMES = ("openapi", "swagger")


def files_of_traffic(label: str) -> tuple[Path, ...]:
    """
    Return the files of recorded answers that a side consists of; none if it is a data folder, a document or no path.
    """
    path = Path(label)
    if path.is_dir():
        if (path / "schemas").is_dir():
            return ()
        return tuple(each for each in files_inside(path, path, "**/*") if each.suffix in SUFFIXES)
    return (path,) if path.is_file() and _is_recording(path) else ()


def _is_recording(path: Path) -> bool:
    if path.suffix == ".har":
        return True
    if path.suffix not in SUFFIXES:
        return False
    beginning = read_text(path)[:_BEGINNING].lstrip("\ufeff")
    return not any(f'"{each}"' in beginning or beginning.startswith(f"{each}:") for each in _NAMES)


def read_traffic(label: str, api: Api, max_size: int, skipped: Callable[[DataError], None]) -> tuple[Exchange, ...]:
    """
    Return the recorded answers of a side; `skipped` is told of each entry of a HAR file that cannot be read.

    Raises:
        DataError: a file cannot be read or is larger than `max_size` bytes, or none of the answers is one of the API.
    """
    host = api.hosts[api.default_host].url if api.hosts else None
    found = tuple(_read(label, host, max_size, skipped))
    if not any(route_of(api, each.path).resource for each in found):
        raise DataError(
            label, f"none of {len(found)} recorded answers is one of {api.title}", f"answers below {api.base_path}"
        )
    return found


def _read(label: str, host: str | None, max_size: int, skipped: Callable[[DataError], None]) -> Iterator[Exchange]:
    for path in files_of_traffic(label):
        yield from read_recording(path, host=host, most=max_size, skipped=skipped)
