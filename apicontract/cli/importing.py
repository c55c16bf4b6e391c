"""
`apicontract import`: traffic and published descriptions of others -> recordings and declared facts.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apicontract.cli.proving import proved, undone_on_failure
from apicontract.cli.skipping import skipped_entries
from apicontract.contract.catalog import hold_to, load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.files import render_json, write_atomically
from apicontract.contract.folders import DATA_VARIABLE
from apicontract.contract.metaschemas import metaschema_folder, write_metaschemas
from apicontract.contract.moments import moment_of, written_moment
from apicontract.contract.naming import chosen_name, inside
from apicontract.evidence.derive import FILE_NAME, derived_tree, facts_of, write_tree
from apicontract.evidence.importing import dated, imported_description, read_description, traffic_of, write_recordings

if TYPE_CHECKING:
    from apicontract.contract.errors import DataError

#: Characters of a name that is made of a title.
_LONGEST_NAME = 60


def import_openapi(file: Path, api: str | None, data: Path | None, *, every_field: bool) -> None:
    """
    Turn an OpenAPI document into declared facts, a contract and schemas.
    """
    described = read_description(file)
    title, version = described.title, described.version
    name = chosen_name(api or _name(f"{title or file.stem}-{version or '1'}"))
    source = f"{title or file.name} {version}, an OpenAPI document ({file.name})"
    imported = imported_description(described, name, source, every_field=every_field)
    for content, kind in ((imported.facts, "facts"), (imported.head, "api")):
        hold_to(content, kind, f"what {file} gives")
    facts_of(imported.facts, str(file))
    folder = _folder(data)
    facts, head = folder / "fixtures" / name / FILE_NAME, folder / "schemas" / name / "api.json"
    if facts.exists():
        raise UsageError(f"{facts} exists", "remove it, or name another API with --api")
    for path in (facts, head):
        inside(folder, path)
    with undone_on_failure(facts.parent, head.parent, metaschema_folder(folder)):
        write_metaschemas(folder)
        for path, content in ((facts, imported.facts), (head, imported.head)):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                write_atomically(path, render_json(content))
        tree = derived_tree(folder, name)
        write_tree(tree)
        report = proved(name, folder, str(file))
    for sentence in imported.notes:
        click.echo(f"not expressed: {sentence}")
    for sentence in tree.unobserved:
        if "never recorded" not in sentence:
            click.echo(f"not expressed: {sentence}")
    resources = len(imported.facts["resources"])
    kept, undecided = (report.states[each] for each in ("kept", "undecided"))
    click.echo(f"served and judged: {report.requests} requests, {kept} checks kept, {undecided} undecided")
    click.echo(f"{name}: {resources} resources, {len(tree.files)} files in {head.parent}; facts in {facts}")


def _name(title: str) -> str:
    """
    Return a folder's name made of a title, which may be any text.
    """
    plain = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFKC", title)).lower()
    return plain[:_LONGEST_NAME].strip("-.") or "api"


def import_traffic(  # noqa: PLR0913 - the options of the command
    file: Path, api: str | None, data: Path | None, max_size: int, recorded_at: str, *, any_host: bool
) -> None:
    """
    Take the answers of an API out of a file of traffic.
    """
    moment = moment_of(recorded_at) if recorded_at else None
    if recorded_at and moment is None:
        raise UsageError(f"--recorded-at {recorded_at!r} is no moment", "write it as 2026-03-01T12:00:00Z")
    folder = _folder(data)
    known = load_api(api, folder if (folder / "schemas").is_dir() else None)
    hosts = [known.hosts[known.default_host].url, *(host.url for host in known.hosts.values())]
    odd: list[DataError] = []
    exchanges = traffic_of(file, known.base_path, () if any_host else hosts, max_size, odd.append)
    for line in skipped_entries(odd):
        click.echo(f"apicontract: {line}", err=True)
    exchanges = dated(exchanges, written_moment(moment) if moment else "")
    written = write_recordings(exchanges, known.base_path, folder / "fixtures" / known.name, hosts[0])
    for path in written:
        click.echo(f"recorded: {path}")
    click.echo(f"{len(exchanges)} answers of {known.name}, {len(written)} new; now run 'apicontract derive'")


def _folder(data: Path | None) -> Path:
    return data or Path(os.environ.get(DATA_VARIABLE) or ".")
