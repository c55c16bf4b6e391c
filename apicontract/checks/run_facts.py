"""
What all answers of a run say together about a resource, whichever check is to blame: it is worked out once.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from apicontract.checks.completeness import fields_told
from apicontract.checks.knowledge import fits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.knowledge import KnownCollection, Selection
    from apicontract.checks.telling import TellingCase

T = TypeVar("T")


def of_run(case: TellingCase, make: Callable[[TellingCase], T]) -> T:
    """
    Return what all answers about a resource say together, worked out once for each resource and kind of route.
    """
    asked = case.reading.asked
    listed = asked.resource.name if asked.route.of_records else ""
    return case.context.once((make, listed), lambda: make(case))


def refused(case: TellingCase) -> list[ParsedExchange]:
    """
    Return the requests for the same list or its records that are refused without a reason, whatever is blamed for it.
    """
    return [
        each
        for collection in _collections(case)
        for each in collection.readings
        if each.exchange.status != HTTPStatus.OK
        and each.is_get_of_resource
        and (each.asked.route.kind == "list" or each.exchange.status != HTTPStatus.NOT_FOUND)
        and not (each.asked.refused or collection.may_refuse(each))
    ]


def each_filter_selects(case: TellingCase) -> bool:
    """
    Each filter of the resource alone keeps some known record out of a list that is asked for.

    A server that ignored the filter would have shown it; of a filter for which nobody asked so nothing is known.
    """
    told: set[str] = set()
    for collection in _collections(case):
        for reading, _ in collection.lists:
            open_ = {n: each.parameter.name for n, each in enumerate(reading.asked.filters.conditions)}
            if not told.issuperset(open_.values()):
                parts = collection.parts(reading.asked)
                told |= {name for n, name in open_.items() if breaks_alone(collection, parts, n)}
    return told >= {each.name for each in case.reading.asked.resource.parameters}


def each_field_searched(case: TellingCase) -> bool:
    """
    Each documented field alone lets some known record be found by a search that nothing else selects with.

    A server that left the field out would not have found it; of a field for which nobody searched so nothing is known.
    """
    told: set[int] = set()
    every = set(range(len(case.reading.asked.resource.search)))
    for collection in _collections(case):
        for reading, _ in collection.lists:
            alone = reading.asked.terms and not reading.asked.filters.conditions and not told >= every
            told |= fields_told(collection, reading) if alone else set()
    return told >= every


def breaks_alone(collection: KnownCollection, parts: Sequence[Selection], number: int) -> bool:
    """
    Whether a known record satisfies all parts of a request but one.
    """
    others = [each.sure for n, each in enumerate(parts) if n != number]
    left = frozenset(collection.known).intersection(*others)
    return bool(left - parts[number].sure - parts[number].open)


def answered_whole(case: TellingCase) -> bool:
    """
    Whether a request that selects is answered by the count of the whole collection, whatever is blamed for it.
    """
    return any(
        page.count == collection.count
        and reading.asked.conditioned
        and len(_chosen(collection, reading)) < len(collection.known)
        for collection in _collections(case)
        for reading, page in collection.lists
    )


def counted_short(case: TellingCase) -> set[bool]:
    """
    Return of which requests, those that search and those that filter alone, a list counts too few records.
    """
    return {
        bool(reading.asked.terms)
        for collection in _collections(case)
        for reading, page in collection.lists
        if reading.asked.conditioned and page.counted and page.count < len(collection.selected(reading).sure)
    }


def strangers_shown(case: TellingCase) -> bool:
    """
    Return whether an answer to several conditions has a row that breaks one of them.
    """
    return any(_shows_strangers(each) for collection in _collections(case) for each in collection.readings)


def _collections(case: TellingCase) -> list[KnownCollection]:
    """
    Return what is known of the resource that is asked for, by all answers.
    """
    found, asked = case.context.collections(case.everything), case.reading.asked
    return [each for each in found if asked.route.of_records and each.resource is asked.resource]


def _chosen(collection: KnownCollection, reading: ParsedExchange) -> frozenset[str]:
    """
    Return the known records that a request may select.
    """
    selection = collection.selected(reading)
    return selection.sure | selection.open


def _shows_strangers(reading: ParsedExchange) -> bool:
    """
    Whether an answer to several conditions has a row that breaks one of them, whatever is blamed for it.
    """
    several = len(reading.asked.filters.conditions) + len(reading.asked.terms) > 1 and bool(reading.page)
    return several and any(fits(reading, row) is False for _, row in reading.rows)
