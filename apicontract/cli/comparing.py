"""
`apicontract diff`: what changed between two states of an API, and whom it breaks.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from apicontract.cli.baselines import held_against
from apicontract.cli.failing import fails
from apicontract.cli.skipping import skipped_entries
from apicontract.contract.errors import UsageError
from apicontract.contract.files import write_atomically
from apicontract.diff.levels import read_levels
from apicontract.diff.sides import read_sides, side_changes
from apicontract.reports import render
from apicontract.reports.of_changes import report_of

if TYPE_CHECKING:
    from pathlib import Path


def run(  # noqa: PLR0913, PLR0917 - one for each option
    old: str,
    new: str,
    api: str | None,
    old_api: str | None,
    levels_file: Path | None,
    form: str,
    output: Path | None,
    fail_on: tuple[str, ...],
    max_size: int,
    baseline: Path | None,
    write_baseline: Path | None,
) -> None:
    """
    Say what changed from OLD to NEW, each a folder, a git revision, an OpenAPI file or an API, or one of them traffic.
    """
    levels = read_levels(levels_file) if levels_file else {}
    before, after = read_sides((old, new), (old_api or api, api), max_size)
    found = side_changes(before, after, levels)
    name = after.api.name if after.api.name == before.api.name else f"{before.api.name} to {after.api.name}"
    report = report_of(
        found,
        target=f"{old} -> {new}",
        api=name,
        started_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        files={**before.texts, **after.texts},
    )
    report = replace(report, remarks=skipped_entries((*before.skipped, *after.skipped)))
    report = held_against(report, baseline, write_baseline)
    text = render(report, form, colour=output is None and form == "text" and sys.stdout.isatty(), written=output)
    if output is None:
        click.echo(text, nl=False)
    else:
        try:
            write_atomically(output, text)
        except OSError as error:
            raise UsageError(f"--output {output}: {error.strerror}", "name a file in an existing folder") from error
    if any(fails(each, fail_on) for each in report.findings):
        raise click.exceptions.Exit(1)
