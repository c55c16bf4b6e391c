"""
Requests for a list by what its subject states -> how many a server and the mock of it answer with the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.weblinks import NEXT
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apicontract.contract.model import Record
    from apicontract.contract.paging import Paging

    Pairs = tuple[tuple[str, str], ...]

_MOST_ROWS = 1000


@dataclass(frozen=True)
class Shown:
    """
    What an answer shows of a list.

    Attributes:
        status: of the answer.
        rows: of the page.
        more: whether another page follows.
    """

    status: int
    rows: tuple[Record, ...] = ()
    more: bool = False

    def agrees(self, other: Shown, column: str) -> bool:
        """
        Return whether both are alike; rows that tie in the column that sorts may stand in any order.
        """
        if (self.status, len(self.rows), self.more) != (other.status, len(other.rows), other.more):
            return False
        if not column or not self.rows:
            return self.rows == other.rows
        if [row[column] for row in self.rows] != [row[column] for row in other.rows]:
            return False
        last = self.rows[-1][column]
        whole = [[row for row in each.rows if not each.more or row[column] != last] for each in (self, other)]
        return sorted(map(str, whole[0])) == sorted(map(str, whole[1]))


def listed(url: str, path: str, told: Mapping[str, Any], data: Path, amount: int) -> str:
    """
    Return how far a server and the mock of what was learned from it agree on so many requests for a list.

    Args:
        url: of the server.
        path: of the list.
        told: what the file of the subject states.
        data: the folder that was learned.
        amount: of requests.
    """
    api = load_api(None, data)
    mock = Target("mock", url, create_app(api, generate(api, recordings_of(api))))
    random = Random(1)  # noqa: S311 - chance, not secrecy
    apart = []
    with (
        Client(Target("subject", url), budget=Budget(amount + 1)) as real,
        Client(mock, budget=Budget(amount)) as made,
    ):
        rows = _shown(real, path, ((told["SIZE"], str(_MOST_ROWS)),), api.paging).rows
        for _ in range(amount):
            query, column = _query(random, rows, told)
            both = [_shown(each, path, query, api.paging) for each in (real, made)]
            if not both[0].agrees(both[1], column):
                apart.append("&".join(f"{name}={text}" for name, text in query))
    lines = [f"{1 - len(apart) / amount:.1%} of {amount} requests are answered alike", *apart]
    return "\n".join(lines)


def _shown(client: Client, path: str, query: Pairs, paging: Paging) -> Shown:
    exchange = client.get(path, query, (("Accept", "application/json"),), fresh=True)
    if exchange.status != 200:
        return Shown(exchange.status)
    _, rows = paging.read(exchange.json, exchange.header)
    return Shown(exchange.status, tuple(rows), bool(paging.linked(exchange.json, exchange.header).get(NEXT)))


def _query(random: Random, rows: tuple[Record, ...], told: Mapping[str, Any]) -> tuple[Pairs, str]:
    """
    Return a query of a size, of up to two filters and perhaps of an order, and the column that sorts, or "".
    """
    columns = list(rows[0])
    query = [(told["SIZE"], str(random.randrange(1, 30)))] if random.random() < 0.7 else []
    for _ in range(random.randrange(3)):
        column = random.choice(columns)
        lookup = random.choice(told["LOOKUPS"][column])
        query.append((f"{column}{lookup}", _text(random, rows, column, lookup)))
    if random.random() < 0.4:
        column = random.choice(columns)
        return (*dict(query).items(), (random.choice((told["ASCENDING"], told["DESCENDING"])), column)), column
    return tuple(dict(query).items()), ""


def _text(random: Random, rows: tuple[Record, ...], column: str, lookup: str) -> str:
    values = [str(random.choice(rows)[column]) for _ in range(2)]
    if lookup == "__in":
        return ",".join(values)
    text = values[0]
    start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    piece = {"__contains": text[start:end], "__startswith": text[:end], "__endswith": text[start:]}.get(lookup, text)
    return piece or text
