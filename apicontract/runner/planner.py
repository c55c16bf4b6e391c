"""
Which request to send next: the one that settles most doubts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.runner.candidates import fixed_candidates
from apicontract.runner.combiner import Candidate, Combiner
from apicontract.runner.weights import worth

if TYPE_CHECKING:
    from random import Random

    from apicontract.runner.survey import Survey

_FIRST_POOL = 200
#: How often a request is varied, and how often more, shared among the requests that are left.
_VARIATIONS, _MORE_VARIATIONS = 150, 1200
#: What a doubt that is probably settled still weighs.
_HINTED = 0.4
_REFILL = 20


class Planner:
    """
    A choice among many candidate requests, again after each one sent.
    """

    def __init__(self, survey: Survey, random: Random, settled: frozenset[str] = frozenset()) -> None:
        self._combiner = Combiner(survey, random)
        self._settled = set(settled)
        self._hinted: set[str] = set()
        self._pool = list(fixed_candidates(survey)) + [self._combiner.draw() for _ in range(_FIRST_POOL)]

    def next(self, left: int = 1) -> Candidate:
        """
        Return the candidate that settles most, and count its doubts as settled.

        Args:
            left: how many requests can still be sent; the fewer, the longer each is improved.
        """
        self._pool += [self._combiner.draw() for _ in range(_REFILL)]
        gains = [(self._gain(each), each) for each in self._pool]
        best, chosen = max(gains, key=lambda pair: pair[0])
        self._pool = [each for gain, each in gains if gain > 0 and each is not chosen]
        if best <= 0:
            return self._combiner.draw()
        chosen = self._improved(chosen, best, _VARIATIONS + _MORE_VARIATIONS // max(left, 1))
        self._settled |= chosen.doubts
        self._hinted |= chosen.hints
        return chosen

    def _improved(self, chosen: Candidate, gain: float, variations: int) -> Candidate:
        """
        Return the candidate after its parts were exchanged as long as that pays.
        """
        for _ in range(variations if chosen.parts else 0):
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
        probable = worth(new & self._hinted) + worth(candidate.hints - self._settled - self._hinted)
        return worth(new - self._hinted) + probable * _HINTED - 0.01 * len(candidate.probe.query) if new else 0.0
