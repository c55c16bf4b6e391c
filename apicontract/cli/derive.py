"""
`apicontract derive`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.explaining import Explained


@click.command("derive", cls=Explained)
@click.option("--api", help="API to derive (default: the packaged or only one).")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder with fixtures/<api>/.")
@click.option("--check", is_flag=True, help="Write nothing; fail if the files differ from what the evidence gives.")
@click.option("--quiet", is_flag=True, help="Do not list unobserved fields.")
def command(**options: Any) -> None:
    """
    Derive schemas/<api>/ from the recordings and the declared facts in fixtures/<api>/.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.deriving import run  # noqa: PLC0415 - see above

    run(**options)
