"""
`apicontract record`: fetch pages that add evidence, within a budget.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli.data import say_data, written_data
from apicontract.cli.reaching import Reach
from apicontract.client import Target, target_of
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UnknownName
from apicontract.explore.record import record

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Resource, Throttle

#: Requests of a run against a server without a limit.
DEFAULT_BUDGET = 30


def run(  # noqa: PLR0913, PLR0917 - one for each option
    target: str,
    name: str | None,
    wanted: tuple[str, ...],
    budget: int | None,
    data: str | None,
    output: Path | None,
    **options: Any,
) -> None:
    """
    Record TARGET: "mock", a host declared in the contract, or a URL.

    A later run with the same folder goes on where the former ended.
    A host that the contract does not declare is treated with the strictest limit that it declares for any.
    """
    api = load_api(name, data)
    server, mounted = _server(target, api)
    say_data(data)
    folder = output or written_data(Path(data) if data else None)
    most = budget or (server.throttle.requests if server.throttle else DEFAULT_BUDGET)
    with Reach(**options).client(server, api, most) as client:
        done = record(mounted, client, folder, _resources(mounted, wanted), say=lambda line: click.echo(line, err=True))
    for path in done.kept:
        click.echo(path)
    click.echo(
        f"{len(done.kept)} pages kept, {done.barren} showed nothing new" + (f"; {done.stopped}" * bool(done.stopped))
    )


def _server(target: str, api: Api) -> tuple[Target, Api]:
    if target == "mock":
        # Flask is imported only by those who ask for the mock.
        from mockserver.app import create_app  # noqa: PLC0415 - see above

        return Target("mock", api.hosts[api.default_host].url, create_app(api)), api
    server, mounted = target_of(target, api)
    declared = {each.url.partition("//")[2].lower() for each in api.hosts.values()}
    if server.host not in declared:
        server = replace(server, throttle=_strictest(api))
    return server, mounted


def _strictest(api: Api) -> Throttle | None:
    limits = [each.throttle for each in api.hosts.values() if each.throttle]
    return min(limits, key=lambda each: each.requests / each.seconds, default=None)


def _resources(api: Api, wanted: tuple[str, ...]) -> list[Resource]:
    for each in wanted:
        if each not in api.resources:
            raise UnknownName("resource", each, tuple(api.resources))
    names = wanted or (api.primary, *(each for each in api.resources if each != api.primary))
    return [api.resources[each] for each in names]
