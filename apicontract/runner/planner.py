"""
Which request to send next: the one that settles most doubts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from apicontract.runner.candidates import fixed_candidates
from apicontract.runner.combiner import Candidate, Combiner

if TYPE_CHECKING:
    from random import Random

    from apicontract.runner.survey import Survey

#: Beginning of a doubt to how much it weighs; the first that fits counts. One is the rest.
_WEIGHTS: tuple[tuple[str, float], ...] = (
    ("detail: unknown", 40),
    ("detail: unreadable", 13),
    ("detail: filtered away", 14),
    ("detail: 0", 4),
    ("detail: ", 3),
    ("detail", 44),
    ("refusal: all", 6),
    ("refusal: search", 4),
    ("refusal: ", 3),
    ("refusal", 40),
    ("form: unknown", 30),
    ("form: unacceptable", 32),
    ("form: page", 8),
    ("form: contradiction", 6),
    ("form: letter", 3),
    ("form: ", 1),
    ("method: OPTIONS", 16),
    ("method: ", 3),
    ("identifier: unreadable", 12),
    ("slash: list", 26),
    ("slash: ", 4),
    ("root", 4),
    ("list: plain", 3),
    ("limit: absent", 7),
    ("limit: zero", 6),
    ("limit: unreadable", 8),
    ("limit: ", 1),
    ("offset: beyond", 4),
    ("offset: ", 1.5),
    ("page: ", 1.5),
    ("previous: ", 3),
    ("next keeps search", 4),
    ("next keeps", 2),
    ("previous keeps", 1),
    ("lookup ", 5),
    ("value ", 0.3),
    ("two values: ", 3),
    ("nulls ", 6),
    ("order: several", 2),
    ("order down", 3),
    ("order -", 1.5),
    ("order", 1),
    ("second key", 2.5),
    ("search: phrases", 12),
    ("search: with filters", 5),
    ("search: letter case", 4),
    ("search: one term", 6),
    ("search: only the first term", 5),
    ("order down: in a long list", 6),
    ("order up: in a long list", 4),
    ("search: ", 3),
    ("filters together: one is enough", 5),
    ("filters together", 1),
    ("filters: ", 3),
    ("filter", 3),
    ("mode: ", 1.5),
    ("lenient: repeated", 3),
    ("lenient", 1),
)
_FIRST_POOL = 200
_VARIATIONS = 150
#: What a doubt that is probably settled still weighs.
_HINTED = 0.4
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
        self._hinted: set[str] = set()
        self._pool = list(fixed_candidates(survey)) + [self._combiner.draw() for _ in range(_FIRST_POOL)]

    def next(self) -> Candidate:
        """
        Return the candidate that settles most, and count its doubts as settled.
        """
        self._pool += [self._combiner.draw() for _ in range(_REFILL)]
        gains = [(self._gain(each), each) for each in self._pool]
        best, chosen = max(gains, key=lambda pair: pair[0])
        self._pool = [each for gain, each in gains if gain > 0 and each is not chosen]
        if best <= 0:
            return self._combiner.draw()
        chosen = self._improved(chosen, best)
        self._settled |= chosen.doubts
        self._hinted |= chosen.hints
        return chosen

    def _improved(self, chosen: Candidate, gain: float) -> Candidate:
        """
        Return the candidate after its parts were exchanged as long as that pays.
        """
        for _ in range(_VARIATIONS if chosen.parts else 0):
            other = self._combiner.vary(chosen)
            better = self._gain(other)
            if better > gain:
                chosen, gain = other, better
        return chosen

    def _gain(self, candidate: Candidate) -> float:
        """
        Return what a candidate is worth now; of two that are worth the same, the shorter one is better.
        """
        new = candidate.doubts - self._settled
        worth = sum(weight(each) * (_HINTED if each in self._hinted else 1.0) for each in new)
        hinted = candidate.hints - self._settled - self._hinted
        return worth + sum(map(weight, hinted)) * _HINTED - 0.01 * len(candidate.probe.query) if new else 0.0
