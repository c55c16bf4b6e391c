"""
The promise behind the word "compatible": nobody who relied on the old schema is surprised.

`APICONTRACT_SOUNDNESS_CASES=20000` runs as many cases; the first seed is `APICONTRACT_SOUNDNESS_SEED`.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import generation
import jsonschema_rs
import pytest

import apicontract.diff.node_comparison
from apicontract.diff.facts import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

CASES = int(os.environ.get("APICONTRACT_SOUNDNESS_CASES", "2000"))
SEED = int(os.environ.get("APICONTRACT_SOUNDNESS_SEED", "0"))
INSTANCES = 12
#: A field that a body may have and nobody described before: that one breaks nobody is no matter of schemas.
UNLISTED = {"body-field-added": "risky"}


@dataclass
class Tally:
    """
    What a search came to.
    """

    compatible: int = 0
    instances: int = 0
    refuted: list[tuple[int, Any]] | None = None


def search(direction: Direction, cases: int, levels: Mapping[str, str], *, stop: bool = False) -> Tally:
    """
    Hold every compatible verdict on schemas that differ to instances of the side that must be accepted.
    """
    tally = Tally(refuted=[])
    for seed in range(SEED, SEED + cases):
        rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        old, new = generation.pair(rng)
        if generation.text(old) == generation.text(new):
            continue
        if not generation.compatible(generation.facts(old, new, direction), levels):
            continue
        tally.compatible += 1
        sent, held = (new, old) if direction is Direction.ANSWER else (old, new)
        sender, holder = generation.validator(sent), generation.validator(held)
        for _ in range(INSTANCES):
            value = generation.instance(rng, sent["root"], sent)
            if sender.is_valid(value):
                tally.instances += 1
                if not holder.is_valid(value):
                    tally.refuted.append((seed, value))
                    if stop:
                        return tally
    return tally


@pytest.mark.parametrize("direction", list(Direction))
def test_no_compatible_verdict_is_refuted(direction: Any) -> None:
    """
    Whatever the comparison calls compatible holds for every generated instance, and there are many such verdicts.
    """
    tally = search(direction, CASES, UNLISTED)
    sys.stdout.write(f"{direction.value}: {tally.compatible} compatible verdicts, {tally.instances} instances\n")
    assert tally.refuted == []
    assert tally.compatible >= CASES / 4
    assert tally.instances >= 3 * tally.compatible


@pytest.mark.parametrize(
    "rule",
    [
        "answer-field-removed", "answer-made-nullable", "answer-made-optional", "answer-type-widened",
        "answer-enum-value-added", "answer-bound-loosened", "answer-format-removed", "answer-pattern-removed",
        "answer-constant-freed", "answer-retyped", "parameter-made-required", "parameter-bound-tightened",
        "parameter-type-narrowed", "parameter-made-non-null", "parameter-enum-value-removed",
        "parameter-field-added",
    ],
)  # fmt: skip
def test_a_planted_unsound_level_is_found(rule: Any) -> None:
    """
    A rule that is wrongly called compatible is refuted by the same search.
    """
    direction = Direction(rule.partition("-")[0])
    assert search(direction, 2000, {rule: "compatible"}, stop=True).refuted


def test_a_planted_blind_comparison_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A comparison that overlooks null is refuted by the same search.
    """
    monkeypatch.setattr(apicontract.diff.node_comparison, "_nullability", lambda *_: iter(()))
    assert search(Direction.ANSWER, 2000, {}, stop=True).refuted


def covers(old: Any, new: Any) -> str:
    """
    Return what jsonschema-rs says: whether the one schema admits every value that the other admits.
    """
    left, right = (jsonschema_rs.canonicalize(generation.bundle(each)) for each in (old, new))
    return str(left.covers(right))


def test_another_implementation_agrees() -> None:
    """
    Whatever the comparison calls compatible, jsonschema-rs proves by its own algebra; and it disproves a good deal.
    """
    told = Counter()
    for seed in range(SEED, SEED + CASES // 4):
        old, new = generation.pair(random.Random(seed))  # noqa: S311 - repeatable, not secret
        if generation.text(old) != generation.text(new):
            verdict = generation.compatible(generation.facts(old, new, Direction.ANSWER), {})
            told[verdict, covers(old, new)] += 1
    assert {answer for verdict, answer in told if verdict} == {"yes"}
    assert told[False, "no"] > told[False, "yes"]
