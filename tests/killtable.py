"""
Which check catches which wrong server, and after how many requests: `python tests/killtable.py`.

Every miniature is asked with 15 requests and, if it is not caught, with 200, both `--strict`::

    python tests/killtable.py                 # all of them; fails if one goes uncaught or a check catches nothing
    python tests/killtable.py offset-ignored  # some
    python tests/killtable.py --sample 40     # as many, drawn by --seed
    python tests/killtable.py --every 4 --runs 1  # every fourth, in runs of that seed
    python tests/killtable.py --forms         # those of styles of paging and forms of route alone
    python tests/killtable.py --write         # all, and those of styles and forms, into docs/killtable.md
    python tests/killtable.py --forms --write # into its second part
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click
from formkills import HEADING, FormKill, documented_forms, form_summary, hunt_form, rendered_forms, servers, small_share
from formkills import SMALL_SHARE as FORMS_SMALL_SHARE
from miniatures import Miniature, miniatures
from small import small_api

from apicontract.checks import CATALOGUE, Verdict
from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import read_api
from apicontract.contract.model import Level
from apicontract.dataset import generate
from apicontract.diagnosis.explanations import EXPLAINED
from apicontract.evidence.recordings import recordings_of
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from apicontract.contract.model import Api, World

SMALL, LARGE = 15, 200
#: What must be reached: caught with the small budget, and named by a check of its own.
SMALL_SHARE, OWN_SHARE = 0.91, 0.90
DOCUMENT = Path(__file__).parents[1] / "docs" / "killtable.md"


@dataclass(frozen=True)
class Kill:
    """
    What became of one miniature.

    Attributes:
        miniature: the wrong server.
        budget: the requests that were enough, 0 if even the large budget was not.
        checks: those violated, the first named first.
        kept: whether its own check is told kept, with one of the budgets.
        explained: the misreading that the report names, "" if none.
    """

    miniature: Miniature
    budget: int
    checks: tuple[str, ...]
    kept: bool
    explained: str = ""

    @property
    def first(self) -> str:
        """
        The check that is named first, or "".
        """
        return self.checks[0] if self.checks else ""

    @property
    def own(self) -> bool:
        """
        Whether that is a check that speaks of this fault.
        """
        return self.first in self.miniature.checks


@cache
def subject(data: Path | None = None) -> tuple[Api, World]:
    """
    Return the packaged API, or that of a data folder, and its full world.
    """
    api = read_api(next((data / "schemas").iterdir())) if data else small_api()
    return api, generate(api, recordings_of(api))


def hunt(miniature: Miniature, seed: int = 0) -> Kill:
    """
    Ask one wrong server until it is caught, in runs of a seed.
    """
    api, world = subject(miniature.data)
    kept = False
    for budget in (SMALL, LARGE):
        target = Target(miniature.fault, "http://mock.test", application=miniature.application(api, world))
        with Client(target, budget=Budget(budget)) as client:
            run = gather(api, client, resources=(miniature.resource,), budget=budget, strict=True, seed=seed)
        own = run.evidence.check_results().chosen(only=miniature.checks[:1]).outcomes.values()
        kept = kept or any(each.verdict is Verdict.KEPT for each in own)
        found = [each for each in report_of_run(run).findings if each.level == "violation"]
        if found:
            explained = next((text for each in found for name, text in each.details if name == EXPLAINED), "")
            checks = tuple(dict.fromkeys(each.rule for each in found))
            return Kill(miniature, budget, checks, kept, explained.rpartition(":")[0])
    return Kill(miniature, 0, (), kept)


def idle(kills: Sequence[Kill], forms: Sequence[FormKill]) -> list[str]:
    """
    Return the checks that catch nothing here, nor first of all those of styles and forms.

    A note is no violation and catches nothing by design.
    """
    first = {each.checks[0] for each in forms if each.checks}
    return idle_among({name for each in kills for name in each.checks} | (first or _first_documented()))


def _first_documented() -> set[str]:
    """
    Return the checks that catch a server of styles and forms first, as the document says.
    """
    text = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    return {name for name, _ in documented_forms(text).values()}


#: Checks of what takes longer than a run, and of the data of declared hosts alone; recordings show that they can fail.
_OF_RECORDINGS = frozenset({"field-behaviour", "field-relation"})
#: Checks of lists too long to be read whole: of the short ones here, `search-complete` and `filter-count` see the same
#: and say more.
_OF_LONG_LISTS = frozenset({"search-own-name", "search-any-case", "search-every-field", "filter-partition"})


def idle_among(named: Collection[str]) -> list[str]:
    """
    Return the checks that are not among those that were named, notes apart.
    """
    told = {*named, *_OF_RECORDINGS, *_OF_LONG_LISTS}
    return [each.id for each in CATALOGUE.values() if each.id not in told and each.level > Level.NOTE]


def shares(kills: Sequence[Kill]) -> tuple[float, float, float]:
    """
    Return which part is caught with the large budget, with the small one, and which part of the kills is named right.
    """
    caught = [each for each in kills if each.budget]
    small, own = sum(each.budget == SMALL for each in kills), sum(each.own for each in caught)
    return len(caught) / len(kills), small / len(kills), own / max(len(caught), 1)


def kept_early(kills: Sequence[Kill]) -> list[str]:
    """
    Return the wrong servers whose own check is told kept, as a rule with the small budget.
    """
    return [f"`{each.miniature.fault}`" for each in kills if each.kept]


def summary(kills: Sequence[Kill]) -> str:
    """
    Return the figures in one sentence each.
    """
    caught, small, own = shares(kills)
    return (
        f"{len(kills)} wrong servers: {caught:.1%} caught within {LARGE} requests, {small:.1%} within {SMALL}. "
        f"In {own:.1%} of the kills the first violation named is the planted fault's own. "
        f"Told to keep the promise that they break before they were caught: {', '.join(kept_early(kills)) or 'none'}."
    )


def rendered(kills: Sequence[Kill], forms: Sequence[FormKill]) -> str:
    """
    Return the document.
    """
    lines = ["# Which check catches which wrong server", ""]
    lines += ["<!-- Generated by `python tests/killtable.py --write`; do not edit. -->", ""]
    lines += [f"Every check is `--strict`. {summary(kills)}", ""]
    lines += ["| server | first named | requests | also named | explained by |", "|---|---|---|---|---|"]
    for each in kills:
        also = ", ".join(f"`{name}`" for name in each.checks[1:4])
        first = f"`{each.first}`" + ("" if each.own else " (not its own)")
        lines.append(f"| `{each.miniature.fault}` | {first} | {each.budget} | {also} | {each.explained} |")
    without = idle(kills, forms)
    lines += ["", f"Named of none of them: {', '.join(f'`{name}`' for name in without) or 'no check'}.", ""]
    return "\n".join(lines)


def documented(text: str) -> dict[str, tuple[str, int]]:
    """
    Return server to the check first named and the requests, out of the document.
    """
    return {row[0].strip("`"): (row[1].split("`")[1], int(row[2])) for row in _cells(text)}


def named(text: str) -> set[str]:
    """
    Return the checks that the document names of any server.
    """
    return {name for row in _cells(text) for place in (1, 3) for name in row[place].split("`")[1::2]}


def _cells(text: str) -> list[list[str]]:
    """
    Return the cells of each row on a server of the own gallery, out of the document.
    """
    lines = text.partition(HEADING)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "| `" in line]


@click.command(help=__doc__)
@click.argument("names", nargs=-1)
@click.option("--sample", type=int, help="Hunt so many, drawn at random.")
@click.option("--every", type=int, default=1, help="Hunt one in so many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sample.")
@click.option("--runs", type=int, default=0, show_default=True, help="Seed of the runs.")
@click.option("--forms", is_flag=True, help="Hunt those of styles of paging and forms of route alone.")
@click.option("--write", is_flag=True, help="Write the document.")
def main(  # noqa: PLR0913 - the options of a command
    names: tuple[str, ...], sample: int | None, every: int, seed: int, runs: int, *, forms: bool, write: bool
) -> None:
    """
    Print the table, and tell by the exit status whether everything was caught, rightly named, and no check is idle.
    """
    second = hunted_forms() if forms or write else []
    if forms:
        if write:
            first, _, _ = DOCUMENT.read_text(encoding="utf-8").partition(HEADING)
            DOCUMENT.write_text(first + rendered_forms(second), encoding="utf-8")
        sys.exit(0 if reached_forms(second) else 1)
    hunted = [each for each in miniatures(small_api()) if not names or each.fault in names][::every]
    if sample is not None:
        hunted = Random(seed).sample(hunted, min(sample, len(hunted)))  # noqa: S311 - no secret
    kills = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for each in pool.map(partial(hunt, seed=runs), hunted):
            kills.append(each)
            mark = "K" if each.kept else " " if each.own else "!"
            click.echo(f"{mark} {each.miniature.fault:28} {each.budget:4} {', '.join(each.checks)}")
            sys.stdout.flush()
    click.echo(summary(kills))
    whole = not names and sample is None and every == 1
    if whole:
        click.echo(f"named of nothing: {', '.join(idle(kills, second)) or 'none'}")
    if write:
        DOCUMENT.write_text(f"{rendered(kills, second)}\n{rendered_forms(second)}", encoding="utf-8")
    sys.exit(0 if reached(kills, second, whole=whole) and (not second or reached_forms(second)) else 1)


def hunted_forms() -> list[FormKill]:
    """
    Hunt the wrong servers of styles and forms, and print what becomes of them.
    """
    kills = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for each in pool.map(hunt_form, servers()):
            kills.append(each)
            click.echo(f"  {each.server} ({each.form}): {each.budget} {', '.join(each.checks)}")
            sys.stdout.flush()
    click.echo(form_summary(kills))
    return kills


def reached_forms(kills: Sequence[FormKill]) -> bool:
    """
    Return whether all of them are caught, and enough of them soon.
    """
    return all(each.budget for each in kills) and small_share([each.budget for each in kills]) >= FORMS_SMALL_SHARE


def reached(kills: Sequence[Kill], forms: Sequence[FormKill], *, whole: bool) -> bool:
    """
    Return whether what was hunted is caught, and, of the whole table, the shares are reached and no check is idle.
    """
    caught, small, own = shares(kills)
    return caught == 1 and (not whole or (small >= SMALL_SHARE and own >= OWN_SHARE and not idle(kills, forms)))


if __name__ == "__main__":
    main()
