"""
A list in memory that experiments ask: rows, filters, and what it refuses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from apicontract.contract.exchange import Exchange
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.experiment import AskedList
from apicontract.explore.learning.meanings import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apicontract.explore.learning.asking import Asker

    Pairs = Iterable[tuple[str, str]]


@dataclass
class InMemory:
    """
    Answers requests for one list; an asker's part that experiments use.

    Attributes:
        rows: all of them.
        filters: name of a parameter to whether it selects a row by a text.
        refuses: a query to the sentences of its refusal.
        queries: those that were asked for.
        left: requests that may still be sent.
    """

    rows: Sequence[dict[str, Any]]
    filters: Mapping[str, Callable[[dict[str, Any], str], bool]] = field(default_factory=dict)
    refuses: Callable[[list[tuple[str, str]]], dict[str, list[str]]] = lambda _: {}
    queries: list[dict[str, str]] = field(default_factory=list)
    left: int = 40
    alone: bool = False

    def get(self, path: str, query: Pairs = (), purpose: str = "") -> Exchange:
        """
        Answer with the rows that all known parameters select.
        """
        pairs = list(query)
        assert path.startswith("/") == bool(purpose)
        self.queries.append(dict(pairs))
        self.left -= 1
        if refused := self.refuses(pairs):
            return Exchange("GET", "http://x/rows", 400, body=json.dumps(refused).encode())
        known = [(self.filters[name], text) for name, text in pairs if name in self.filters]
        shown = [row for row in self.rows if all(use(row, text) for use, text in known)]
        body = {"count": len(shown), "next": None, "previous": None, "results": shown}
        return Exchange("GET", "http://x/rows", 200, body=json.dumps(body).encode())


def asked(service: InMemory) -> AskedList:
    """
    Return the list that a service in memory has, all of whose rows are known.
    """
    alive = Alive(KnownRows(list(service.rows), complete=True), len(service.rows) + 1)
    return AskedList(cast("Asker", service), "/rows", "rows", (), fields_of(service.rows), alive)
