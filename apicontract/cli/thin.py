"""
`apicontract thin`: the options.
"""

from __future__ import annotations

from typing import Any

import click

from apicontract.cli.explaining import Explained


@click.command("thin", cls=Explained)
@click.option("--api", metavar="NAME", help="API of the recordings (default: the first one).")
@click.option("--data", metavar="DIR", help="Data folder that overrides the packaged one.")
@click.option("--remove", is_flag=True, help="Remove them; without it they are listed alone.")
def command(**options: Any) -> None:
    """
    List the recordings that can go, or remove them.

    What is derived stays the same byte for byte, and every change keeps its first and its last recording.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.thinning import run  # noqa: PLC0415 - see above

    run(**options)
