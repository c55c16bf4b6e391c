"""
`apicontract record`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.configuration import target_named
from apicontract.cli.explaining import Explained
from apicontract.cli.reaching import Span, reaching


@click.command("record", cls=Explained)
@click.argument("target", callback=target_named)
@click.option("--api", "name", metavar="NAME", help="API that the target serves (default: the first one).")
@click.option("--resource", "wanted", multiple=True, metavar="NAME", help="Only this resource; repeatable.")
@click.option("--request-budget", "budget", type=click.IntRange(min=1), metavar="N", help="Maximum number of requests.")
@click.option(
    "--data", metavar="DIR", help="Data folder that overrides the packaged one; recordings are written there."
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Another folder for the recordings, which is made a complete data folder.",
)
@click.option(
    "--refresh-hours",
    type=Span(min=0, max=87_600),
    default=12.0,
    show_default=True,
    metavar="HOURS",
    help="Ask again for pages that were recorded longer ago; at most ten years.",
)
@reaching
def command(**options: Any) -> None:
    """
    Record TARGET: "mock", a host declared in the contract, or a URL.

    Half of the requests ask again for pages that are recorded, the others for new evidence.
    A run that was stopped is gone on with by the next one in the same folder.
    A host that the contract does not declare is treated with the strictest limit that it declares for any.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.recording import run  # noqa: PLC0415 - see above

    run(**options)
