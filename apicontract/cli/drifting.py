"""
`apicontract drift`: what changed since the last recording.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli.baselines import held_against
from apicontract.cli.data import say_data
from apicontract.cli.failing import fails
from apicontract.cli.reaching import Reach
from apicontract.cli.recording import default_budget, resources_of, server_of
from apicontract.cli.statuses import UNKNOWN
from apicontract.client.clock import SystemClock
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.files import write_atomically
from apicontract.contract.folders import chosen_data, package_folder
from apicontract.contract.moments import moment_of
from apicontract.diff.nights.drift import drift_of
from apicontract.evidence.recordings import recordings_in, recordings_of
from apicontract.evidence.runs import read_runs
from apicontract.explore.record import record
from apicontract.reports import render
from apicontract.reports.of_drift import report_of_drift

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from apicontract.client.clock import Clock
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diff.nights.drift import NightDrift


def run(  # noqa: PLR0913, PLR0917 - one for each option
    where: str | None,
    name: str | None,
    data: str | None,
    since: str | None,
    form: str,
    output: Path | None,
    fail_on: tuple[str, ...],
    budget: int | None,
    baseline: Path | None,
    write_baseline: Path | None,
    **options: Any,
) -> None:
    """
    Say what changed since the last recording of a folder, or of a target that is asked now.
    """
    begin = _moment(since)
    if where is None or Path(where).is_dir():
        api = load_api(name, where or data)
        drift = _of_folder(api, chosen_data(where or data, package_folder())[0], begin)
    else:
        api = load_api(name, data)
        drift = _of_target(api, where, budget, begin, Reach(**options))
    say_data(where if where and Path(where).is_dir() else data)
    report = report_of_drift(drift, target=where or data or ".", api=api.name, started_at=drift.begin)
    report = held_against(report, baseline, write_baseline)
    text = render(report, form, colour=output is None and form == "text" and sys.stdout.isatty())
    if output is None:
        click.echo(text, nl=False)
    else:
        written(output, text)
    if any(fails(each, fail_on) for each in report.findings):
        raise click.exceptions.Exit(1)
    if not drift.compared:
        raise click.exceptions.Exit(UNKNOWN)


def written(output: Path, text: str) -> None:
    """
    Write a report to the file that `--output` names.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        write_atomically(output, text)
    except OSError as error:
        raise UsageError(f"--output {output}: {error.strerror}", "name a file in an existing folder") from error


def _moment(since: str | None) -> dt.datetime | None:
    moment = moment_of(since) if since else None
    if since and moment is None:
        raise UsageError(f"--since {since!r} is no moment", "write it as 2026-03-01T12:00:00Z")
    return moment


def _of_folder(api: Api, folder: Path, since: dt.datetime | None) -> NightDrift:
    return drift_of(api, recordings_of(api), read_runs(folder, api.name), since)


def _of_target(api: Api, target: str, budget: int | None, since: dt.datetime | None, reach: Reach) -> NightDrift:
    """
    Ask a server for what is recorded of it, into a copy of the recordings that is thrown away.
    """
    server, mounted = server_of(target, api)
    with tempfile.TemporaryDirectory(prefix="apicontract-") as scratch:
        copy = Path(scratch)
        for folder in reversed(api.folders):
            source = folder / "fixtures" / api.name
            if source.is_dir():
                shutil.copytree(source, copy / "fixtures" / api.name, dirs_exist_ok=True)
        host = mounted.hosts[mounted.default_host].url
        _pass_second(recordings_in(copy / "fixtures" / api.name, host), SystemClock())
        with reach.client(server, api, budget or default_budget(server)) as client:
            say = partial(click.echo, err=True)
            record(mounted, client, copy, resources_of(mounted), say=say, refresh_hours=0)
        return drift_of(mounted, recordings_in(copy / "fixtures" / api.name, host), read_runs(copy, api.name), since)


def _pass_second(recorded: Iterable[Exchange], clock: Clock) -> None:
    """
    Wait until the second of the newest recording is over: moments of HTTP have no parts by which to tell them apart.
    """
    newest = max((each.moment for each in recorded if each.moment), default=None)
    left = newest.timestamp() + 1 - clock.now() if newest else 0
    if 0 < left <= 1:
        clock.sleep(left)
