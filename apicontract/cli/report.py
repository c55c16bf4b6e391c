"""
`apicontract report`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.choices import FORMATS
from apicontract.cli.explaining import Explained


@click.command("report", cls=Explained)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option("--verbose", is_flag=True, help="List the verdict on every check, too.")
def command(**options: Any) -> None:
    """
    Show FILE, a report of `check` or `diff` in JSON, in another format.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.showing import run  # noqa: PLC0415 - see above

    run(**options)
