"""
`apicontract check`: hold a server, or recorded traffic, to the contract.
"""

from __future__ import annotations

from pathlib import Path

import click

from apicontract.cli.baselines import baselined, held_against, hold_baseline
from apicontract.cli.choices import FORMATS
from apicontract.cli.configuration import target_named
from apicontract.cli.explaining import Explained
from apicontract.cli.reaching import Reach, reaching
from apicontract.cli.statuses import INTERRUPTED, status_of, with_weakness
from apicontract.contract.errors import UsageError

#: More connections than browsers open to one host say nothing more of a service, and look like an attack.
MOST_CONCURRENT = 16
LEVELS = ("violation", "warning", "note")


@click.command("check", cls=Explained)
@click.argument("target", required=False, callback=target_named)
@click.option(
    "--api", "api_name", metavar="NAME", help="Contract to check the target against (default: the first one)."
)
@click.option("--data", metavar="DIR", help="Data folder that overrides the packaged one.")
@click.option("--resource", "resources", multiple=True, metavar="NAME", help="Only this resource; repeatable.")
@click.option("--request-budget", "budget", type=click.IntRange(min=1), metavar="N", help="Maximum number of requests.")
@click.option(
    "--concurrency",
    type=click.IntRange(min=1, max=MOST_CONCURRENT),
    metavar="N",
    help="Requests under way at a time; 1 where the server limits them. Default: 4 for a budget above 15, else 1.",
)
@click.option("--strict", is_flag=True, help="Also report violations of inferred promises.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="File to write the report to."
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Seed of the request selection.")
@click.option("--only", multiple=True, metavar="ID", help="Only this check; repeatable.")
@click.option("--skip", multiple=True, metavar="ID", help="Skip this check; repeatable.")
@click.option("--verbose", is_flag=True, help="List the verdict on every check, too.")
@click.option("--list-checks", is_flag=True, help="List the checks and stop.")
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="violation", help="Lowest level of a finding that exits with 1."
)
@click.option(
    "--require-decided", "required", multiple=True, metavar="ID", help="Exit with 3 if this check is undecided."
)
@click.option(
    "--require-strength",
    "strength",
    type=click.IntRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="Exit with 3 if less is ruled out of the misreadings that would break a kept promise.",
)
@baselined
@reaching
@click.pass_context
def command(  # noqa: PLR0913 - one for each option that is not the checks' own
    ctx: click.Context,
    /,
    target: str | None,
    *,
    list_checks: bool,
    timeout: float,
    deadline: float | None,
    max_body: int,
    token_hosts: tuple[str, ...],
    token_env: str | None,
    concurrency: int | None,
    baseline: Path | None,
    write_baseline: Path | None,
    strength: int,
    **options: object,
) -> None:
    """
    Hold TARGET to the contract.

    TARGET is "mock", a host declared in the contract, a URL (of the host or of its base path), or a file of
    recorded traffic (HAR, a saved page, a saved answer), for which no request is sent.

    Exit status: 0 something kept, nothing violated and every required check decided, 1 violated, 2 wrong usage
    or unusable input, 3 nothing kept, a required check undecided, a kept one weaker than required, or the server
    ended the run (unreachable, throttled, refuses or fails on everything), 4 an error of this program, 130 Ctrl-C,
    with what was found so far.
    """
    # A start of --help pays for none of these.
    from apicontract.cli import checking  # noqa: PLC0415 - see above

    reach = Reach(timeout, deadline, max_body, token_hosts, token_env, concurrency)
    chosen = checking.Options(reach=reach, **options)  # type: ignore[arg-type] # click has held them to the types declared above
    if list_checks:
        click.echo(checking.catalogue_text(chosen))
        return
    if target is None:
        raise UsageError("no target", "name one: mock, a host, a URL or a file of traffic")
    checking.hold_place(chosen.output)
    hold_baseline(baseline)
    examined = checking.examine(target, chosen)
    report = with_weakness(held_against(examined.report, baseline, write_baseline), strength)
    checking.publish(report, chosen)
    status = status_of(report, chosen.fail_on, chosen.required, chosen.only, strength)
    ctx.exit(INTERRUPTED if examined.interrupted else status)
