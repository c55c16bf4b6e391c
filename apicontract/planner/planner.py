"""
Which requests to send next: those that settle most doubts together.
"""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Candidate, Combiner
from apicontract.planner.weights import worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from apicontract.planner.survey import Survey

_FIRST_POOL = 200
#: The last few are planned together, from several beginnings, and gone over again.
_FEW, _BEGINNINGS, _ROUNDS = 15, 3, 2
#: What a doubt that is probably settled still weighs.
_HINTED = 0.4
_REFILL = 20


class Planner:
    """
    A choice among many candidate requests, again after each one sent.
    """

    def __init__(self, survey: Survey, random: Random, settled: frozenset[str] = frozenset()) -> None:
        self._combiner = Combiner(survey, random)
        self._settled = settled
        self._hinted: frozenset[str] = frozenset()
        self._pool = list(fixed_candidates(survey)) + [self._combiner.draw() for _ in range(_FIRST_POOL)]
        self._planned: list[Candidate] = []

    def next(self, left: int = 1) -> Candidate:
        """
        Return the candidate that settles most, and count its doubts as settled.

        Args:
            left: how many requests can still be sent; the last few are planned together.
        """
        if left > _FEW:
            chosen = self._best([])
        else:
            self._planned = self._planned if len(self._planned) == left else self._plan(left)
            chosen = self._planned.pop(0)
        self._settled |= chosen.doubts
        self._hinted |= chosen.hints
        return chosen

    def _plan(self, left: int) -> list[Candidate]:
        """
        Return so many candidates that settle much together, the most telling first.
        """
        plan: list[Candidate] = []
        for _ in range(left):
            plan.append(self._best(plan))
        for _ in range(_ROUNDS):
            for number, each in enumerate(plan):
                plan[number] = self._improved(each, [*plan[:number], *plan[number + 1 :]])
        return plan

    def _best(self, beside: Sequence[Candidate]) -> Candidate:
        """
        Return the candidate that settles most beside others.
        """
        self._pool += [self._combiner.draw() for _ in range(_REFILL)]
        gains = [(self._gain(each, beside), number, each) for number, each in enumerate(self._pool)]
        best = nlargest(_BEGINNINGS, gains)
        if best[0][0] <= 0:
            return self._combiner.draw()
        improved = [self._improved(each, beside) for _, _, each in best]
        self._pool = [each for gain, _, each in gains if gain > 0]
        return max(improved, key=lambda each: self._gain(each, beside))

    def _improved(self, chosen: Candidate, beside: Sequence[Candidate]) -> Candidate:
        """
        Return the candidate after each of its parts in turn was exchanged for the one that pays best.
        """
        settled, hinted = self._known(beside)
        gain = self._gain(chosen, beside)
        for name in chosen.parts:
            for part in self._combiner.options(chosen, name):
                other = self._combiner.replacing(chosen, {name: part})
                better = _gain(other, settled, hinted)
                if better > gain:
                    chosen, gain = other, better
        return chosen

    def _gain(self, candidate: Candidate, beside: Iterable[Candidate]) -> float:
        return _gain(candidate, *self._known(beside))

    def _known(self, beside: Iterable[Candidate]) -> tuple[frozenset[str], frozenset[str]]:
        """
        Return the doubts that are settled, and those that probably are, once some candidates are sent, too.
        """
        more = list(beside)
        return self._settled.union(*(each.doubts for each in more)), self._hinted.union(*(each.hints for each in more))


def _gain(candidate: Candidate, settled: frozenset[str], hinted: frozenset[str]) -> float:
    """
    Return what a candidate is worth now; of two that are worth the same, the shorter one is better.
    """
    new = candidate.doubts - settled
    probable = worth(new & hinted) + worth(candidate.hints - settled - hinted)
    return worth(new - hinted) + probable * _HINTED - 0.01 * len(candidate.probe.query) if new else 0.0
