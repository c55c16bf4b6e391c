"""
The options `--baseline` and `--write-baseline`, and what they do.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.reports.report import Report

    _Command = TypeVar("_Command", bound=Callable[..., Any])

_FILE = click.Path(dir_okay=False, path_type=Path)


def baselined(command: _Command) -> _Command:
    """
    Give a command the two options.
    """
    command = click.option("--write-baseline", type=_FILE, metavar="FILE", help="Accept everything found, in FILE.")(
        command
    )
    return click.option("--baseline", type=_FILE, metavar="FILE", help="Fail on what FILE does not accept.")(command)


def hold_baseline(baseline: Path | None) -> None:
    """
    Make sure, before a request is spent, that a baseline can be used.

    Raises:
        DataError: it is none.
    """
    # A start of --help pays for none of these.
    from apicontract.contract.reading import read_text  # noqa: PLC0415 - see above
    from apicontract.reports.baseline import read_baseline  # noqa: PLC0415 - the same

    if baseline:
        read_baseline(read_text(baseline), str(baseline))


def held_against(report: Report, baseline: Path | None, written: Path | None) -> Report:
    """
    Return the report without what the files accept, after the one to write was written.

    Raises:
        DataError: a file is no baseline.
        UsageError: the file cannot be written.
    """
    # A start of --help pays for none of these.
    from apicontract.contract.files import write_atomically  # noqa: PLC0415 - see above
    from apicontract.contract.reading import read_text  # noqa: PLC0415 - see above
    from apicontract.reports.baseline import read_baseline, render_baseline, without_accepted  # noqa: PLC0415 - the same

    today = dt.datetime.now(dt.UTC).date()
    accepted = read_baseline(read_text(baseline), str(baseline)) if baseline else ()
    if written:
        before = read_baseline(read_text(written), str(written)) if written.is_file() else ()
        text = render_baseline(report, (*accepted, *before), written)
        try:
            write_atomically(written, text)
        except OSError as error:
            raise UsageError(f"{written} cannot be written: {error.strerror}", "name a file in a folder") from error
        accepted = read_baseline(text, str(written))
    return without_accepted(report, accepted, today) if baseline or written else report
