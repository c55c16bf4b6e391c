"""
Where recordings are kept: one file for each period in which an answer stayed the same.

A file is named by the URL and the moment of its first answer, so that a later night replaces nothing. An answer that
is given again unchanged costs one line of the same file: that it stayed is evidence too, and needs no second copy.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING

from apicontract.contract.files import write_atomically
from apicontract.contract.moments import oldest_first, written_moment
from apicontract.contract.naming import files_inside, inside
from apicontract.evidence.recordings import SUFFIXES, read_recording
from apicontract.evidence.recordings.document import render_document

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource

#: Headers that say something of the service or of the body. The others (dates, identifiers of a request, what is left
#: of a limit) differ from answer to answer.
STEADY_HEADERS = (
    "allow",
    "cache-control",
    "content-language",
    "content-type",
    "link",
    "vary",
    "x-content-type-options",
    "x-frame-options",
)


@dataclass
class KeptAnswers:
    """
    The recordings of one resource.

    Attributes:
        place: their folder.
        latest: URL to its newest answer, and the file in which that stands.
    """

    place: Path
    latest: dict[str, tuple[Exchange, Path]] = field(default_factory=dict)

    def before(self, url: str) -> Exchange | None:
        """
        Return the newest answer that is kept of a URL.
        """
        return self.latest[url][0] if url in self.latest else None

    def keep(self, exchange: Exchange) -> Path | None:
        """
        Keep an answer, and return the file that was written for it; None if it is the one that is kept already.

        Raises:
            OSError: the folder cannot be written.
        """
        former, path = self.latest.get(exchange.url, (None, None))
        if former is not None and path is not None and path.suffix == ".json" and same_answer(former, exchange):
            first = read_recording(path)[0]
            if exchange.moment is not None and exchange.moment != first.moment:
                write_atomically(path, render_document(first, until=written_moment(exchange.moment)))
            self.latest[exchange.url] = (exchange, path)
            return None
        target = self._file(exchange)
        write_atomically(target, render_document(exchange))
        self.latest[exchange.url] = (exchange, target)
        return target

    def _file(self, exchange: Exchange) -> Path:
        moment = f"-{exchange.moment:%Y%m%dT%H%M%SZ}" if exchange.moment else ""
        name = f"{digest(exchange.url)}{moment}"
        numbers = chain(("",), (f"-{number}" for number in count(2)))
        free = (self.place / f"{name}{number}.json" for number in numbers)
        return next(path for path in free if not path.exists())


def kept_of(api: Api, resource: Resource, folder: Path) -> KeptAnswers:
    """
    Return the recordings of a resource that a data folder holds.

    What a killed run was just writing is cleared away.

    Raises:
        DataError: one cannot be read, or a symbolic link leads out of the folder.
    """
    place = folder / "fixtures" / api.name / resource.name / "recorded"
    inside(folder, place).mkdir(parents=True, exist_ok=True)
    for path in (*place.glob(".*.tmp"), *place.parent.glob(".*.tmp")):
        path.unlink(missing_ok=True)
    return KeptAnswers(place, {each.url: (each, path) for path, each in recorded_files(api, folder, resource.name)})


def recorded_files(api: Api, folder: Path, resource: str = "**") -> list[tuple[Path, Exchange]]:
    """
    Return each answer that a data folder holds of a resource, or of all, with its file, the oldest first.

    Raises:
        DataError: one cannot be read, or a symbolic link leads out of the folder.
    """
    root = folder / "fixtures" / api.name
    files: dict[int, Path] = {}
    found: list[Exchange] = []
    for path in (each for each in files_inside(folder, root, f"{resource}/recorded/*") if each.suffix in SUFFIXES):
        answers = read_recording(path, host=api.hosts[api.default_host].url)
        files |= {id(each): path for each in answers}
        found += answers
    return [(files[id(each)], each) for each in oldest_first(found)]


def same_answer(one: Exchange, other: Exchange) -> bool:
    """
    Return whether two answers say the same: status, body, and the headers that do not differ from answer to answer.
    """
    steady = [tuple(each.header(name) for name in STEADY_HEADERS) for each in (one, other)]
    return (one.status, one.body) == (other.status, other.body) and steady[0] == steady[1]


def digest(text: str) -> str:
    """
    Return a short name for a text, the same on every machine.
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]
