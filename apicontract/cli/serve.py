"""
`apicontract serve`: the mock server.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import re
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli.data import say_data
from apicontract.cli.explaining import Explained
from apicontract.cli.upstream import UpstreamOptions, conclude, logging, upstreaming
from apicontract.contract.routes import detail_path, first_path, list_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api, Resource
    from apicontract.explore.upstream.settings import UpstreamSettings
    from mockserver.control.mock_server import MockServer
    from mockserver.http.access import Access

_AS_GIVEN = ("full", "recorded")
#: Collections whose records are told at the start: about two lines.
_SHOWN = 8
#: What a browser sends as `Origin` (RFC 6454, 7), and `*` for any.
_ORIGIN = re.compile(r"\*|null|[a-z][a-z0-9+.-]*://[^\s/?#@]+")

#: Records of the primary resource that can be asked for; that many take some ten seconds.
MOST_RECORDS = 100_000


def _records(_: click.Context, __: click.Parameter, text: str) -> str | int:
    """
    Read how many records to serve: a word or a number.
    """
    if text in _AS_GIVEN:
        return text
    if not text.isascii() or not text.isdigit():
        raise click.BadParameter(f"{text!r} is neither 'full' nor 'recorded' nor a number")
    if int(text) > MOST_RECORDS:
        raise click.BadParameter(f"{text} records are more than can be generated; request {MOST_RECORDS} at most")
    return int(text)


def _origin(_: click.Context, __: click.Parameter, text: str) -> str:
    """
    Read an origin as a browser sends it; empty for none.
    """
    if text and not _ORIGIN.fullmatch(text):
        raise click.BadParameter(
            f"{text!r} is not an origin; write scheme, host and port, such as http://localhost:5173"
        )
    return text


@click.command("serve", cls=Explained)
@click.option("--api", "name", metavar="NAME", help="Which API; the default one if not given.")
@click.option("--world", metavar="NAME", help="World to serve: the records of a host that the API declares.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 for a free one.",
)
@click.option(
    "--records", default="full", show_default=True, callback=_records, metavar="full|recorded|N", help="How many."
)
@click.option("--data", metavar="DIR", help="Data folder that overrides the packaged one.")
@click.option("--seed", default=0, show_default=True, help="Seed of the generated records.")
@click.option(
    "--token",
    "tokens",
    multiple=True,
    help="A token that is valid, and no other; without one, any well-formed token is. Repeatable.",
)
@click.option("--trust-proxy", is_flag=True, help="Trust X-Forwarded-* for scheme, host and client.")
@click.option(
    "--allowed-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="A name of this machine under which the control API answers, besides localhost. Repeatable.",
)
@click.option("--local-images", is_flag=True, help="Replace picture URLs by placeholders that the mock serves.")
@click.option("--cors-origin", default="", metavar="ORIGIN", callback=_origin, help="The only origin that CORS allows.")
@click.option(
    "--exact-headers", is_flag=True, help="Send the service's headers alone, without X-Mock-Hint and X-Mock-Source."
)
@click.option("--now", metavar="MOMENT", help="Start the clock of the mock at a moment such as 2026-01-01T00:00:00Z.")
@click.option("--frozen", is_flag=True, help="Let that clock stand still.")
@click.option("--throttle", metavar="RATE", help="Return 429 beyond a rate such as 15/hour.")
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Switch on a named fault. Repeatable.")
@click.option("--list-faults", is_flag=True, help="List the named faults and stop.")
@click.option(
    "--failure", "failures", multiple=True, metavar="KIND,...", help="Add a failure of the transport. Repeatable."
)
@click.option("--latency", metavar="SECONDS[-SECONDS]", help="Delay every response, in seconds or a range.")
@click.option(
    "--error-rate",
    "error_rates",
    multiple=True,
    metavar="STATUS=RATE",
    help="Return a status with a probability, such as 503=0.1. Repeatable.",
)
@upstreaming
@click.option("--access-log", default="plain", show_default=True, type=click.Choice(["plain", "json", "off"]))
@click.option("--open", "browser", is_flag=True, help="Open a browser.")
@click.pass_context
def command(  # noqa: PLR0913 - one option each
    ctx: click.Context,
    /,
    *,
    name: str | None,
    world: str | None,
    host: str,
    port: int,
    access_log: str,
    browser: bool,
    data: str | None,
    tokens: tuple[str, ...],
    throttle: str | None,
    faults: tuple[str, ...],
    list_faults: bool,
    failures: tuple[str, ...],
    latency: str | None,
    error_rates: tuple[str, ...],
    now: str | None,
    frozen: bool,
    **options: Any,
) -> None:
    """
    Serve an API from its contract: the same URLs, bodies, paging, filters, search, ordering and errors.

    With --upstream a real answer is given where there is one: remembered, or asked for within the limit of the
    upstream. Each is recorded, and held to the contract; the report stands at the end.
    """
    with uncollected():
        from mockserver.control.switches import fault_lines, read_clock, read_switches  # noqa: PLC0415 - only this command pays for the mock

        if list_faults:
            click.echo("\n".join(fault_lines()))
            return
        switches = read_switches(throttle, faults, failures, latency, error_rates)
        switches = replace(switches, clock=read_clock(now, frozen=frozen))
        given = UpstreamOptions(**{each.name: options.pop(each.name) for each in fields(UpstreamOptions)})
        given.hold(ctx)
        from apicontract.contract.catalog import load_api  # noqa: PLC0415 - it imports the library that validates
        from mockserver.http.authentication import ANY_TOKEN  # noqa: PLC0415 - the same
        from mockserver.serve import Worker, free_address, serve  # noqa: PLC0415 - and for the server

        given.prepare(name, data)
        valid = tokens or (ANY_TOKEN,)
        api = load_api(name, data) if given.target else None
        settings = given.settings(api, data, world) if api else None
        settings = logging(settings) if settings else None
        options |= {"api": name, "world": world, "data": data, "tokens": valid, "switches": switches}
        make = partial(_made, upstream=settings, **options)
        site = make()[0].site
    greeting = greeting_of(site.api, site.world.name, site.world.tables, valid, settings)
    address, started_at = free_address(host, port), dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    say_data(data)
    if address.warning:
        click.echo(f"apicontract: warning: {address.warning}", err=True)
    serve(Worker(make, address, site.api.base_path, greeting, access_log, browser))
    click.echo(f"apicontract: {address.url} is no longer served; what was switched on or edited is gone", err=True)
    if api and settings:
        ctx.exit(conclude(api, settings, started_at, given.fail_on))


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Keep the garbage collector from what is imported and made meanwhile: it stays for as long as the process.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


@cache
def _made(
    *,
    upstream: UpstreamSettings | None,
    allowed_hosts: tuple[str, ...],
    trust_proxy: bool,
    **options: Any,
) -> tuple[MockServer, Access]:
    """
    Return the mock, and who may control it: a forked process has them already, one that was spawned makes them.
    """
    from mockserver.http.access import TOKEN_VARIABLE, Access, host_names  # noqa: PLC0415 - only this command pays for it
    from mockserver.making import MockOptions, make_mock  # noqa: PLC0415 - the same

    access = Access(host_names(allowed_hosts), os.environ.get(TOKEN_VARIABLE, ""), trust_proxy)
    if upstream:
        # Only who has an upstream pays for what asks and judges it.
        from apicontract.contract.catalog import load_api  # noqa: PLC0415 - see above
        from apicontract.explore.upstream.upstream import Upstream  # noqa: PLC0415 - see above

        options["upstream"] = Upstream(load_api(options["api"], options["data"]), upstream)
    return make_mock(MockOptions(**options, reload=True)), access


def greeting_of(
    api: Api, world: str, tables: Any, tokens: tuple[str, ...] = ("*",), upstream: UpstreamSettings | None = None
) -> str:
    """
    Return what is printed when the server answers: what it serves, which tokens it accepts, and URLs to open.

    `{url}` stands for the server's.
    """
    resource = _below_some(api.resources[api.primary], tables)
    path = f"{{url}}{list_path(api, resource)}"
    counts = _counts(api, tables)
    keys = [each[resource.identifier.path] for each in tables.get(resource.entity, ())][:1]
    tries = [path, *(f"{{url}}{detail_path(api, resource, each)}" for each in keys)]
    tries.append(f"{path}?ordering=-{resource.ordering[0].name}" if resource.ordering else f"{path}?limit=2")
    largest = _below_some(api.resources[counts[0][1]], tables)
    tries += [f"{{url}}{list_path(api, largest)}"] if largest.entity != resource.entity else []
    form = "in a browser" if "api" in api.setting("representations") else "as JSON"
    lines = [
        f"{api.title} {api.version}, world {world}, is served on {{url}}{api.base_path}",
        f"  records: {_told(counts)}",
        *([f"  upstream: {upstream.target}; its answers are recorded in {upstream.folder}"] if upstream else []),
        "  pages:",
        # An API at the very root answers there itself, or nobody does.
        *(["    {url}/  what is served, and from which evidence"] if api.base_path != "/" else []),
        f"    {{url}}{first_path(api)}  the API {form}",
        "    {url}/docs/  every parameter, with requests to send",
        "    {url}/__mock__/  what was requested, hints, failures to switch on",
        "  try:",
        *(f"    {each}" for each in tries),
        f"  tokens: {_tokens(tokens)}",
        "  Ctrl-C stops it.",
    ]
    return "\n".join(lines) + "\n"


def _counts(api: Api, tables: Any) -> list[tuple[int, str]]:
    """
    Return how many records each entity has, with the first resource that serves them; most records first.
    """
    first: dict[str, str] = {}
    for each in api.resources.values():
        first.setdefault(each.entity, each.name)
    return sorted(((len(tables.get(entity, ())), name) for entity, name in first.items()), key=lambda each: -each[0])


def _told(counts: list[tuple[int, str]]) -> str:
    """
    Say how many records there are, collection by collection, as far as that is a line or two.
    """
    told = [f"{number} {name}" for number, name in counts[:_SHOWN]]
    rest = counts[_SHOWN:]
    return ", ".join([*told, f"{sum(number for number, _ in rest)} in {len(rest)} others"] if rest else told)


def _below_some(resource: Resource, tables: Any) -> Resource:
    """
    Return a resource as it stands below the parents of its first record, if it has parents.
    """
    parents = (resource.route.parents_in(each) for each in tables.get(resource.entity, ()))
    keys = next((each for each in parents if None not in each), ())
    return replace(resource, template=resource.route.choosing(keys)) if keys else resource


def _tokens(tokens: tuple[str, ...]) -> str:
    """
    Say which tokens are accepted, without showing one.
    """
    if "*" in tokens:
        return "any well-formed one is accepted; --token TOKEN accepts that one alone"
    return f"{len(tokens)} given with --token; any other one is refused with 401"
