"""
Learn how likely each misreading is: `PYTHONPATH=tests python -m fitting` (an hour of processor time).

Every wrong server of the own gallery, and of the visible halves of the others, is asked the same requests as the right
one; what explains it is told by the requests whose answers are judged wrong. Those that the beginning of every run
shows teach nothing: no plan is needed for them. Then runs are planned with what is learnt, what they ask is asked of
all servers, too, and the next round learns from more: the shares of the best one are written. With `--folds` a tenth of
the servers is left out in turn, and planned for by the others.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import click

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

from apicontract.planner import priors  # noqa: E402 - once the tests' folder is known
from fitting.asking import BUDGET, Pool, pools  # noqa: E402
from fitting.learning import explained, kinds_of, shares_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

PRIORS = Path(priors.__file__).with_name("priors.json")
#: Plans of each round, by seed.
_PLANS = 2
FOLDS = 10


def round_of(some: Sequence[Pool], counts: Sequence[float], number: int) -> tuple[dict[str, float], list[float]]:
    """
    Return the shares by servers that count so much, and the share of plans with these that find each server.
    """
    possible = [kinds for pool in some for kinds in [kinds_of(pool)] * len(pool.servers)]
    shares = shares_of([each for pool in some for each in explained(pool)], counts, possible)
    found: list[float] = []
    for pool in some:
        with patch.object(priors, "learnt", lambda: shares):
            plans = [pool.planned(number * _PLANS + seed) for seed in range(_PLANS)]
        found += (sum(bool(shown & plan) for plan in plans) / _PLANS for shown in pool.shown)
    return shares, found


def fit(some: Sequence[Pool], rounds: int, left_out: Collection[int] = ()) -> tuple[dict[str, float], list[float]]:
    """
    Return the shares of the best of several rounds, and the share of its plans that find each server.

    Args:
        some: pools of servers.
        rounds: how many.
        left_out: numbers of servers that count nothing.
    """
    begun = [each for pool in some for each in pool.begun()]
    counts = [float(number not in left_out and not shown) for number, shown in enumerate(begun)]
    best: tuple[float, dict[str, float], list[float]] = (-1, {}, [])
    for number in range(rounds):
        shares, found = round_of(some, counts, number)
        learnt = sum(share for place, share in enumerate(found) if place not in left_out)
        # Of rounds that find as many, the later one has learnt from more requests.
        best = max((learnt, shares, found), best, key=lambda each: each[0])
        click.echo(f"round {number}: {learnt:.1f} of {len(counts) - len(left_out)} within {BUDGET}", err=True)
    return best[1:]


@click.command()
@click.option("--rounds", default=5, show_default=True, help="How often a run is planned and learnt from.")
@click.option("--folds", is_flag=True, help="Say how many of the servers are found that nothing was learnt from.")
def main(rounds: int, *, folds: bool) -> None:
    """
    Learn the priors, and write them into the package.
    """
    some = list(pools())
    servers = [server.name for pool in some for server in pool.servers]
    shares, found = fit(some, rounds)
    figures = {"learnt": datetime.now(UTC).date().isoformat(), "servers": len(servers), "found": round(sum(found), 1)}
    if folds:
        held_out = 0.0
        for fold in range(FOLDS):
            left_out = frozenset(range(fold, len(servers), FOLDS))
            _, by_others = fit(some, 1, left_out)
            held_out += sum(by_others[number] for number in left_out)
        figures["held out"] = round(held_out, 1)
    missed = [name for name, share in zip(servers, found, strict=True) if not share]
    click.echo(f"{figures}; missed: {' '.join(missed)}")
    written = {kind: round(share, 6) for kind, share in sorted(shares.items())}
    PRIORS.write_text(json.dumps({"figures": figures, "shares": written}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
