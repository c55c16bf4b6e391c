"""
`apicontract derive`: recordings and declared facts -> contracts and schemas.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from apicontract.cli.data import say_data
from apicontract.cli.grading import graded_promises
from apicontract.cli.placing import placed_lines
from apicontract.contract.catalog import packaged_data, read_api
from apicontract.contract.errors import UsageError
from apicontract.contract.files import render_json
from apicontract.contract.folders import chosen_data
from apicontract.contract.metaschemas import write_metaschemas
from apicontract.contract.naming import inside
from apicontract.contract.openapi import openapi_document
from apicontract.contract.reading import read_json, read_text
from apicontract.evidence.derive import Tree, derived_tree, differences, stale_files, write_tree
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

#: Name of the document that says what holds for the whole API.
HEAD = "api.json"
#: Name of the OpenAPI document in an API's folder of schemas.
OPENAPI = "openapi.json"


def run(api: str | None, data: Path | None, *, check: bool, quiet: bool) -> None:
    """
    Derive schemas/<api>/ from the recordings and the declared facts in fixtures/<api>/.
    """
    folder = chosen_data(data, packaged_data())[0]
    current = _derived(api or _first_api(folder), folder, check=check, quiet=quiet)
    say_data(data)
    if not current:
        raise click.exceptions.Exit(1)


def _derived(name: str, folder: Path, *, check: bool, quiet: bool) -> bool:
    """
    Derive one API; return whether its files are what the evidence gives.
    """
    below = packaged_data() if (packaged_data() / "schemas" / name / "api.json").is_file() else None
    tree, api_now, recordings = described(derived_tree(folder, name, below), below)
    if not quiet:
        for sentence in tree.unobserved:
            click.echo(f"unobserved: {sentence}")
    if check:
        return _current(tree)
    changed = write_tree(tree)
    write_metaschemas(folder)
    for path in changed:
        click.echo(f"changed: {tree.folder / path}")
    served = replace(api_now, folders=(folder, *((below,) if below and below != folder else ())))
    for line in placed_lines(served, recordings):
        click.echo(line)
    click.echo(f"{len(tree.files)} files derived, {len(changed)} changed")
    return True


def described(tree: Tree, below: Path | None) -> tuple[Tree, Api, Sequence[Exchange]]:
    """
    Add the OpenAPI document, and to `api.json` what the recordings show: both need the files as they will be read.

    The contract and the recordings of its own folder are returned, too.
    """
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "schemas" / tree.folder.name
        if below and not (tree.folder / "api.json").is_file():
            _copy_all(below / "schemas" / tree.folder.name, folder)
        _copy_all(tree.folder, folder, stale_files(tree))
        for name, text in tree.files.items():
            _copy(folder / name, text)
        api = read_api(folder)
    document = json.dumps(openapi_document(api), indent=2, ensure_ascii=False) + "\n"
    # Laid beside the evidence: a derivation reads none but that of its own folder.
    recordings = recordings_of(replace(api, folders=(tree.folder.parents[1],)))
    graded = _graded(tree, api, recordings)
    return replace(tree, files={**tree.files, OPENAPI: document, **graded}), api, recordings


def _graded(tree: Tree, api: Api, recordings: Sequence[Exchange]) -> dict[str, str]:
    """
    Return `api.json` where the recordings show more of a promise than it says; none for a folder that has none.
    """
    own = read_json(tree.folder / HEAD) if (tree.folder / HEAD).is_file() else None
    head = json.loads(tree.files[HEAD]) if HEAD in tree.files else own
    if head is None:
        return {}
    promises = graded_promises(head.get("promises", {}), api, recordings)
    graded = {**head, "promises": promises} if promises else head
    return {} if graded == own else {HEAD: render_json(graded)}


def _copy_all(source: Path, target: Path, without: Sequence[str] = ()) -> None:
    for path in source.rglob("*.json") if source.is_dir() else ():
        name = path.relative_to(source)
        if name.as_posix() not in without:
            _copy(target / name, read_text(inside(source.parents[1], path)))


def _copy(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _current(tree: Tree) -> bool:
    found = list(differences(tree))
    for line in found:
        click.echo(line)
    if found:
        click.echo(f"{tree.folder} is not what the evidence gives; run 'apicontract derive' and commit", err=True)
    else:
        click.echo(f"{len(tree.files)} files are what the evidence gives")
    return not found


def _first_api(folder: Path) -> str:
    """
    Return the first API of which there is evidence, as every command takes it where none is named; say which others.

    Raises:
        UsageError: there is none.
    """
    name, *others = sorted(path.name for path in (folder / "fixtures").glob("*") if path.is_dir()) or [""]
    if not name:
        expected = "record or import one, or name another folder with --data"
        raise UsageError(f"no API in {folder / 'fixtures'}", expected)
    if others:
        click.echo(f"apicontract: {name} alone; --api names another: {', '.join(others)}", err=True)
    return name
