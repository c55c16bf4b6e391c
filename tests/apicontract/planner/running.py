"""
A run on a shelf of books, which a test can look into.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from books import BOOKS, api, chance
from page_lengths import PageLengths
from shelf import Shelf

from apicontract.contract.errors import OutOfBudget
from apicontract.planner.probe import Pairs, Probe
from apicontract.planner.run import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange

PLAIN = Probe("/v1/books/")


@dataclass
class Budget:
    """
    How many requests may be sent, and how many were.
    """

    limit: int
    spent: int = 0

    @property
    def left(self) -> int:
        """
        What is left of it.
        """
        return self.limit - self.spent


@dataclass
class Client:
    """
    A client of a shelf; the requests with these numbers fail, and an answer that was given is remembered.
    """

    shelf: Shelf
    budget: Budget
    failing: dict[int, Exception] = field(default_factory=dict)
    asked: list[tuple[str, bool]] = field(default_factory=list)
    known: dict[Probe, Exchange] = field(default_factory=dict)
    target: Any = field(default_factory=lambda: SimpleNamespace(name="shelf"))
    concurrency: int = 1
    room: int = 1

    def is_under_way(self, *_: object) -> bool:
        """
        Whether a request was begun: none is.
        """
        return False

    def request(  # noqa: PLR0913 - as the client has it
        self, method: str, path: str, query: Pairs = (), headers: Pairs = (), *, follow: bool, fresh: bool
    ) -> Exchange:
        """
        Ask the shelf, unless the answer is known or there is no request left.
        """
        assert not follow
        probe = Probe(path, query, headers, method)
        if probe in self.known and not fresh:
            return self.known[probe]
        if not self.budget.left:
            raise OutOfBudget("shelf", "spent")
        self.budget.spent += 1
        self.asked.append((path, fresh))
        if self.budget.spent in self.failing:
            raise self.failing[self.budget.spent]
        self.known[probe] = self.shelf.send(probe)
        return self.known[probe]


def run_of(budget: int = 20, rows: Sequence[dict[str, Any]] = BOOKS, **options: Any) -> Run:
    """
    Return a run on a shelf with these rows.
    """
    strict, spoil = options.pop("strict", True), options.pop("spoil", lambda _, body: body)
    client = Client(Shelf(rows, spoil), Budget(budget), **options)
    evidence = PageLengths(api(), strict=strict)
    return Run(api=api(), client=client, evidence=evidence, random=chance())  # type: ignore[arg-type]


def probes(number: int) -> list[Probe]:
    """
    Return so many different requests for a page.
    """
    return [Probe("/v1/books/", (("limit", str(each)),)) for each in range(1, number + 1)]
