"""
`apicontract learn`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.explaining import Explained
from apicontract.cli.reaching import reaching


@click.command("learn", cls=Explained)
@click.argument("target")
@click.option("--api", metavar="NAME", help="Name of the API (default: made of the host).")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Data folder to write to; the current folder by default.",
)
@click.option(
    "--request-budget",
    "budget",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    metavar="N",
    help="Maximum number of requests.",
)
@click.option(
    "--list", "others", metavar="PATH", multiple=True, help="Path of a list to which nothing leads; repeatable."
)
@click.option("--verbose", is_flag=True, help="List every request on standard error.")
@reaching
def command(**options: Any) -> None:
    """
    Learn the contract of TARGET by experiment: a URL, a HAR file, or a folder of recordings.

    Only GET is sent. What is found out is written as a data folder that `serve --data` and `check --data` take, each
    statement with its evidence; traffic is learnt from without a request.

    Exit status: 0 something was learnt, 2 wrong usage or unusable input, 3 no list of records was found, or the server
    is unreachable, throttled, or refuses everything.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.learning import run  # noqa: PLC0415 - see above

    run(**options)
