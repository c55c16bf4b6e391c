"""
A list request as the contract reads it, and the pages that readings of the contract predict for it.

A reading comes to a `PredictedPage`: which of the known records are listed, in which order, which of them it holds.
Sets of records are whole numbers with a bit for each record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.diagnosis.texts import TextColumn
from apicontract.semantics.asked import ordering_asked
from apicontract.semantics.paging import past_status, past_the_end
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.semantics.ordering import OrderingTerm
    from apicontract.semantics.request import ParsedRequest

#: Lookups that take the case of letters out.
_FOLDING = frozenset({"iexact", "icontains", "istartswith", "iendswith"})
#: An enumeration looks its members up each time.
_OK = int(HTTPStatus.OK)


class PredictedPage(NamedTuple):
    """
    What a reading of the contract comes to for one request.

    Attributes:
        status: of the answer.
        selection: the rows that all pages together hold.
        keys: what they are sorted by; nothing if as the service likes.
        start: rows before the page.
        limit: rows of the page at the most.
        total: how many rows the answer says there are.
        next, previous: whether the answer leads to a page after and before it; None if either may be.
        lost: relations of links, each with a parameter that they lose.
        rows: of the page, where these are no part of all rows in order.
    """

    status: int
    selection: int = 0
    keys: tuple[OrderingTerm, ...] = ()
    start: int = 0
    limit: int = 0
    total: int = 0
    next: bool | None = False
    previous: bool | None = False
    lost: frozenset[tuple[str, str]] = frozenset()
    rows: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ListRequest:
    """
    A request for a list of a resource, or for a record among what filters and a search leave, as the contract reads it.

    Attributes:
        known: the records known.
        exchange: the request.
        asked: what it asks for.
    """

    known: KnownRecords
    exchange: Exchange
    asked: ParsedRequest

    @cached_property
    def masks(self) -> tuple[int, ...]:
        """
        The rows that each filter selects.
        """
        return tuple(map(self.known.selected, self.asked.filters.conditions))

    @cached_property
    def found(self) -> tuple[int, ...]:
        """
        The rows in which each term of the search is found.
        """
        return tuple(self.known.containing(each, self.known.resource.search) for each in self.asked.terms)

    @cached_property
    def filtered(self) -> int:
        """
        The rows that all filters select.
        """
        return joined(self.masks, self.known.everything)

    @cached_property
    def searched(self) -> int:
        """
        The rows in which all terms are found.
        """
        return joined(self.found, self.known.everything)

    @cached_property
    def selected(self) -> int:
        """
        The rows that the request lists.
        """
        return self.filtered & self.searched

    @cached_property
    def size(self) -> int:
        """
        How many rows the request lists.
        """
        return self.selected.bit_count()

    @cached_property
    def certain(self) -> bool:
        """
        Whether the records known tell what the request lists, and in which order.

        Some rows do not show what a filter looks at, or as something else than it is; databases differ in the case of
        letters beyond ASCII, and services in whether terms may be found in different members of a list.
        """
        looked_at = [path for each in self.asked.filters.conditions for path in each.parameter.fields]
        looked_at += [each.path for each in self.known.resource.search] if self.asked.terms else []
        looked_at += [each.field.path for each in self.asked.ordering]
        if not all(map(self.known.shown, looked_at)) or not all(map(self.known.sortable, self.asked.ordering)):
            return False
        texts = (each.text for each in self.asked.filters.conditions if each.parameter.lookup in _FOLDING)
        if not all(map(str.isascii, texts)) or self.known.scattered(self.asked.terms, self.searched):
            return False
        found = (TextColumn.containing_in_ascii, TextColumn.containing_in_unicode)
        terms = (each for each in self.asked.terms if not each.isascii())
        fields = self.known.resource.search
        return all(len({self.known.texts_where(way, each, fields) for way in found}) == 1 for each in terms)

    @cached_property
    def sorted(self) -> bool:
        """
        Whether the request asks for an order that is understood.
        """
        return bool(self.asked.ordering) and ordering_asked(self.known.api, self.exchange) is not None

    @cached_property
    def right(self) -> PredictedPage:
        """
        What the contract promises.
        """
        paging, count = self.known.api.paging, self.size
        if past_status(paging) != _OK and past_the_end(paging, self.asked.place, count):
            return PredictedPage(past_status(paging))
        return self.listing(self.selected)

    def listing(self, selection: int) -> PredictedPage:
        """
        Return the outcome that lists other rows, on the page that is asked for.
        """
        count, limit = selection.bit_count(), self.asked.limit
        start = self.asked.offset_in(count)
        return PredictedPage(_OK, selection, self.asked.ordering, start, limit, count, start + limit < count, start > 0)

    def page(self, outcome: PredictedPage) -> Sequence[int]:
        """
        Return the numbers of the rows that the page of an outcome holds, in order.
        """
        if outcome.rows is not None:
            return outcome.rows
        return self.known.window(outcome.selection, outcome.keys, outcome.start, outcome.limit)

    def shows(self, wrong: PredictedPage, right: PredictedPage | None = None) -> bool:
        """
        Whether an answer of this page would be told from the right one, or from that of another reading.
        """
        right = right or self.right
        if wrong.status != right.status or wrong.status != _OK:
            return wrong.status != right.status
        if wrong.total != right.total and self.known.api.paging.counts:
            return True
        leads = (wrong.next, right.next), (wrong.previous, right.previous)
        if any(None not in each and each[0] != each[1] for each in leads) or self._loses(wrong, right):
            return True
        moved = wrong.rows is not None or right.rows is not None or wrong[1:5] != right[1:5]
        return moved and (self._length(wrong) != self._length(right) or not self.allows(self.page(wrong), right))

    def is_right_page(self, outcome: PredictedPage) -> bool:
        """
        Whether the page of an outcome holds the rows of the right one, in its order.
        """
        return self._length(outcome) == self._length(self.right) and self.page(outcome) == self.page(self.right)

    @staticmethod
    def _length(outcome: PredictedPage) -> int:
        """
        Return how many rows the page of an outcome holds: cheaper than which.
        """
        if outcome.rows is not None:
            return len(outcome.rows)
        return max(min(outcome.limit, outcome.selection.bit_count() - outcome.start), 0)

    def _loses(self, wrong: PredictedPage, right: PredictedPage) -> bool:
        leads = {NEXT: right.next, PREVIOUS: right.previous}
        lost = {name for relation, name in wrong.lost ^ right.lost if leads[relation]}
        return bool(lost) and any(name in lost for name, _ in self.exchange.query)

    def allows(self, rows: Sequence[int], outcome: PredictedPage | None = None) -> bool:
        """
        Whether the page of an outcome, or the right one, may hold these rows in this order; those that tie may change.
        """
        outcome = outcome or self.right
        page = self.page(outcome)
        if len(rows) != len(page) or len(set(rows)) != len(rows):
            return False
        if not all(outcome.selection >> row & 1 for row in rows):
            return False
        return all(self._keys_of(each, rows) == self._keys_of(each, page) for each in outcome.keys)

    def _keys_of(self, key: OrderingTerm, rows: Iterable[int]) -> list[int]:
        return list(map(self.known.ranks(key).__getitem__, rows))


def joined(masks: Iterable[int], start: int) -> int:
    """
    Return the rows that are in all of several sets.
    """
    return reduce(int.__and__, masks, start)


def request_of(known: KnownRecords, exchange: Exchange, kinds: Sequence[str] = ("list",)) -> ListRequest | None:
    """
    Return the reading of a request for a list of the resource, or for another kind of place that routes of it lead to.

    None if it leads elsewhere, is refused, or nobody can tell what it selects.
    """
    if exchange.method != "GET":
        return None
    asked = parse_request(known.api, exchange, known.route(exchange.path))
    if asked.route.kind not in kinds or asked.resource.name != known.resource.name:
        return None
    if asked.route.parents != known.resource.route.chosen or asked.filters.refusals or asked.filters.unclear:
        return None
    if asked.representation.name is None or asked.null_search:
        return None
    request = ListRequest(known, exchange, asked)
    return None if _names_unknown(request) else request


def _names_unknown(request: ListRequest) -> bool:
    """
    Whether a filter names a related record that none of those known has, where that is refused.
    """
    if request.known.api.setting("unknown_choice") != "refuse":
        return False
    related = (each.parameter.related is not None for each in request.asked.filters.conditions)
    return any(each and not mask for each, mask in zip(related, request.masks, strict=True))
