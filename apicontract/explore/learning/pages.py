"""
The answer of a list -> its rows, whatever wraps them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.paging import value_at
from apicontract.evidence.paging import TOTALS, is_bare_list, recognised, types_in
from apicontract.explore.learning.asking import json_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Record


@dataclass(frozen=True)
class ListAnswer:
    """
    One page of a list, as it was answered.

    Attributes:
        exchange: the answer.
        rows: its records.
        count: how many the whole list has, if the page says so.
        wrapped: whether the rows stand in an object.
    """

    exchange: Exchange
    rows: tuple[Record, ...]
    count: int | None = None
    wrapped: bool = False


def list_in(exchange: Exchange | None) -> ListAnswer | None:
    """
    Return the page that an answer is, or None if it is none.
    """
    body = json_of(exchange)
    if exchange is None or body is None:
        return None
    if body == [] or is_bare_list(body):
        total = exchange.header(total_header(exchange)) or ""
        return ListAnswer(exchange, tuple(body), int(total) if total.isdecimal() else None)
    paging = recognised(types_in(body), ())
    if paging is None:
        return None
    count = value_at(body, paging.count) if paging.count else None
    return ListAnswer(exchange, tuple(value_at(body, paging.rows)), count, wrapped=True)


def total_header(exchange: Exchange) -> str:
    """
    Return the header that says how many rows a list has, or "".
    """
    return next((each for each in TOTALS if exchange.header(each) is not None), "")


def identity(row: Mapping[str, Any]) -> str:
    """
    Return a text that two rows share only if they are alike.
    """
    return json.dumps(row, sort_keys=True)


def place_in(rows: Sequence[Record], row: Record) -> int | None:
    """
    Return how many rows stand before one, or None if it is not among them.
    """
    wanted = identity(row)
    return next((number for number, each in enumerate(rows) if identity(each) == wanted), None)
