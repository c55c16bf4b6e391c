"""
What `apicontract check` does: find the target, run or read, publish, and decide the exit status.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apicontract.checks import CATALOGUE, judge
from apicontract.checks.again import behaves
from apicontract.cli import visibility
from apicontract.cli.data import say_data
from apicontract.cli.recording import resources_of
from apicontract.cli.skipping import skipped_entries
from apicontract.client import Target, default_budget, target_of
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError, UnknownName, UsageError
from apicontract.contract.files import write_atomically
from apicontract.evidence.recordings import read_recording, recordings_of
from apicontract.planner import gather
from apicontract.planner.gathering import Interrupted
from apicontract.reports import render
from apicontract.reports.of_checks import report_of, report_of_run, with_violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.cli.reaching import Reach
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.planner.sender import Progress
    from apicontract.reports.report import Report

#: Where the mock of a run in process takes itself to be: where `apicontract serve` listens.
MOCK_URL = "http://127.0.0.1:8000"
#: Ends of the names of files that hold traffic.
_TRAFFIC = frozenset({".har", ".json", ".html", ".htm", ".txt"})


@dataclass(frozen=True)
class Options:
    """
    The options of the command; their meaning is in its help.
    """

    api_name: str | None
    data: str | None
    resources: tuple[str, ...]
    budget: int | None
    strict: bool
    format_name: str
    output: Path | None
    seed: int
    only: tuple[str, ...]
    skip: tuple[str, ...]
    fail_on: str
    verbose: bool
    required: tuple[str, ...]
    reach: Reach


def catalogue_text(options: Options) -> str:
    """
    Return every check with its concern, how well its promise is known of the API, and its sentence, one a line.

    Raises:
        ApiContractError: the API cannot be read.
    """
    api = load_api(options.api_name, options.data)
    width = max(map(len, CATALOGUE), default=0)
    lines = (
        f"{each.id:{width}}  {each.concern:10}  {api.grade_of(each.id).value:9}  {each.sentence}"
        for each in CATALOGUE.values()
    )
    return "\n".join(lines)


def hold_checks(names: Iterable[str]) -> None:
    """
    Make sure that each name is the id of a check.

    Raises:
        UnknownName: one is not.
    """
    for name in names:
        if name not in CATALOGUE and name != visibility.RULE.id:
            raise UnknownName("check", name, (*CATALOGUE, visibility.RULE.id))


@dataclass(frozen=True)
class Examined:
    """
    What became of a run.

    Attributes:
        report: what was found.
        interrupted: whether Ctrl-C ended it.
    """

    report: Report
    interrupted: bool = False


def examine(target: str, options: Options) -> Examined:
    """
    Return the report on a server or on a file of traffic.

    Raises:
        ApiContractError: the target, a resource, a check or a file cannot be used.
    """
    hold_checks((*options.only, *options.skip, *options.required))
    asked = visibility.is_asked(options.reach.token_env, options.only, options.skip, options.required)
    only, skip = _of_checks(options)
    api = load_api(options.api_name, options.data)
    started_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    if Path(target).is_file():
        odd: list[DataError] = []
        host = api.hosts[api.default_host].url
        exchanges = read_recording(Path(target), host=host, skipped=odd.append)
        judged = judge(
            api,
            exchanges,
            strict=options.strict,
            only=only,
            skip=skip,
            recorded=_recorded(api),
        )
        return Examined(
            report_of(api, judged, target=target, started_at=started_at, remarks=skipped_entries(odd)),
        )
    if target != "mock" and target not in api.hosts and Path(target).is_dir():
        raise UsageError(f"{target} is a folder", "name one file of recorded traffic, or a server")
    if _names_a_file(target):
        raise UsageError(f"no such file: {target}", "name a file of recorded traffic that exists")
    server, mounted = (in_process(api), api) if target == "mock" else target_of(target, api, ("mock", "traffic.har"))
    budget = options.budget or default_budget(server)
    interrupted = False
    with options.reach.client(server, mounted, budget) as client, _progress(budget) as progress:
        both = visibility.both_ways(mounted, client, resources_of(mounted, options.resources)) if asked else None
        try:
            run = gather(
                mounted,
                client,
                resources=options.resources,
                strict=options.strict,
                seed=options.seed,
                progress=progress,
                recorded=_recorded(mounted),
            )
        except Interrupted as stop:
            run, interrupted = stop.run, True
    report = report_of_run(run, started_at, only=only, skip=skip)
    if both is not None:
        held = visibility.held(mounted, both, strict=options.strict)
        report = with_violations(report, mounted, visibility.RULE, *held)
    return Examined(report, interrupted=interrupted)


def _of_checks(options: Options) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Return the checks that are chosen and left out, without the rule that is none of them.
    """
    only = tuple(each for each in options.only if each != visibility.RULE.id)
    skip = tuple(each for each in options.skip if each != visibility.RULE.id)
    return only, skip if only or not options.only else tuple(CATALOGUE)


def _recorded(api: Api) -> Sequence[Exchange]:
    """
    Return the recordings, where they say how fields behave.
    """
    return recordings_of(api) if behaves(api) else ()


def _names_a_file(target: str) -> bool:
    """
    Whether a user who gave this meant a file: it looks like no URL, no host name and no word.
    """
    return "://" not in target and (target.startswith(("/", ".", "~")) or Path(target).suffix.lower() in _TRAFFIC)


def in_process(api: Api) -> Target:
    """
    Return the mock of an API as a target that is called in process.
    """
    # Flask is imported only by those who ask for the mock.
    from mockserver.app import create_app  # noqa: PLC0415 - see above

    return Target("mock", MOCK_URL, create_app(api))


def hold_place(output: Path | None) -> None:
    """
    Make sure, before a request is spent, that the report can be written.

    Raises:
        UsageError: its folder does not exist, or cannot be written.
    """
    if output is None:
        return
    reason = errno.ENOENT if not output.parent.is_dir() else 0 if os.access(output.parent, os.W_OK) else errno.EACCES
    if reason:
        raise UsageError(f"{output} cannot be written: {os.strerror(reason)}", "name a file in a folder that is yours")


def publish(report: Report, options: Options) -> None:
    """
    Print the report, or write it in one step.

    Raises:
        UsageError: the file cannot be written.
    """
    if options.output is None:
        colour = options.format_name == "text" and sys.stdout.isatty()
        click.echo(render(report, options.format_name, colour=colour, verbose=options.verbose), nl=False)
        sys.stdout.flush()  # a full disk is told instead
        say_data(options.data)
        return
    try:
        text = render(report, options.format_name, verbose=options.verbose, written=options.output)
        write_atomically(options.output, text)
    except OSError as error:
        raise UsageError(f"{options.output} cannot be written: {error.strerror}", "name a file in a folder") from error
    for remark in report.remarks:
        click.echo(remark, err=True)
    say_data(options.data)


@contextmanager
def _progress(budget: int) -> Iterator[Progress]:
    """
    Show how far a run is: a bar on a terminal, a line now and then elsewhere; on standard error.
    """
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield _lines
        return
    # Only a terminal needs it.
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.progress import Progress as Bar  # noqa: PLC0415 - see above

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("requests", total=budget)
        yield lambda spent, _, text: bar.update(task, completed=spent, description=text)


def _lines(spent: int, budget: int, text: str) -> None:
    step = max(budget // 10, 1)
    if spent % step == 0:
        click.echo(f"[{spent}/{budget}] {text}", err=True)
