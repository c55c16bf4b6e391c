"""
A list that experiments ask.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.explore.learning.habits import Habits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.explore.learning.asking import Asker
    from apicontract.explore.learning.deciding import Alive, KnownRows


@dataclass(frozen=True, slots=True)
class AskedList:
    """
    A list that experiments ask, and what is known of its rows.

    Attributes:
        asker: sends.
        path: of the list.
        resource: its name.
        sized: the query that asks for as many rows as a page has.
        fields: dotted path to type.
        alive: the rows, and what the parameters may mean.
        habits: what other lists of the service show.
    """

    asker: Asker
    path: str
    resource: str
    sized: tuple[tuple[str, str], ...]
    fields: Mapping[str, str]
    alive: Alive
    habits: Habits = field(default_factory=Habits)

    @property
    def known(self) -> KnownRows:
        """
        The rows.
        """
        return self.alive.known

    @property
    def left(self) -> int:
        """
        How many requests may still be sent.
        """
        return self.asker.left

    def get(self, query: Iterable[tuple[str, str]], purpose: str) -> Exchange | None:
        """
        Ask for the list with a query, and with as many rows as a page has; None where no more may be sent.
        """
        return self.asker.get(self.path, (*query, *self.sized), purpose)
