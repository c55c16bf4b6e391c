"""
Which requests to send next: those that cover most misreadings together.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from heapq import nlargest
from itertools import chain, permutations
from typing import TYPE_CHECKING

from apicontract.diagnosis.explanations import predictions
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Candidate, Combiner
from apicontract.planner.misreadings import misreadings
from apicontract.planner.priors import Priors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from random import Random

    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.probe import Probe

_FIRST_POOL = 150
#: The last few are planned together, from several beginnings. Of what the walk of a large list leaves, plans from three
#: beginnings cover 48.9 %, from eight 51.2, from sixteen 51.3, and each takes a twelfth of the time for a plan of eight
#: requests; to go over a plan once more pays a part in a thousand.
_FEW, _BEGINNINGS = 15, 6
#: So few are planned from one beginning: nothing is under way meanwhile, each takes several times as long to plan as
#: one of thirty, and what they cover differs by a percent.
_HANDFUL = 4
_REFILL = 20
#: So many are made to tell apart what may be the cause of a fault: what the plan has asked for is no longer in it.
_FRESH = 60
#: What a parameter of a request costs, in percent of the wrong servers.
_COST = 0.001


class Planner:
    """
    A choice among many candidate requests, again after each one sent.

    Args:
        survey: the records known.
        random: where chance comes from.
        sent: requests that were sent before.

    Attributes:
        refutable: requests to the misreadings that their answers may refute.
        possible: the misreadings that requests can refute.
    """

    def __init__(self, survey: KnownRecords, random: Random, sent: Iterable[Probe] = ()) -> None:
        self._survey = survey
        self.refutable = {probe: misreadings(survey, probe) for probe in sent}
        self._combiner = Combiner(survey, random)
        self._covered = frozenset(each for told in self.refutable.values() for each in told)
        self._pool = list(fixed_candidates(survey)) + [self._combiner.random_request() for _ in range(_FIRST_POOL)]
        self.possible = self._covered.union(*(each.misreadings for each in self._pool))
        self._priors = Priors(self.possible)
        self._planned: list[Candidate] = []
        self._lost: set[Probe] = set()

    @property
    def resource(self) -> str:
        """
        Name of the resource that is asked for.
        """
        return self._survey.resource.name

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
        self.possible |= chosen.misreadings
        self.refutable[chosen.probe] = chosen.misreadings
        return chosen

    def forget(self, probe: Probe) -> None:
        """
        Count nothing as refuted by a request that nobody answered, and ask for the same by others.
        """
        self._lost.add(probe)
        if self.refutable.pop(probe, None) is not None:
            self._covered = frozenset(each for told in self.refutable.values() for each in told)

    def apart(self, live: Sequence[Misreading]) -> Candidate | None:
        """
        Return the candidate whose answer tells misreadings apart best, None if no answer tells any of them apart.

        One alone is told from the right reading.
        """
        readings = [*live, None] if len(live) == 1 else live

        def parting(candidate: Candidate) -> float:
            return self._parting(candidate, readings) if candidate.probe not in self.refutable else 0

        fresh = (self._combiner.random_request() for _ in range(_FRESH))
        # Beside others, what tells one reading from another is often hidden.
        some = chain(self._pool, fresh, self._combiner.of_one_part())
        best = self._improved(max(some, key=parting), parting)
        if not parting(best):
            return None
        self.refutable[best.probe] = best.misreadings
        return best

    def _parting(self, candidate: Candidate, readings: Sequence[Misreading | None]) -> float:
        """
        Return the share of readings that an answer contradicts on average, if one of them holds.

        What one of them predicts may be what another one does not exclude: rows that tie stand in any order. Where no
        order is asked for it is that of the identifiers, as most services have it.
        """
        if candidate.misreadings.isdisjoint(readings):
            return 0
        found = predictions(self._survey, candidate.probe.as_exchange())
        if found is None:
            return 0
        request, wrong = found
        pages = Counter(wrong.get(each, request.right) if each else request.right for each in readings)
        apart = (
            pages[one] * pages[other]
            for one, other in permutations(pages, 2)
            if request.shows(one, other) or not (other.keys or request.page(one) == request.page(other))
        )
        return sum(apart) / len(readings) ** 2

    def _plan(self, left: int) -> list[Candidate]:
        """
        Return so many candidates that cover much together, the most telling first.
        """
        plan: list[Candidate] = []
        beginnings = 1 if left <= _HANDFUL else _BEGINNINGS
        for _ in range(left):
            plan.append(self._best(plan, beginnings))
        return plan

    def _best(self, beside: Sequence[Candidate], beginnings: int = _BEGINNINGS) -> Candidate:
        """
        Return the candidate that covers most beside others, the best that is made of so many.
        """
        # What is covered whole stays so: without this, a list of which all is known would be weighed ever longer.
        self._pool = [each for each in self._pool if not each.misreadings <= self._covered]
        self._pool += [self._combiner.random_request() for _ in range(_REFILL)]
        known = self._known(beside)
        gain = partial(self._gain, refuted=known)
        gains = [(gain(each), number, each) for number, each in enumerate(self._pool)]
        best = nlargest(beginnings, gains)
        if best[0][0] <= 0:
            return self._combiner.random_request()
        self._pool = [each for most, _, each in gains if most > 0]
        return max((self._improved(each, gain) for _, _, each in best), key=gain)

    def _improved(self, chosen: Candidate, gain: Callable[[Candidate], float]) -> Candidate:
        """
        Return the candidate after each of its parts in turn was exchanged for the one that pays best.
        """
        most = gain(chosen)
        for name in chosen.parts:
            for part in self._combiner.options(chosen, name):
                other = self._combiner.replacing(chosen, {name: part})
                better = gain(other)
                if better > most:
                    chosen, most = other, better
        return chosen

    def _known(self, beside: Iterable[Candidate]) -> frozenset[Misreading]:
        """
        Return the misreadings that are refuted once some candidates are sent, too.
        """
        return self._covered.union(*(each.misreadings for each in beside))

    def _gain(self, candidate: Candidate, refuted: frozenset[Misreading]) -> float:
        """
        Return what a candidate is worth now; of two that are worth the same, the shorter one is better.
        """
        new = candidate.misreadings - refuted if candidate.probe not in self._lost else None
        return self._priors.total(new) - _COST * len(candidate.probe.query) if new else 0.0
