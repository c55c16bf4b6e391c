"""
When a right answer says that a promise is kept: only where a wrong server would have been seen.

The table maps each check to what its laws cannot know of themselves.
It is asked only of rulings without a difference: whatever is found different counts.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apicontract.checks.completeness import tells
from apicontract.checks.run_facts import (
    answered_whole,
    breaks_alone,
    counted_short,
    each_field_searched,
    each_filter_selects,
    of_run,
    refused,
    strangers_shown,
)
from apicontract.checks.telling import OF_ONE_ANSWER, Precondition, TellingCase
from apicontract.semantics.request import parse_request
from apicontract.semantics.sorting import compare_rows, sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.semantics.request import ParsedRequest

#: Different values that must stand in another order before it tells that their direction is wrong.
_TELLING = 3


def could_fail(check: str, case: TellingCase) -> bool:
    """
    Whether a ruling without a difference says that a promise is kept.
    """
    return PRECONDITIONS[check](case)


def _always(_: TellingCase) -> bool:
    """
    The law itself rules only where it could find a difference.
    """
    return True


def _let_in(case: TellingCase) -> bool:
    return case.reading.exchange.status < HTTPStatus.BAD_REQUEST or not case.reading.inconclusive


def _served(case: TellingCase) -> bool:
    """
    The host answers other requests: who refuses everything has refused nothing in particular.
    """
    return any(each.answered and each.asked.origin == case.reading.asked.origin for each in case.readings)


def _served_with_query(case: TellingCase) -> bool:
    return bool(case.reading.exchange.query) and _served(case)


def _filled(case: TellingCase) -> bool:
    return bool(case.reading.rows)


def _counting(case: TellingCase) -> bool:
    return case.page is None or case.page.count > 0


def _populated(case: TellingCase) -> bool:
    return case.collection is not None and bool(case.collection.count)


def _listed(case: TellingCase) -> bool:
    return case.collection is not None and bool(case.collection.lists)


def _beyond(limit: str) -> Precondition:
    """
    The collection goes on behind so many rows; a shorter one is shown whole by a wrong server too.
    """

    def holds(case: TellingCase) -> bool:
        page, bound = case.page, getattr(case.context.api.paging, limit)
        return page is not None and page.count - case.reading.start > bound

    return holds


def _last_page(case: TellingCase) -> bool:
    """
    The end of the collection cuts the page short, and there are rows before it that it could be filled up with.
    """
    start, limit = case.reading.start, case.reading.asked.limit
    return case.page is not None and 0 < start < case.page.count < start + limit


def _outsiders(case: TellingCase) -> bool:
    """
    Some known record does not belong to the answer, and would stand in it if the selection had no effect.
    """
    if case.collection is None:
        return False
    selection = case.collection.selected(case.reading)
    return len(selection.sure) + len(selection.open) < len(case.collection.known)


def _selecting(case: TellingCase) -> bool:
    """
    Some known record does not belong to the answer, and no request that selects is answered by the whole collection.
    """
    return _outsiders(case) and not of_run(case, answered_whole)


def _insiders(case: TellingCase) -> bool:
    return case.collection is not None and bool(case.collection.selected(case.reading).sure)


def _none_left_out(precondition: Precondition) -> Precondition:
    """
    No list that selects in the same way counts fewer records than are known to belong to it, whatever is blamed for it.
    """

    def holds(case: TellingCase) -> bool:
        return precondition(case) and bool(case.reading.asked.terms) not in of_run(case, counted_short)

    return holds


def _narrowed(case: TellingCase) -> bool:
    return case.collection is not None and case.collection.total(case.reading) != case.collection.count


def _halved(case: TellingCase) -> bool:
    """
    The halves are held to the whole, which they are not where a record has neither value.
    """
    first, second, complete = (each.page.count if each.page else 0 for each in case.evaluation.readings[:3])
    return complete > 0 and first + second == complete


def _composed(case: TellingCase) -> bool:
    """
    For each of the conditions there is a known record that breaks it alone, and no such request shows a wrong row.
    """
    asked, collection = case.reading.asked, case.collection
    if collection is None or of_run(case, strangers_shown):
        return False
    parts = collection.parts(asked)
    return all(breaks_alone(collection, parts, number) for number in range(len(parts)))


def _misread(check: str) -> Precondition:
    """
    Nothing but a search selects, and a careless reading of it, of which the check speaks, finds other records.

    Beside a filter a server may search in another way, so that such a request says nothing of the search alone.
    Where a search finds too little, whatever is blamed for it, any careless reading may be the cause.
    """

    def holds(case: TellingCase) -> bool:
        lone = not case.reading.asked.filters.conditions
        return lone and case.collection is not None and tells(case.collection, case.reading, check)

    return _none_left_out(holds)


def _read_otherwise(case: TellingCase) -> bool:
    """
    The first of the repeated values asks for something else than the last one.
    """
    exchange = case.reading.exchange
    first = dict(reversed(exchange.query))
    url = f"{exchange.url.partition('?')[0]}?{urlencode(first)}"
    asked, other = case.reading.asked, parse_request(case.context.api, replace(exchange, url=url))
    return _selected(asked) != _selected(other)


def _selected(asked: ParsedRequest) -> tuple[object, ...]:
    conditions = [str(each) for each in asked.filters.conditions]
    return asked.limit, asked.place, asked.terms, asked.ordering, asked.mode, conditions


def _none_refused(case: TellingCase) -> bool:
    return not of_run(case, refused)


def _never_refused(kind: str, precondition: Precondition) -> Precondition:
    """
    No request with such a part is refused.
    """

    def holds(case: TellingCase) -> bool:
        never = all(kind not in {part.kind for part in each.asked.tolerated} for each in of_run(case, refused))
        return never and precondition(case)

    return holds


def _shown_past_the_end(case: TellingCase) -> bool:
    """
    No request for a page that may lie behind all records is refused, where such a page is to be empty.
    """
    collection = case.collection
    return _populated(case) and not any(
        collection is not None and collection.past_the_end(each) is not False and not collection.may_be_no_page(each)
        for each in of_run(case, refused)
    )


def _several_tolerated(case: TellingCase) -> bool:
    return len(case.reading.asked.tolerated) > 1


def _sorted_beside(case: TellingCase) -> bool:
    return bool(case.reading.asked.ordering) and len(case.reading.rows) > 1


def _several_values(case: TellingCase) -> bool:
    keys = case.reading.asked.ordering
    return bool(keys) and len({str(sent(keys[0], row)) for _, row in case.reading.rows}) >= _TELLING


def _apart(case: TellingCase) -> bool:
    """
    The last row before and the first row behind do not tie.
    """
    after, before = case.evaluation.readings[:2]
    rows = [row for _, row in before.rows[-1:]] + [row for _, row in after.rows[:1]]
    return len(rows) == 2 and bool(  # noqa: PLR2004 - a pair
        compare_rows(before.asked.ordering, rows[0], rows[1], case.context.promised_rules)[0]
    )


def _later_page(case: TellingCase) -> bool:
    return case.reading.start > 0


#: id of a check to its precondition for failing.
PRECONDITIONS: Mapping[str, Precondition] = MappingProxyType(
    {
        "server-error": _let_in,
        "throttle-told": _always,
        "detail-unknown": _listed,
        "unknown-choice": _served,
        "json-readable": _always,
        "envelope": _always,
        "mode-unknown": _filled,
        "mode-shape": _filled,
        "singleton-shape": _always,
        "filter-unreadable": _never_refused("filter-unreadable", _populated),
        "filter-empty": _never_refused("filter-empty", _populated),
        "search-empty": _never_refused("search-empty", _populated),
        "ordering-unknown": _never_refused("ordering-unknown", _sorted_beside),
        "parameter-undeclared": _never_refused("undeclared", _populated),
        "parameter-repeated": _read_otherwise,
        "format-empty": _populated,
        "no-effect": _several_tolerated,
        "detail-identity": _always,
        "record-steady": _filled,
        "field-behaviour": _filled,
        "field-relation": _filled,
        "format-values": _filled,
        "mode-values": _filled,
        "detail-entry": _filled,
        "filters-compose": _composed,
        "filter-kept": lambda case: _selecting(case) and of_run(case, each_filter_selects),
        "search-kept": _selecting,
        "search-every-term": _misread("search-every-term"),
        "search-phrase": _misread("search-phrase"),
        "detail-filtered": _outsiders,
        "ordering-direction": _several_values,
        "ordering-nulls": _always,
        "ordering-typed": _always,
        "ordering-kept": _always,
        "ordering-several": _always,
        "rows-unique": lambda case: len(case.reading.rows) > 1,
        "repeat-same": _filled,
        "mode-rows": _filled,
        "format-rows": _filled,
        "list-complete": _always,
        "search-own-name": _misread("search-own-name"),
        "search-any-case": _misread("search-any-case"),
        "search-every-field": _none_left_out(lambda case: of_run(case, each_field_searched)),
        "search-complete": _misread("search-complete"),
        "filter-complete": _none_left_out(_insiders),
        "filter-partition": _halved,
        "filter-count": _narrowed,
        "search-count": _narrowed,
        "detail-found": _always,
        "count-steady": _counting,
        "limit-clamped": _beyond("maximum_limit"),
        "limit-default": _beyond("default_limit"),
        "limit-unreadable": _never_refused("limit-unreadable", _beyond("default_limit")),
        "offset-unreadable": _never_refused("offset-unreadable", _populated),
        "past-the-end": _shown_past_the_end,
        "ordering-across": _apart,
        "pages-tile": _filled,
        "page-length": _last_page,
        "slash-redirect": _served_with_query,
        "method-refused": _served,
        "value-refused": _served,
        "format-refused": _served,
        "accept-refused": _served,
        "request-answered": _none_refused,
        "error-body": _always,
        "next-link": _filled,
        "previous-link": _later_page,
        "self-link": _always,
        "allow-header": _always,
        "vary-header": _always,
        "cross-origin": _always,
        "content-type": _always,
        "undeclared-field": _always,
        "page-text": _always,
        **OF_ONE_ANSWER,
    }
)
