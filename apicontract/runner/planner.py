"""
Which request to send next: the one that settles most doubts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from apicontract.runner.candidates import Candidate, Combiner, fixed_candidates

if TYPE_CHECKING:
    from random import Random

    from apicontract.runner.survey import Survey

#: Beginning of a doubt to how much it weighs; the first that fits counts. One is the rest.
_WEIGHTS: tuple[tuple[str, float], ...] = (
    ("detail: unknown", 22),
    ("detail: unreadable", 9),
    ("detail: filtered away", 8),
    ("detail: 0", 4),
    ("detail: ", 3),
    ("detail", 26),
    ("refusal: all", 3),
    ("refusal: search", 4),
    ("refusal: ", 3),
    ("refusal", 14),
    ("form: unknown", 18),
    ("form: unacceptable", 16),
    ("form: page", 12),
    ("form: contradiction", 6),
    ("form: letter", 3),
    ("form: ", 2),
    ("method: OPTIONS", 8),
    ("method: ", 3),
    ("slash: list", 10),
    ("slash: ", 4),
    ("root", 4),
    ("list: plain", 3),
    ("limit: absent", 6),
    ("limit: ", 3),
    ("offset: beyond", 4),
    ("offset: ", 2),
    ("page: ", 2),
    ("previous: ", 3),
    ("next keeps search", 4),
    ("next keeps", 2),
    ("previous keeps", 1.5),
    ("order", 2),
    ("second key", 2.5),
    ("search: count", 3),
    ("search", 4),
    ("filters together: one is enough", 5),
    ("filters together", 1.5),
    ("filter", 3),
    ("mode: detailed", 4),
    ("mode", 2),
    ("lenient", 2),
)
_FIRST_POOL = 300
_REFILL = 20


@cache
def weight(doubt: str) -> float:
    """
    Return how much it is worth to settle a doubt: how often servers are wrong there, and how badly.
    """
    return next((value for beginning, value in _WEIGHTS if doubt.startswith(beginning)), 1.0)


class Planner:
    """
    A choice among many candidate requests, again after each one sent.
    """

    def __init__(self, survey: Survey, random: Random, settled: frozenset[str] = frozenset()) -> None:
        self._combiner = Combiner(survey, random)
        self._settled = set(settled)
        self._pool = list(fixed_candidates(survey)) + [self._combiner.draw() for _ in range(_FIRST_POOL)]

    def next(self) -> Candidate:
        """
        Return the candidate that settles most, and count its doubts as settled.
        """
        self._pool += [self._combiner.draw() for _ in range(_REFILL)]
        gains = [(self._gain(each), each) for each in self._pool]
        best, chosen = max(gains, key=lambda pair: pair[0])
        self._pool = [each for gain, each in gains if gain > 0 and each is not chosen]
        self._settled |= chosen.doubts
        return chosen if best > 0 else self._combiner.draw()

    def _gain(self, candidate: Candidate) -> float:
        new = candidate.doubts - self._settled
        return sum(map(weight, new)) - 0.01 * len(candidate.probe.query) if new else 0.0
