"""
`apicontract history`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.explaining import Explained


@click.command("history", cls=Explained)
@click.argument("name")
@click.option("--api", metavar="NAME", help="API of the recordings (default: the first one).")
@click.option("--data", metavar="DIR", help="Data folder that overrides the packaged one.")
@click.option("--format", "form", type=click.Choice(("text", "json", "html")), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
def command(**options: Any) -> None:
    """
    Show the life of NAME in the recordings: a field of an entity or a resource ("books.title"), or a parameter.

    Night by night: in how many records it has a value, is null or is missing, and what was so for the first time.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.telling import run  # noqa: PLC0415 - see above

    run(**options)
