"""
Options of `serve` for an upstream, and what is said of it at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from apicontract.cli.reaching import TOKEN_HOST, Span
from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api
    from apicontract.explore.upstream.settings import UpstreamSettings

    _Command = TypeVar("_Command", bound=Callable[..., Any])

#: Where the report on what passed is written, below the folder of the recordings.
REPORT = "report.json"
_LEVELS = ("violation", "warning", "note")
_OPTIONS = (
    click.option(
        "--upstream",
        "target",
        metavar="TARGET",
        help="Answer with what a declared host or a URL answers, as long as it may be asked.",
    ),
    click.option(
        "--fresh",
        default="1h",
        show_default=True,
        metavar="SPAN",
        help="How long an answer of the upstream is given again, where its headers do not say.",
    ),
    click.option(
        "--upstream-share",
        "share",
        type=Span(min=0, max=1, min_open=True),
        default=1.0,
        show_default=True,
        metavar="FRACTION",
        help="Fraction of the upstream's limit to use.",
    ),
    click.option(
        "--upstream-rate",
        "rate",
        metavar="RATE",
        help="Limit of the upstream, such as 15/hour, where the contract does not declare it.",
    ),
    click.option(
        "--upstream-timeout",
        "timeout",
        type=Span(min=0, min_open=True, max=600),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="Seconds for one answer of the upstream.",
    ),
    click.option(
        "--spend",
        type=click.IntRange(0),
        default=0,
        show_default=True,
        metavar="N",
        help="Requests that the mock sends of its own, once: those that decide most of the contract.",
    ),
    click.option(
        "--passthrough",
        multiple=True,
        metavar="PATTERN",
        help="Paths for which the upstream is asked each time. Repeatable.",
    ),
    click.option(
        "--only-mock",
        multiple=True,
        metavar="PATTERN",
        help="Paths for which the upstream is never asked. Repeatable.",
    ),
    TOKEN_HOST,
    click.option(
        "--fail-on",
        type=click.Choice(_LEVELS),
        help="Lowest level of a finding about the upstream that makes serve end with 1.",
    ),
)


@dataclass(frozen=True)
class UpstreamOptions:
    """
    The options; their meaning is in the help.
    """

    target: str | None
    fresh: str
    share: float
    rate: str | None
    timeout: float
    spend: int
    passthrough: tuple[str, ...]
    only_mock: tuple[str, ...]
    token_hosts: tuple[str, ...]
    fail_on: str | None

    def hold(self, ctx: click.Context) -> None:
        """
        Refuse what is said of an upstream that nobody names.

        Raises:
            UsageError: the target is empty, or there is none and another option was given.
        """
        if self.target == "":
            raise UsageError("--upstream is empty", "name a declared host or a URL, or leave it out")
        names = {each.name: each.opts[0] for each in ctx.command.params if each.name in _NAMES}
        given = [name for name in _NAMES if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
        if self.target is None and given:
            raise UsageError(f"{names[given[0]]} without --upstream", "name the upstream, or leave the option out")

    def prepare(self, name: str | None, data: str | None) -> None:
        """
        Make a folder that is named for the recordings, and has no contract of its own, a complete data folder.

        Raises:
            ApiContractError: the API is unknown, or the folder cannot be written.
        """
        if self.target is None or data is None or next(Path(data).glob("schemas/*/api.json"), None):
            return
        from apicontract.contract.catalog import load_api  # noqa: PLC0415 - only who has an upstream pays for it
        from apicontract.explore.folders import complete_folder  # noqa: PLC0415 - the same

        api = load_api(name)
        try:
            complete_folder(api, Path(data), recordings=False)
        except OSError as error:
            raise UsageError(f"{data} cannot be written: {error.strerror}", "name another one with --data") from error
        click.echo(f"apicontract: the contract of {api.name} was copied to {data}", err=True)

    def settings(self, api: Api, data: str | None, world: str | None) -> UpstreamSettings | None:
        """
        Return how the mock of an API uses its upstream; None for one that has none.

        Raises:
            ApiContractError: the options do not fit together, or one cannot be read.
        """
        if self.target is None:
            return None
        from apicontract.explore.upstream.placing import folder_of  # noqa: PLC0415 - only who has an upstream pays for it
        from apicontract.explore.upstream.settings import UpstreamSettings, seconds_of  # noqa: PLC0415 - the same
        from mockserver.control.throttle import parse_rate  # noqa: PLC0415 - the same

        if world is not None:
            raise UsageError("--world beside --upstream", "leave it out: the upstream says which records there are")
        return UpstreamSettings(
            self.target,
            folder_of(api, self.target, data),
            fresh=seconds_of(self.fresh),
            share=self.share,
            rate=parse_rate(self.rate) if self.rate else None,
            passthrough=self.passthrough,
            only_mock=self.only_mock,
            timeout=self.timeout,
            token_hosts=self.token_hosts,
            spend=self.spend,
        )


#: The options that mean nothing without an upstream.
_NAMES = tuple(each.name for each in fields(UpstreamOptions) if each.name != "target")


def upstreaming(command: _Command) -> _Command:
    """
    Give a command the options of an upstream.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def logging(settings: UpstreamSettings) -> UpstreamSettings:
    """
    Return the settings with a file of its own for the exchanges of this session.
    """
    import tempfile  # noqa: PLC0415 - only who has an upstream pays for it

    with tempfile.NamedTemporaryFile(prefix="apicontract-", suffix=".jsonl", delete=False) as stream:
        return replace(settings, log=Path(stream.name))


def conclude(api: Api, settings: UpstreamSettings, started: str, fail_on: str | None) -> int:
    """
    Show the report on all that passed, write it beside the recordings, and return the exit status.
    """
    from apicontract.contract.files import write_atomically  # noqa: PLC0415 - only who has an upstream pays for it
    from apicontract.explore.upstream.judging import judged  # noqa: PLC0415 - the same
    from apicontract.explore.upstream.placing import placed  # noqa: PLC0415 - the same
    from apicontract.reports import render  # noqa: PLC0415 - the same

    if settings.log is None:
        return 0
    report = judged(placed(api, settings).api, settings.log, settings.target, started)
    settings.log.unlink()
    click.echo(render(report, "text"), nl=False)
    settings.folder.mkdir(parents=True, exist_ok=True)
    written = settings.folder / REPORT
    write_atomically(written, render(report, "json"))
    click.echo(f"apicontract: 'apicontract report {written}' shows this report again", err=True)
    return 1 if fail_on and report.at_least(fail_on) else 0
