"""
`apicontract record`: fetch pages that add evidence, within a budget.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli import visibility
from apicontract.cli.data import say_data
from apicontract.cli.reaching import Reach
from apicontract.client import Target, target_of
from apicontract.client.target import strictest
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UnknownName
from apicontract.contract.folders import chosen_data, package_folder
from apicontract.explore.folders import complete_folder
from apicontract.explore.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api, Resource
    from apicontract.explore.record import Recording

#: Requests of a run against a server without a limit.
DEFAULT_BUDGET = 30


def run(  # noqa: PLR0913, PLR0917 - one for each option
    target: str,
    name: str | None,
    wanted: tuple[str, ...],
    budget: int | None,
    data: str | None,
    output: Path | None,
    refresh_hours: float,
    **options: Any,
) -> None:
    """
    Record TARGET: "mock", a host declared in the contract, or a URL.
    """
    api = load_api(name, data)
    server, mounted = server_of(target, api)
    resources = resources_of(mounted, wanted)
    folder = output or _folder_in_force(data)
    reach = Reach(**options)
    with reach.client(server, api, budget or default_budget(server)) as client:
        say = partial(click.echo, err=True)
        both = visibility.both_ways(mounted, client, resources) if reach.token_env else []
        source = f"apicontract record, {client.now.date().isoformat()}"
        done = record(mounted, client, folder, resources, say=say, refresh_hours=refresh_hours)
    if complete_folder(api, folder, recordings=output is None):
        click.echo(f"apicontract: the contract of {api.name} was copied to {folder}", err=True)
    for line in visibility.declare(mounted, folder, both, source):
        click.echo(line)
    say_data(data)
    for path in done.kept:
        click.echo(path)
    click.echo("; ".join(_figures(done)))


def _figures(done: Recording) -> Iterator[str]:
    counted = [f"{len(done.kept)} pages kept", f"{done.barren} showed nothing new"]
    counted += [f"{done.stayed} as before"] if done.stayed else []
    counted += [f"{len(done.failed)} failed"] if done.failed else []
    yield ", ".join(counted)
    if done.stopped:
        yield done.stopped


def _folder_in_force(data: str | None) -> Path:
    """
    Return the data folder that the commands use; the current one in place of the packaged, which is not ours to write.
    """
    folder, chosen = chosen_data(data, package_folder())
    return folder if chosen or folder.resolve() == Path.cwd() else Path()


def default_budget(server: Target) -> int:
    """
    Return how many requests a run may send if nobody says: as many as the limit of the host allows at once.
    """
    return server.throttle.requests if server.throttle else DEFAULT_BUDGET


def server_of(target: str, api: Api) -> tuple[Target, Api]:
    """
    Return the server that a target names, and the API as it is mounted there.

    Raises:
        UnknownName: neither a URL nor a declared host.
        UsageError: a URL that cannot be asked as it stands.
    """
    if target == "mock":
        # Flask is imported only by those who ask for the mock.
        from mockserver.app import create_app  # noqa: PLC0415 - see above

        return Target("mock", api.hosts[api.default_host].url, create_app(api)), api
    server, mounted = target_of(target, api)
    declared = {each.url.partition("//")[2].lower() for each in api.hosts.values()}
    if server.host not in declared:
        server = replace(server, throttle=strictest(api))
    return server, mounted


def resources_of(api: Api, wanted: tuple[str, ...] = ()) -> list[Resource]:
    """
    Return the resources that are wanted, all if none is named, the primary one first.

    Raises:
        UnknownName: the API has none of that name.
    """
    for each in wanted:
        if each not in api.resources:
            raise UnknownName("resource", each, tuple(api.resources))
    names = wanted or (api.primary, *(each for each in api.resources if each != api.primary))
    return [api.resources[each] for each in names]
