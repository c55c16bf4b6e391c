"""
`apicontract diff`: the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apicontract.cli.baselines import baselined
from apicontract.cli.choices import FORMATS
from apicontract.cli.explaining import Explained
from apicontract.diff.levels import LEVELS, MAX_SIZE
from apicontract.diff.rules import RULES


def _list_rules(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted:
        for rule in RULES.values():
            click.echo(f"{rule.id} = {rule.level}  # {rule.sentence}")
        context.exit()


@click.command("diff", cls=Explained)
@click.argument("old")
@click.argument("new")
@click.option("--api", "api", metavar="NAME", help="API to compare, where a side holds several.")
@click.option("--old-api", metavar="NAME", help="Its name on the old side, if different.")
@click.option(
    "--levels", "levels_file", metavar="FILE", type=click.Path(path_type=Path), help="Lines of 'rule = level'."
)
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option(
    "--fail-on",
    type=click.Choice((*LEVELS, "never", *RULES)),
    metavar="LEVEL|RULE",
    multiple=True,
    default=("breaking",),
    show_default=True,
    help="Exit with 1 on a change of this level or a heavier one, or of this rule (`not-compared`); repeatable.",
)
@click.option(
    "--max-size", type=int, default=MAX_SIZE, show_default=True, help="Refuse files larger than this many bytes."
)
@baselined
@click.option(
    "--list-rules", is_flag=True, is_eager=True, expose_value=False, callback=_list_rules, help="List the rules."
)
def command(**options: Any) -> None:
    """
    Say what changed from OLD to NEW: each a data folder, a git revision, an OpenAPI file or an API by name.

    One of them may be recorded answers (a HAR file, a folder of recordings): the other one judges them.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.comparing import run  # noqa: PLC0415 - see above

    run(**options)
