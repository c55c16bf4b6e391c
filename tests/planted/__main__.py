"""
Plant edits, one at a time, and write down who finds each.

    python -m planted --edits 300 --seed 0 --shard 1/4 --only data --timeout 120 --outcomes FILE --write
"""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from planted.finders import FINDERS
from planted.outcomes import DOCUMENT, NOBODY, UNOBSERVABLE, Outcome, append, document, load
from planted.planting import checkout, edits, plant, untouched

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from planted.edit import Edit


def arguments(given: Sequence[str]) -> Namespace:
    """
    Return what the command line asks for.
    """
    parser = ArgumentParser(prog="planted", description="Plant wrong edits below the mock and the checks.")
    parser.add_argument("--edits", type=int, default=300, help="how many, half of them in data")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other edits")
    parser.add_argument("--shard", default="1/1", metavar="I/N", help="only the I-th of N parts")
    parser.add_argument("--only", choices=("data", "code"), help="no edits of the other kind")
    parser.add_argument("--finders", default=",".join(FINDERS), help="who looks, in this order")
    parser.add_argument("--all", action="store_true", help="ask every finder, not only up to the first that finds it")
    parser.add_argument("--timeout", type=float, default=180, help="seconds of a command; one that hangs has found it")
    parser.add_argument("--outcomes", type=Path, help="file to keep them in; what is settled is not asked again")
    parser.add_argument("--write", action="store_true", help=f"write {DOCUMENT.name}")
    return parser.parse_args(given)


def sample(asked: Namespace) -> list[Edit]:
    """
    Return the edits that are asked for.
    """
    kinds = (asked.only,) if asked.only else ("data", "code")
    chosen = [each for kind in kinds for each in edits(kind, asked.edits // len(kinds), asked.seed)]
    shard, shards = map(int, asked.shard.split("/"))
    return chosen[shard - 1 :: shards]


def measure(chosen: Sequence[Edit], asked: Namespace) -> list[str]:
    """
    Plant, print one line for each edit, keep each outcome, and return what the finders say without any edit.
    """
    finders = asked.finders.split(",")
    with checkout() as copied:
        if complaints := untouched(copied, finders, asked.timeout):
            return complaints
        for edit in chosen:
            before = sum(copied.spent)
            outcome = Outcome(edit.key, tuple(plant(copied, edit, finders, asked.timeout, every=asked.all)))
            append(asked.outcomes, outcome)
            print(f"{outcome.finder:<16}{sum(copied.spent) - before:5.1f} s  {edit.key}", flush=True)  # noqa: T201
        print(f"{sum(copied.spent):.0f} s of CPU in all")  # noqa: T201
    return []


def main(given: Sequence[str]) -> str | None:
    """
    Measure what is not known yet, and return what is wrong: an edit that nobody found.
    """
    asked = arguments(given)
    asked.outcomes = asked.outcomes or Path(".planted-outcomes.jsonl")
    chosen = sample(asked)
    known = {each.key for each in load(asked.outcomes) if each.finder != NOBODY}
    if complaints := measure([each for each in chosen if each.key not in known], asked):
        return "without any edit: " + "; ".join(complaints)
    keys = {each.key for each in chosen}
    outcomes = [each for each in load(asked.outcomes) if each.key in keys]
    if asked.write:
        day = dt.datetime.now(tz=dt.UTC).date().isoformat()
        DOCUMENT.write_text(document(outcomes, asked.seed, day), "utf-8")
    missed = [each.key for each in outcomes if each.finder == NOBODY and each.key not in UNOBSERVABLE]
    return "\n".join(["found by nobody:", *missed]) if missed else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
