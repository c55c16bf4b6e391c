"""
Which terms a list sorts by, where it refuses those that it does not know: many are asked for at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.explore.learning.meanings import texts_of
from apicontract.explore.learning.refusals import REFUSED, terms_in
from apicontract.explore.learning.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.explore.learning.experiment import AskedList
    from apicontract.explore.learning.orderings_learnt import OrderingLearnt

#: Terms that are tried as a second one before several count as refused: each may be one that the list does not know.
_SECONDS = 3
#: Refusals after which terms of one kind are left alone: each names one term, and most lists sort by few.
_REFUSALS = 4


@dataclass
class TermExperiment:
    """
    The terms that one list accepts, asked for together within a budget.

    Attributes:
        listed: the list.
        until: requests that must be left for others.
        found: what is known of its orderings.
    """

    listed: AskedList
    until: int
    found: OrderingLearnt

    def run(self, ranked: Sequence[str]) -> bool:
        """
        Find the terms that are accepted beside each other; return whether that was possible.
        """
        found = self.found
        if found.unknown != "refuse" or found.opposite or found.direction or not found.fields:
            return False
        fields = [each for each in self.listed.fields if "." not in each]
        waiting = [each for each in dict.fromkeys((*ranked, *fields)) if each not in found.fields]
        if self.listed.habits.many is None:
            self.listed.habits.many = self._several(waiting)
        found.many = bool(self.listed.habits.many)
        if found.many:
            # Those of other lists first, then what is counted, then texts, by which few lists are sorted.
            known = self.listed.habits.terms
            counted = [each for each in waiting if each not in known and self._counted(each)]
            texts = [each for each in waiting if each not in known and each not in counted]
            for some in ([each for each in waiting if each in known], counted, texts):
                self._accepted(some)
            known |= set(found.fields)
        return found.many

    def _counted(self, name: str) -> bool:
        """
        Return whether the values of a field are numbers, moments or durations, however they are written.
        """
        values = texts_of(name, self.listed.known.rows)
        return self.listed.fields[name] != "text" or all(re.fullmatch(r"[\d:. -]*:[\d:. -]*|", each) for each in values)

    def _several(self, waiting: Sequence[str]) -> bool | None:
        """
        Return whether two terms are accepted of which one is known; None without an answer.
        """
        first = next(iter(self.found.fields))
        answered: bool | None = None
        for second in [*list(self.found.fields)[1:], *waiting][:_SECONDS]:
            exchange = self._ask([first, second])
            if exchange is None:
                return answered
            answered = exchange.status == HTTPStatus.OK
            if answered:
                text = f"{self.found.parameter}={first},{second}"
                said = "several terms are accepted where an unknown one is refused"
                self.found.statements.append(Statement("ordering", said, f"one request, {text}"))
                self.found.fields.setdefault(second, set())
                return True
        return answered

    def _accepted(self, waiting: list[str]) -> None:
        """
        Ask for terms together; those that a refusal mentions are left out, else each half is asked for.
        """
        waiting = [each for each in waiting if each not in self.found.fields]
        for _ in range(_REFUSALS):
            exchange = self._ask(waiting) if waiting else None
            if exchange is None:
                return
            if exchange.status == HTTPStatus.OK:
                self.found.fields |= {each: set() for each in waiting}
                return
            said = terms_in(exchange.body.decode("utf-8", "replace"), waiting) if exchange.status in REFUSED else []
            if len(waiting) == 1:
                said = waiting
            elif not said or len(said) == len(waiting):
                half = len(waiting) // 2
                self._accepted(waiting[:half])
                self._accepted(waiting[half:])
                return
            self.found.refused += said
            waiting = [each for each in waiting if each not in said]

    def _ask(self, terms: Sequence[str]) -> Exchange | None:
        if self.listed.left <= self.until:
            return None
        return self.listed.get(self.found.query(tuple((each, False) for each in terms)), "ordering")
