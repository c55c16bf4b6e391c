"""
`apicontract import`: traffic and published descriptions of others -> recordings and declared facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from apicontract.cli.data import hold_own, say_data, say_written_data, written_data
from apicontract.cli.describing import described_project
from apicontract.cli.proving import proved, undone_on_failure
from apicontract.cli.skipping import skipped_entries
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.metaschemas import metaschema_folder, write_metaschemas
from apicontract.contract.moments import moment_of, written_moment
from apicontract.contract.naming import chosen_name, inside
from apicontract.evidence.importing import (
    checked_import,
    checked_project,
    dated,
    name_of,
    places_of,
    read_description,
    titled,
    traffic_of,
    write_import,
    write_recordings,
)

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.errors import DataError
    from apicontract.evidence.importing import Imported


def import_openapi(file: Path, api: str | None, data: Path | None, *, every_field: bool) -> None:
    """
    Turn an OpenAPI document into declared facts, a contract and schemas.
    """
    described = read_description(file)
    name = chosen_name(api) if api else name_of(described)
    _write(checked_import(described, name, every_field=every_field), name, data, str(file))


def import_django(  # noqa: PLR0913 - the options of the command
    settings: str, api: str | None, data: Path | None, python: str | None, project: Path | None, *, below: str
) -> None:
    """
    Turn what the code of a Django project says into declared facts, a contract and schemas.
    """
    described = described_project(settings, python, project)
    name = chosen_name(api) if api else titled(str(described["title"]), "1")
    _write(checked_project(described, name, settings, below and f"/{below.strip('/')}/"), name, data, settings)


def _write(imported: Imported, name: str, data: Path | None, place: str) -> None:
    """
    Write what was imported, prove that it can be served, and say what came of it; on failure nothing is left.
    """
    folder = written_data(data)
    hold_own(folder, name)
    facts, head = places_of(folder, name)
    if facts.exists():
        raise UsageError(f"{facts} exists", "remove it, or name another API with --api")
    for path in (facts, head):
        inside(folder, path)
    with undone_on_failure(facts.parent, head.parent, metaschema_folder(folder)):
        write_metaschemas(folder)
        tree = write_import(imported, folder, name)
        report = proved(name, folder, place)
    say_written_data(data)
    for sentence in imported.notes:
        click.echo(f"not expressed: {sentence}")
    for sentence in tree.unobserved:
        if "never recorded" not in sentence:
            click.echo(f"not expressed: {sentence}")
    resources = len(imported.facts["resources"])
    kept, undecided = (report.states[each] for each in ("kept", "undecided"))
    click.echo(f"served and judged: {report.requests} requests, {kept} checks kept, {undecided} undecided")
    click.echo(f"{name}: {resources} resources, {len(tree.files)} files in {head.parent}; facts in {facts}")


def import_traffic(  # noqa: PLR0913 - the options of the command
    file: Path, api: str | None, data: Path | None, max_size: int, recorded_at: str, *, any_host: bool
) -> None:
    """
    Take the answers of an API out of a file of traffic.
    """
    moment = moment_of(recorded_at) if recorded_at else None
    if recorded_at and moment is None:
        raise UsageError(f"--recorded-at {recorded_at!r} is no moment", "write it as 2026-03-01T12:00:00Z")
    folder = written_data(data)
    read = data if data and (data / "schemas").is_dir() else None
    known = load_api(api, read)
    hosts = [known.hosts[known.default_host].url, *(host.url for host in known.hosts.values())]
    odd: list[DataError] = []
    exchanges = traffic_of(file, known.base_path, () if any_host else hosts, max_size, odd.append)
    for line in skipped_entries(odd):
        click.echo(f"apicontract: {line}", err=True)
    exchanges = dated(exchanges, written_moment(moment) if moment else "")
    say_data(read)
    written = write_recordings(exchanges, known.base_path, folder / "fixtures" / known.name, hosts[0])
    for path in written:
        click.echo(f"recorded: {path}")
    click.echo(f"{len(exchanges)} answers of {known.name}, {len(written)} new; now run 'apicontract derive'")
