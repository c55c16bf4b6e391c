"""
Which requests to send next: those that cover most misreadings together.
"""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Candidate, Combiner
from apicontract.planner.priors import total_prior

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from apicontract.planner.survey import Survey

_FIRST_POOL = 200
#: The last few are planned together, from several beginnings, and gone over again.
_FEW, _BEGINNINGS, _ROUNDS = 15, 3, 2
#: What a misreading that is probably covered still weighs.
_HINTED = 0.4
#: So few are planned from one beginning, and gone over once: nothing is under way meanwhile, each takes several times
#: as long to plan as one of thirty, and what they cover differs by a percent.
_HANDFUL = 4
_REFILL = 20


class Planner:
    """
    A choice among many candidate requests, again after each one sent.
    """

    def __init__(self, survey: Survey, random: Random, covered: frozenset[str] = frozenset()) -> None:
        self._combiner = Combiner(survey, random)
        self._covered = covered
        self._hinted: frozenset[str] = frozenset()
        self._pool = list(fixed_candidates(survey)) + [self._combiner.random_request() for _ in range(_FIRST_POOL)]
        self._planned: list[Candidate] = []

    def next(self, left: int = 1) -> Candidate:
        """
        Return the candidate that covers most, and count its misreadings as covered.

        Args:
            left: how many requests can still be sent; the last few are planned together.
        """
        if left > _FEW:
            chosen = self._best([])
        else:
            self._planned = self._planned if len(self._planned) == left else self._plan(left)
            chosen = self._planned.pop(0)
        self._covered |= chosen.misreadings
        self._hinted |= chosen.hints
        return chosen

    def _plan(self, left: int) -> list[Candidate]:
        """
        Return so many candidates that cover much together, the most telling first.
        """
        plan: list[Candidate] = []
        beginnings, rounds = (1, 1) if left <= _HANDFUL else (_BEGINNINGS, _ROUNDS)
        for _ in range(left):
            plan.append(self._best(plan, beginnings))
        for _ in range(rounds):
            for number, each in enumerate(plan):
                plan[number] = self._improved(each, [*plan[:number], *plan[number + 1 :]])
        return plan

    def _best(self, beside: Sequence[Candidate], beginnings: int = _BEGINNINGS) -> Candidate:
        """
        Return the candidate that covers most beside others, the best that is made of so many.
        """
        # What is covered whole stays so: without this, a list of which all is known would be weighed ever longer.
        self._pool = [each for each in self._pool if not each.misreadings <= self._covered]
        self._pool += [self._combiner.random_request() for _ in range(_REFILL)]
        known = self._known(beside)
        gains = [(_gain(each, *known), number, each) for number, each in enumerate(self._pool)]
        best = nlargest(beginnings, gains)
        if best[0][0] <= 0:
            return self._combiner.random_request()
        improved = [self._improved(each, beside) for _, _, each in best]
        self._pool = [each for gain, _, each in gains if gain > 0]
        return max(improved, key=lambda each: _gain(each, *known))

    def _improved(self, chosen: Candidate, beside: Sequence[Candidate]) -> Candidate:
        """
        Return the candidate after each of its parts in turn was exchanged for the one that pays best.
        """
        known = self._known(beside)
        gain = _gain(chosen, *known)
        for name in chosen.parts:
            for part in self._combiner.options(chosen, name):
                other = self._combiner.replacing(chosen, {name: part})
                better = _gain(other, *known)
                if better > gain:
                    chosen, gain = other, better
        return chosen

    def _known(self, beside: Iterable[Candidate]) -> tuple[frozenset[str], frozenset[str]]:
        """
        Return the misreadings that are covered, and those that probably are, once some candidates are sent, too.
        """
        more = list(beside)
        return self._covered.union(*(each.misreadings for each in more)), self._hinted.union(
            *(each.hints for each in more)
        )


def _gain(candidate: Candidate, covered: frozenset[str], hinted: frozenset[str]) -> float:
    """
    Return what a candidate is worth now; of two that are worth the same, the shorter one is better.
    """
    new = candidate.misreadings - covered
    probable = total_prior(new & hinted) + total_prior(candidate.hints - covered - hinted)
    return total_prior(new - hinted) + probable * _HINTED - 0.01 * len(candidate.probe.query) if new else 0.0
