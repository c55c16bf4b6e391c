"""
One side of a comparison, from where a person keeps it: a data folder, an OpenAPI file, a named API, a git revision.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.catalog import api_names, load_api
from apicontract.contract.errors import DataError, UsageError
from apicontract.contract.naming import inside
from apicontract.contract.openapi import openapi_document
from apicontract.contract.reading import read_text
from apicontract.diff.changes import changes, described_changes
from apicontract.diff.described import api_described
from apicontract.diff.levels import MAX_SIZE
from apicontract.diff.traffic import files_of_traffic, read_traffic
from apicontract.evidence.importing import contract_of
from apicontract.evidence.openapi import description_of, read_source, source_of
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diff.changes import Change
    from apicontract.evidence.openapi import Description

_FOLDERS = ("schemas", "fixtures")


@dataclass(frozen=True)
class Side:
    """
    One state of an API.

    Attributes:
        label: as the person named it.
        api: what was promised.
        exchanges: recordings that give evidence.
        description: the document that the API was read from, which says less than a contract, if it was.
        skipped: entries of recorded traffic that could not be read.
        texts: definition or resource to the file that declares it, relative to the folder, and its text.
    """

    label: str
    api: Api
    exchanges: tuple[Exchange, ...] = ()
    description: Description | None = None
    skipped: tuple[DataError, ...] = ()
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def read_sides(
    labels: tuple[str, str], names: tuple[str | None, str | None] = (None, None), max_size: int = MAX_SIZE
) -> tuple[Side, Side]:
    """
    Read both sides, in the same terms; `names` are those of the APIs, where a side holds several.

    A side of recorded traffic has the contract of the other one, which is imported if it is a document.

    Raises:
        UsageError: both sides are recorded traffic.
        DataError, UnknownName: as `read_side`.
    """
    traffic = [bool(files_of_traffic(each)) for each in labels]
    if all(traffic):
        raise UsageError("both sides are recorded answers", "name a data folder or an OpenAPI file as one of them")
    old, new = (
        None if recorded else read_side(label, name, max_size)
        for label, name, recorded in zip(labels, names, traffic, strict=True)
    )
    if old and new:
        return comparable(old, new)
    stated = old or new
    assert stated is not None  # noqa: S101 - not both are traffic
    api = stated.api if stated.description is None else contract_of(stated.description)
    label = labels[0] if new else labels[1]
    odd: list[DataError] = []
    recorded = Side(label, api, read_traffic(label, api, max_size, odd.append), skipped=tuple(odd))
    beside = Side(stated.label, api, stated.exchanges, texts=stated.texts)
    return (recorded, beside) if new else (beside, recorded)


def read_side(label: str, name: str | None = None, max_size: int = MAX_SIZE) -> Side:
    """
    Read a side: a folder with `schemas/`, an OpenAPI file, an API by name, or a revision (`main`, `v1:path/of/data`).

    An API by name is one of the data folders in force.

    Raises:
        DataError: it is none of the four, a file in it cannot be used, or a file is above `max_size` bytes.
        UnknownName: it has no API of that name.
    """
    path = Path(label)
    if path.is_dir():
        return _folder(label, path, name, max_size)
    if path.is_file():
        return _openapi(path, max_size)
    if label in api_names():
        api = load_api(label)
        return Side(label, api, recordings_of(api))
    return _revision(label, name, max_size)


def comparable(old: Side, new: Side) -> tuple[Side, Side]:
    """
    Return both sides in the same terms: where one is a description, the other is described too.
    """
    if (old.description is None) == (new.description is None):
        return old, new
    return _described(old), _described(new)


def side_changes(old: Side, new: Side, levels: Mapping[str, str]) -> tuple[Change, ...]:
    """
    Return what changed from one side to the other, heaviest first; both are in the same terms.
    """
    if old.description is None or new.description is None:
        if old.api is new.api and not new.exchanges:
            old, new = new, old  # answers are judged by a contract, whichever is named first
        return changes((old.api, old.exchanges), (new.api, new.exchanges), levels)
    before, after = (old.description, old.api, old.exchanges), (new.description, new.api, new.exchanges)
    return described_changes(before, after, levels)


def _described(side: Side) -> Side:
    if side.description is not None:
        return side
    found = description_of(source_of(openapi_document(side.api), side.label))
    return replace(side, api=api_described(found), description=found, texts={})


def _folder(label: str, folder: Path, name: str | None, max_size: int) -> Side:
    for path in sorted(each for top in _FOLDERS for each in (folder / top).rglob("*") if each.is_file()):
        _within(path, path.stat().st_size, max_size)
    if not any(folder.glob("schemas/*/api.json")):
        raise DataError(label, "no API in it", "a data folder with schemas/<api>/api.json")
    api = load_api(name, folder, alone=True)
    return Side(label, api, recordings_of(api), texts=_texts(folder, api))


def _within(path: Path | str, size: int, max_size: int) -> None:
    if size > max_size:
        raise DataError(str(path), f"{size} bytes", f"at most {max_size}; raise it with --max-size if it is right")


def _texts(folder: Path, api: Api) -> Mapping[str, tuple[str, str]]:
    """
    Return where each definition is declared, for annotations.
    """
    base = Path("schemas") / api.name
    files = {"": base / "api.json"}
    files |= {each: base / f"{each}.schema.json" for each in api.shapes}
    files |= {each: base / each / "contract.json" for each in api.resources}
    return {
        name: (path.as_posix(), read_text(inside(folder, folder / path)))
        for name, path in files.items()
        if (folder / path).is_file()
    }


def _openapi(path: Path, max_size: int) -> Side:
    _within(path, path.stat().st_size, max_size)
    found = description_of(read_source(path, max_size))
    return Side(str(path), api_described(found), description=found)


def _revision(label: str, name: str | None, max_size: int) -> Side:
    revision, _, inner = label.partition(":")
    top = _git(label, "rev-parse", "--show-toplevel").decode().strip()
    commit = (
        _git(label, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    tree = f"{commit}:{inner.strip('/')}" if inner else commit
    listed = _git(label, "-C", top, "ls-tree", "-r", "-l", "-z", "--full-tree", tree)
    folders = set()
    for entry in filter(None, listed.decode("utf-8", "replace").split("\0")):
        facts, _, path = entry.partition("\t")
        if path.split("/")[0] in _FOLDERS:
            folders.add(path.split("/")[0])
            size = facts.split()[-1]
            _within(f"{label}:{path}", int(size) if size.isdigit() else 0, max_size)
    if "schemas" not in folders:
        raise DataError(label, "no folder 'schemas' in that revision", "a revision, or revision:folder, that has one")
    archive = _git(label, "-C", top, "archive", "--format=tar", tree, "--", *sorted(folders))
    with tempfile.TemporaryDirectory(prefix="apicontract-") as folder:
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise DataError(label, str(error), "a revision whose links stay inside its folder") from error
        return _folder(label, Path(folder), name, max_size)


def _git(label: str, *arguments: str) -> bytes:
    """
    Run git and return what it prints; no shell reads the arguments.
    """
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607 - as the person's PATH has it
    except FileNotFoundError as error:
        found = "no such folder, file or API, and no git here"
        raise DataError(label, found, "a data folder, an OpenAPI file or the name of an API") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        found = f"no such folder, file, API or git revision{f' ({said})' if said else ''}"
        expected = "a data folder, an OpenAPI file, the name of an API or a git revision of this checkout"
        raise DataError(label, found, expected) from error
    return done.stdout
