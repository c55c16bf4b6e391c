"""
`apicontract drift`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.baselines import baselined
from apicontract.cli.choices import FORMATS
from apicontract.cli.explaining import Explained
from apicontract.cli.reaching import reaching
from apicontract.diff.levels import LEVELS
from apicontract.diff.nights.rules import NIGHT_RULES


@click.command("drift", cls=Explained)
@click.argument("where", metavar="[FOLDER|TARGET]", required=False)
@click.option("--api", "name", metavar="NAME", help="API of the recordings (default: the first one).")
@click.option(
    "--data", metavar="DIR", help="Data folder that overrides the packaged one; TARGET is compared with its recordings."
)
@click.option("--since", metavar="MOMENT", help="Tell what changed since then, instead of with the last run.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option(
    "--fail-on",
    type=click.Choice((*LEVELS, "never", *NIGHT_RULES)),
    metavar="LEVEL|RULE",
    multiple=True,
    default=("breaking",),
    show_default=True,
    help="Exit with 1 on a change of this level or a heavier one, or of this rule; repeatable.",
)
@click.option(
    "--request-budget", "budget", type=click.IntRange(min=1), metavar="N", help="Maximum number of requests to TARGET."
)
@baselined
@reaching
def command(**options: Any) -> None:
    """
    Say what changed since the last recording: of a data FOLDER (default: the one in force) with the last run of
    `record`, or of a TARGET ("mock", a declared host, a URL) that is asked now, of which nothing is kept.

    Ends with 3 if there is nothing to compare: no earlier recording, or no usable answer since.
    """  # noqa: D205 - click shows the first paragraph as it stands
    # A start of --help pays for none of these.
    from apicontract.cli.drifting import run  # noqa: PLC0415 - see above

    run(**options)
