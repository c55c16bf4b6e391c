"""
Where a list ends whose pages do not say how many rows there are: part of the promise that pages are contiguous.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.check import Difference, Evaluation
from apicontract.contract.weblinks import NEXT
from apicontract.semantics.paging import past_status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection


def ends(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    Behind the last page there is no row, and behind every other there is one.
    """
    paging = context.api.paging
    for collection in context.collections(readings) if not paging.counts and paging.shows_next else ():
        for reading, page in collection.lists:
            if page.rows and page.next is None and reading.placed and not reading.selecting_by_mistake:
                yield _ended_early(collection, reading, page)
        empty = {
            (each.selection, each.start): each
            for each in collection.readings
            if each.placed and each.asked.route.kind == "list" and each.asked.certain and _has_no_rows(each)
        }
        for reading, page in collection.lists:
            beyond = empty.get((reading.selection, _end(reading, page)))
            if page.rows and beyond is not None:
                yield Evaluation((reading, beyond), _leads_to_nothing(reading) if page.next else ())


def _has_no_rows(reading: ParsedExchange) -> bool:
    """
    Whether a page is answered as one behind the end: by no row, or by an error.
    """
    page, wanted = reading.page, past_status(reading.paging)
    return not page.rows if page is not None else reading.exchange.status == wanted != HTTPStatus.OK


def _end(reading: ParsedExchange, page: Page) -> int:
    return reading.start + len(page.rows)


def _ended_early(collection: KnownCollection, reading: ParsedExchange, page: Page) -> Evaluation:
    """
    Hold a page without a next one to the known records that the request selects.
    """
    sure = collection.selected(reading).sure
    more = len(sure) - _end(reading, page)
    shown = {str(reading.identifier(row)) for row in page.rows}
    others = [collection.known[name].reading for name in sorted(sure - shown)[:1]]
    message = f"the page has no next one; {len(sure)} known records are selected, {more} more than up to its end"
    place = reading.paging.link_pointer(NEXT)
    return Evaluation((reading, *others), (Difference(place, message),) if more > 0 else ())


def _leads_to_nothing(reading: ParsedExchange) -> tuple[Difference]:
    place = reading.paging.link_pointer(NEXT)
    return (Difference(place, "the page has a next one, which holds no row"),)
