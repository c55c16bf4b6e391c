"""
A data folder <-> a derivation: reading the evidence, comparing, replacing what was derived before.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import read_document
from apicontract.contract.errors import DataError
from apicontract.contract.files import render_json, write_atomically
from apicontract.contract.moments import oldest_first
from apicontract.contract.naming import checked_name, chosen_name, inside
from apicontract.contract.reading import read_json, read_text
from apicontract.evidence.derive.api_config import api_config, hosts_settled
from apicontract.evidence.derive.assembly import derive
from apicontract.evidence.derive.behaviour import headers_settled
from apicontract.evidence.derive.declared import FILE_NAME, DeclaredFacts, read_facts
from apicontract.evidence.derive.documents import MARK
from apicontract.evidence.derive.pages import pages_of
from apicontract.evidence.recordings import recordings_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from apicontract.contract.exchange import Exchange

_HEAD = "api.json"


@dataclass(frozen=True)
class Tree:
    """
    The files that a derivation gives, as text.

    Attributes:
        folder: where they belong: `schemas/<api>`.
        files: path below the folder to text.
        unobserved: one sentence for each thing that no recording shows.
        whole: whether there is evidence of every resource that was derived before; otherwise what was derived stays.
    """

    folder: Path
    files: Mapping[str, str]
    unobserved: tuple[str, ...]
    whole: bool = True


def derived_tree(data: Path, api: str, below: Path | None = None) -> Tree:
    """
    Derive an API from the evidence in a data folder.

    A folder without `api.json` of its own may lie over another one (`below`) that has the API: then the evidence
    of both counts, and only the files that differ from those below are given.

    The document `api.json` is kept where there is one, but for resources and singletons that it lacks;
    where there is none, it is made from the recordings.

    Raises:
        UsageError: the name is none that a folder may have.
        DataError: there is no evidence, a file cannot be used, or a name or a symbolic link leads out of the folder.
        ContradictionError: the evidence contradicts itself.
    """
    chosen_name(api)
    fixtures, folder = data / "fixtures" / api, data / "schemas" / api
    lower = below if below and not (folder / _HEAD).is_file() else None
    facts = _facts(data, lower, api)
    head_file = (lower or data) / "schemas" / api / _HEAD
    known = read_document(inside(lower or data, head_file), "api") if head_file.is_file() else None
    host = known["hosts"][known["default_host"]]["url"] if known else None
    exchanges = _exchanges([each for each in (lower, data) if each], api, host)
    if not exchanges and not facts.resources:
        raise DataError(str(fixtures), "no evidence", f"recordings in {fixtures}/<resource>/recorded/ or {FILE_NAME}")
    head = _completed(known or api_config(api, exchanges, facts), exchanges, facts)
    derivation = derive(api, head, exchanges, facts)
    files = {path: render_json(document) for path, document in derivation.documents.items()}
    if head != known and lower is None:
        files[_HEAD] = render_json(head)
    for path in files:
        inside(data, folder / checked_name(path, "file", str(fixtures)))
    if lower:
        files = {path: text for path, text in files.items() if text != _text(lower / "schemas" / api / path)}
    contracts = [f"{name}/contract.json" for name in head["resources"]]
    whole = all(each in derivation.documents or not _is_derived(folder / each) for each in contracts)
    return Tree(folder, dict(sorted(files.items())), derivation.unobserved, whole)


def _facts(data: Path, lower: Path | None, api: str) -> DeclaredFacts:
    """
    Return the declared facts of both folders, those of the upper one first.
    """
    own = _placed(read_facts(inside(data, data / "fixtures" / api / FILE_NAME)), data)
    if lower is None:
        return own
    base = _placed(read_facts(lower / "fixtures" / api / FILE_NAME), lower)
    return replace(
        own if own.shapes or own.resources else base,
        every_field_sent=False,
        resources={**base.resources, **own.resources},
        singletons={**base.singletons, **own.singletons},
        shapes={**base.stated(), **own.stated()},
        waivers={**base.waivers, **own.waivers},
        files={**{name: replace(each, own=False) for name, each in base.files.items()}, **own.files},
    )


def _exchanges(folders: Sequence[Path], api: str, host: str | None) -> list[Exchange]:
    """
    Return the recordings of all folders, oldest first, each with its place in the folder; a later folder wins.
    """
    found: dict[str, list[Exchange]] = {}
    for folder in folders:
        fixtures = folder / "fixtures" / api
        mine: dict[str, list[Exchange]] = {}
        for each in recordings_in(fixtures, host):
            source = each.source.replace(f"{fixtures}/", "")
            mine.setdefault(source, []).append(replace(each, source=source))
        found |= mine
    return oldest_first(exchange for exchanges in found.values() for exchange in exchanges)


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
        target = inside(tree.folder.parents[1], tree.folder / path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, tree.files[path])
    stale = stale_files(tree)
    for path in stale:
        (tree.folder / path).unlink()
    return tuple(sorted([*changed, *stale]))


def _completed(head: Mapping[str, Any], exchanges: Sequence[Exchange], facts: DeclaredFacts) -> dict[str, Any]:
    """
    Return `api.json` with every resource, singleton and steady header that the evidence knows; hosts if it had none.
    """
    found = [*facts.resources, *(page.resource for page in pages_of(exchanges, head["base_path"]) if page.rows)]
    settled = headers_settled(hosts_settled(head, exchanges), exchanges)
    completed = {**settled, "resources": list(dict.fromkeys([*head["resources"], *found]))}
    singletons = {**facts.singletons, **head.get("singletons", {})}
    return completed | ({"singletons": singletons} if singletons else {})


def _placed(facts: DeclaredFacts, data: Path) -> DeclaredFacts:
    files = {name: replace(each, place=each.place.replace(f"{data}/", "")) for name, each in facts.files.items()}
    return replace(facts, place=facts.place.replace(f"{data}/", ""), files=files)


def stale_files(tree: Tree) -> Sequence[str]:
    """
    Return the files of the folder that were derived once and are no longer given; none if a resource has no evidence.
    """
    if not tree.whole:
        return ()
    root = tree.folder.parents[1]
    found = (inside(root, path).relative_to(tree.folder).as_posix() for path in tree.folder.rglob("*.json"))
    return sorted(path for path in found if path not in tree.files and _is_derived(tree.folder / path))


def _is_derived(path: Path) -> bool:
    try:
        document = read_json(path)
    except DataError:
        return False
    return isinstance(document, dict) and document.get("$comment") == MARK


def _text(path: Path) -> str:
    return read_text(path) if path.is_file() else ""
