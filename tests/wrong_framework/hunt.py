"""
How many of the wrong servers the judge catches, and by which budget.
"""

from __future__ import annotations

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
from wrong_framework.gallery import Wrong, contract, right  # noqa: E402
from wrong_framework.hidden import HIDDEN  # noqa: E402
from wrong_framework.visible import VISIBLE  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wrong_framework.wsgi import Application

HALVES = {"visible": VISIBLE, "hidden": HIDDEN, "all": (*VISIBLE, *HIDDEN)}
SHOWN = 3


@dataclass(frozen=True)
class Kill:
    """
    How one wrong server fared.

    Attributes:
        wrong: the server.
        budget: the smallest that caught it, or 0.
        rules: the first of the rules it broke.
    """

    wrong: Wrong
    budget: int
    rules: tuple[str, ...] = ()


def rules_broken(name: str, application: Application, resource: str, budget: int) -> tuple[str, ...]:
    """
    Return the rules that an application breaks, as far as a budget of requests tells.
    """
    target = Target(name, "http://mock.test", application=application)
    with Client(target, budget=Budget(budget)) as client:
        report = report_of_run(gather(contract(), client, resources=(resource,), budget=budget, strict=True))
    return tuple(dict.fromkeys(each.rule for each in report.findings if each.level == "violation"))


def hunt(wrong: Wrong, budgets: Sequence[int]) -> Kill:
    """
    Ask a wrong server with ever larger budgets, until it is caught.
    """
    for budget in budgets:
        rules = rules_broken(wrong.name, wrong.wrong(right()), wrong.resource, budget)
        if rules:
            return Kill(wrong, budget, rules[:SHOWN])
    return Kill(wrong, 0)


def caught(kills: Sequence[Kill], budget: int) -> int:
    """
    Return how many were caught within a budget.
    """
    return sum(0 < each.budget <= budget for each in kills)


def summary(kills: Sequence[Kill], budgets: Sequence[int]) -> Iterator[str]:
    """
    Yield the share caught within each budget.
    """
    for budget in budgets:
        number = caught(kills, budget)
        yield f"within {budget}: {number} of {len(kills)} ({number / max(1, len(kills)):.0%})"


def hunt_right(budgets: Sequence[int]) -> bool:
    """
    Ask the right application for every resource of the gallery, say what it breaks, and whether that is nothing.
    """
    clean = True
    for resource in dict.fromkeys(each.resource for each in HALVES["all"]):
        for budget in budgets:
            rules = rules_broken("right", right(), resource, budget)
            clean = clean and not rules
            click.echo(f"{resource} within {budget}: {' '.join(rules) or 'nothing broken'}")
    return clean


def hunt_wrong(chosen: Sequence[Wrong], budgets: Sequence[int], *, quiet: bool) -> None:
    """
    Ask wrong servers, and say how each fared and what came of it all.
    """
    kills = []
    for wrong in chosen:
        kills.append(hunt(wrong, budgets))
        if not quiet:
            click.echo(f"{wrong.name:48} {kills[-1].budget:4} {' '.join(kills[-1].rules)}")
    click.echo("; ".join(summary(kills, budgets)))
    if not quiet:
        click.echo(f"uncaught: {' '.join(each.wrong.name for each in kills if not each.budget) or 'none'}")


@click.command()
@click.argument("half", type=click.Choice([*HALVES, "right"]))
@click.argument("names", nargs=-1)
@click.option("--budgets", default="15,200", show_default=True, help="Numbers of requests, separated by commas.")
@click.option("--seed", default=0, show_default=True, help="Of the random numbers that anything may draw.")
@click.option("--quiet", is_flag=True, help="Print shares only.")
def main(half: str, names: tuple[str, ...], budgets: str, seed: int, *, quiet: bool) -> None:
    """
    Hunt the wrong servers of a half (or those NAMES of it), or ask the right one.
    """
    random.seed(seed)
    numbers = sorted(int(each) for each in budgets.split(","))
    if half == "right":
        sys.exit(0 if hunt_right(numbers) else 1)
    known = {each.name: each for each in HALVES[half]}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.BadParameter(f"No such wrong server: {', '.join(unknown)}.")
    hunt_wrong([known[name] for name in names or known], numbers, quiet=quiet)


if __name__ == "__main__":
    main()
