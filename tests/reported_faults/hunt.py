"""
How many of the reported faults the judge finds, within which budget.
"""

from __future__ import annotations

import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

from apicontract.client import Budget, Client, Target  # noqa: E402 - once the tests' folder is known
from apicontract.planner import gather  # noqa: E402
from apicontract.reports.of_checks import report_of_run  # noqa: E402
from reported_faults.gallery import HOST, SCHEME, Reported, contract, right  # noqa: E402
from reported_faults.hidden import HIDDEN  # noqa: E402
from reported_faults.visible import VISIBLE  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wrong_framework.wsgi import Application

SHOWN = 3
#: How many standard errors a normal variable keeps within in 95 % of cases.
WITHIN_95 = 1.96


@dataclass(frozen=True)
class Kill:
    """
    How one wrong server fared with one seed.

    Attributes:
        fault: its fault.
        budget: the smallest that found it, or 0.
        rules: the first of the rules it broke.
    """

    fault: Reported
    budget: int
    rules: tuple[str, ...] = ()


def rules_broken(fault: Reported, application: Application, budget: int, seed: int) -> tuple[str, ...]:
    """
    Return the rules that an application breaks, as far as a budget of requests tells.
    """
    api = contract(fault.api)
    target = Target(fault.name, f"{SCHEME}://{HOST}", application=application)
    with Client(target, budget=Budget(budget)) as client:
        run = gather(api, client, resources=(fault.resource,), budget=budget, strict=True, seed=seed)
        report = report_of_run(run)
    return tuple(dict.fromkeys(each.rule for each in report.findings if each.level == "violation"))


def hunt(fault: Reported, budgets: Sequence[int], seed: int) -> Kill:
    """
    Ask a wrong server with ever larger budgets, until it is found.
    """
    random.seed(seed)
    for budget in budgets:
        rules = rules_broken(fault, fault.wrong(right(fault.api)), budget, seed)
        if rules:
            return Kill(fault, budget, rules[:SHOWN])
    return Kill(fault, 0)


def interval(found: int, number: int) -> tuple[float, float]:
    """
    Return the bounds of a share at 95 %, as Wilson's score interval has them; 0 to 1 if there is nothing.
    """
    if not number:
        return 0.0, 1.0
    share, z = found / number, WITHIN_95
    middle = share + z * z / (2 * number)
    spread = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    return (middle - spread) / (1 + z * z / number), (middle + spread) / (1 + z * z / number)


def summary(kills: Sequence[Kill], budgets: Sequence[int]) -> Iterator[str]:
    """
    Yield the share found within each budget, with its interval.
    """
    for budget in budgets:
        found = sum(0 < each.budget <= budget for each in kills)
        low, high = interval(found, len(kills))
        share = found / max(1, len(kills))
        yield f"within {budget}: {found} of {len(kills)} ({share:.0%}, 95 % between {low:.0%} and {high:.0%})"


def hunt_right(budgets: Sequence[int], seeds: Sequence[int]) -> bool:
    """
    Ask the right applications for every resource of the gallery, and say what they break; true if that is nothing.
    """
    clean = True
    for fault in {(each.api, each.resource): each for each in (*VISIBLE, *HIDDEN)}.values():
        rules = [
            rule for seed in seeds for each in budgets for rule in rules_broken(fault, right(fault.api), each, seed)
        ]
        clean = clean and not rules
        click.echo(f"{fault.api} {fault.resource}: {' '.join(dict.fromkeys(rules)) or 'nothing broken'}")
    return clean


def numbers(text: str) -> list[int]:
    """
    Read numbers that are separated by commas.

    Raises:
        click.BadParameter: if one is none.
    """
    try:
        return sorted({int(each) for each in text.split(",")})
    except ValueError:
        raise click.BadParameter(f"{text!r} is no list of numbers, write them with commas.") from None


@click.command()
@click.argument("names", nargs=-1)
@click.option("--hidden", is_flag=True, help="The half that only counts: totals, no names.")
@click.option("--right", "rightly", is_flag=True, help="Ask the right applications, which must break nothing.")
@click.option("--budgets", default="15,200", show_default=True, help="Numbers of requests, separated by commas.")
@click.option("--seeds", default="0", show_default=True, help="Seeds of the requests, separated by commas.")
def main(names: tuple[str, ...], budgets: str, seeds: str, *, hidden: bool, rightly: bool) -> None:
    """
    Hunt the visible reported faults, or those NAMES of them.
    """
    asked, drawn = numbers(budgets), numbers(seeds)
    if rightly:
        sys.exit(0 if hunt_right(asked, drawn) else 1)
    if hidden and names:
        raise click.BadParameter("Hidden faults have no names here; ask for all of them.")
    known = {each.name: each for each in (HIDDEN if hidden else VISIBLE)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.BadParameter(f"No such visible fault: {', '.join(unknown)}.")
    kills = []
    for fault in [known[name] for name in names or known]:
        for seed in drawn:
            kills.append(hunt(fault, asked, seed))
            if not hidden:
                click.echo(f"{fault.name:48} {kills[-1].budget:4} {' '.join(kills[-1].rules)}")
    click.echo("; ".join(summary(kills, asked)))
    if not hidden:
        click.echo(f"not found: {' '.join(each.fault.name for each in kills if not each.budget) or 'none'}")


if __name__ == "__main__":
    main()
