"""
Answers that are no evidence of the API: error pages, what cannot be read, an empty list in place of its records.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.contract.routes import located
from apicontract.diff.coverage import selects
from apicontract.diff.observations import assigned
from apicontract.evidence.runs import Failed

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diff.observations import Seen

#: Of a single record, these say that it is gone (RFC 9110, sections 15.5.5 and 15.5.11).
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def failure_of(api: Api, exchange: Exchange, former: Exchange | None, *, emptied: bool = False) -> Failed | None:
    """
    Return why an answer cannot be kept, or None.

    Args:
        api: the contract.
        exchange: the answer.
        former: the newest answer of the same URL that was kept.
        emptied: whether the whole list was found empty in this run; then what selects from it says nothing either.
    """
    place = located(api, exchange.path)
    if exchange.status in GONE and place is not None and place.key:
        return None
    if exchange.status != HTTPStatus.OK:
        return Failed(exchange.url, "status", f"status {exchange.status}")
    page = next(iter(assigned(api, (exchange,))), None)
    if page is None or (page.detail and all(key_of(page.resource, row) is None for row in page.rows)):
        return Failed(exchange.url, "unreadable", _unreadable(exchange))
    lost = _lost(api, page, former, emptied=emptied)
    return Failed(exchange.url, "empty", f"an empty list in place of {lost} records") if lost else None


def _unreadable(exchange: Exchange) -> str:
    try:
        _ = exchange.json
    except ValueError:
        return "no JSON"
    return "JSON without a record or a list of them"


def _lost(api: Api, page: Seen, former: Exchange | None, *, emptied: bool) -> int:
    """
    Return how many records the list had before that is empty now, though nothing selects any.
    """
    if page.rows or page.count or (selects(page) and not emptied):
        return 0
    before = next(iter(assigned(api, (former,) if former else ())), None)
    return (before.count or len(before.rows)) if before and before.rows else 0
