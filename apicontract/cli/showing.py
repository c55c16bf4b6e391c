"""
`apicontract report`: show a report that was kept as JSON in another format, without asking anybody again.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from apicontract.contract.errors import UsageError
from apicontract.contract.files import write_atomically
from apicontract.contract.reading import read_text
from apicontract.reports import render
from apicontract.reports.as_json import read_report

if TYPE_CHECKING:
    from pathlib import Path


def run(file: Path, form: str, output: Path | None, *, verbose: bool) -> None:
    """
    Show FILE, a report of `check` or `diff` in JSON, in another format.
    """
    report = read_report(read_text(file), str(file))
    if output is None:
        click.echo(render(report, form, colour=form == "text" and sys.stdout.isatty(), verbose=verbose), nl=False)
        return
    try:
        write_atomically(output, render(report, form, verbose=verbose, written=output))
    except OSError as error:
        raise UsageError(f"--output {output}: {error.strerror}", "name a file in an existing folder") from error
