"""
A data folder <-> a derivation: reading the evidence, comparing, replacing what was derived before.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apicontract.catalog import read_document
from apicontract.derive.assembly import derive
from apicontract.derive.documents import MARK
from apicontract.derive.facts import FILE_NAME, Facts, read_facts
from apicontract.derive.heads import head_of
from apicontract.derive.pages import pages_of
from apicontract.errors import DataError
from apicontract.files import render_json, write_atomically
from apicontract.recordings import recordings_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from apicontract.model import Exchange

_HEAD = "api.json"


@dataclass(frozen=True)
class Tree:
    """
    The files that a derivation gives, as text.

    Attributes:
        folder: where they belong: `schemas/<api>`.
        files: path below the folder to text.
        unobserved: one sentence for each thing that no recording shows.
    """

    folder: Path
    files: Mapping[str, str]
    unobserved: tuple[str, ...]


def derived_tree(data: Path, api: str) -> Tree:
    """
    Derive an API from the evidence in a data folder.

    The document `api.json` is kept where there is one, but for resources and singletons that it lacks;
    where there is none, it is made from the recordings.

    Raises:
        DataError: there is no evidence, or a file cannot be used.
        ContradictionError: the evidence contradicts itself.
    """
    fixtures, folder = data / "fixtures" / api, data / "schemas" / api
    facts = read_facts(fixtures / FILE_NAME)
    head_file = folder / _HEAD
    known = read_document(head_file, "api") if head_file.is_file() else None
    host = known["hosts"][known["default_host"]]["url"] if known else None
    exchanges = [replace(each, source=_relative(each, fixtures)) for each in recordings_in(fixtures, host)]
    if not exchanges and not facts.resources:
        raise DataError(str(fixtures), "no evidence", f"recordings in {fixtures}/<resource>/recorded/ or {FILE_NAME}")
    head = _completed(known or head_of(api, exchanges, facts), exchanges, facts)
    derivation = derive(api, head, exchanges, _placed(facts, fixtures))
    files = {path: render_json(document) for path, document in derivation.documents.items()}
    if head != known:
        files[_HEAD] = render_json(head)
    return Tree(folder, dict(sorted(files.items())), derivation.unobserved)


def differences(tree: Tree) -> Iterator[str]:
    """
    Yield a unified difference, file by file, between what stands in the folder and what the evidence gives.
    """
    for path in sorted({*tree.files, *stale_files(tree)}):
        old = _text(tree.folder / path)
        new = tree.files.get(path, "")
        if old != new:
            name = f"{tree.folder.parent.name}/{tree.folder.name}/{path}"
            yield from difflib.unified_diff(
                old.splitlines(), new.splitlines(), f"{name} (committed)", f"{name} (derived)", lineterm=""
            )


def write_tree(tree: Tree) -> tuple[str, ...]:
    """
    Write the files that differ, remove derived ones that the evidence no longer gives; return both, sorted.
    """
    changed = [path for path, text in tree.files.items() if _text(tree.folder / path) != text]
    for path in changed:
        target = tree.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, tree.files[path])
    stale = stale_files(tree)
    for path in stale:
        (tree.folder / path).unlink()
    return tuple(sorted([*changed, *stale]))


def _completed(head: Mapping[str, Any], exchanges: Sequence[Exchange], facts: Facts) -> dict[str, Any]:
    """
    Return `api.json` with every resource and singleton that the evidence knows.
    """
    found = [*facts.resources, *(page.resource for page in pages_of(exchanges, head["base_path"]) if page.rows)]
    completed = {**head, "resources": list(dict.fromkeys([*head["resources"], *found]))}
    singletons = {**facts.singletons, **head.get("singletons", {})}
    return completed | ({"singletons": singletons} if singletons else {})


def _relative(exchange: Exchange, fixtures: Path) -> str:
    return exchange.source.replace(f"{fixtures}/", "")


def _placed(facts: Facts, fixtures: Path) -> Facts:
    return replace(facts, place=facts.place.replace(f"{fixtures.parent.parent}/", ""))


def stale_files(tree: Tree) -> Sequence[str]:
    """
    Return the files of the folder that were derived once and are no longer given.
    """
    found = (path.relative_to(tree.folder).as_posix() for path in tree.folder.rglob("*.json"))
    return sorted(path for path in found if path not in tree.files and _is_derived(tree.folder / path))


def _is_derived(path: Path) -> bool:
    try:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and document.get("$comment") == MARK


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
