"""
Checks of what a lenient service lets pass: it is no error, and has no effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, Evaluation
from apicontract.checks.knowledge import fits
from apicontract.semantics.sorting import inversion
from apicontract.semantics.tolerance import MAY_FILTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.semantics.tolerance import Tolerated

_ALL = frozenset({*MAY_FILTER, "limit-above", "limit-unreadable", "offset-unreadable", "format-empty"})
_PAGING = frozenset({"limit-above", "limit-unreadable", "offset-unreadable"})


@dataclass(frozen=True)
class _Effect:
    """
    What a lenient request did: nothing unusual, or this difference, which only some tolerated parts can cause.
    """

    reading: ParsedExchange
    difference: Difference | None = None
    causes: frozenset[str] = frozenset()

    def suspects(self, innocent: set[Tolerated]) -> list[Tolerated]:
        return [each for each in self.reading.asked.tolerated if each.kind in self.causes and each not in innocent]


def tolerates(kind: str) -> CheckFunction:
    """
    Make the check that one kind of leniency has no effect.

    A wrong answer is blamed on a leniency only if nothing else in the request can be the cause: everything
    else was seen to have no effect, and the rest of the request is answered rightly without it.
    """

    def function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for collection in context.collections(readings):
            effects, innocent = _effects(context, collection)
            for effect in effects:
                suspects = {each.kind for each in effect.suspects(innocent)}
                if effect.difference is not None and suspects == {kind}:
                    yield Evaluation((effect.reading,), (effect.difference,))
                elif effect.difference is None and kind in {each.kind for each in effect.reading.asked.tolerated}:
                    yield Evaluation((effect.reading,))

    return function


def lengths_wrong(collection: KnownCollection) -> bool:
    """
    Return whether pages are too long or too short also where limit and offset are ordinary.
    """
    return any(
        len(page.rows) != min(reading.asked.limit, max(0, page.count - reading.start))
        for reading, page in collection.lists
        if _PAGING.isdisjoint(each.kind for each in reading.asked.tolerated)
    )


def _together(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    Several tolerated parts in one request of which one has an effect, and it cannot be told which.
    """
    for collection in context.collections(readings):
        effects, innocent = _effects(context, collection)
        for effect in effects:
            suspects = effect.suspects(innocent)
            if effect.difference is None:
                yield Evaluation((effect.reading,))
            elif len({each.kind for each in suspects}) > 1 or (not suspects and _right_elsewhere(collection, effect)):
                names = sorted({each.parameter for each in suspects or effect.reading.asked.tolerated})
                yield Evaluation((effect.reading,), (_suspected(effect.difference, names),))


def _right_elsewhere(collection: KnownCollection, effect: _Effect) -> bool:
    """
    Return whether the same page has the right count when nothing lenient is asked with it.
    """
    asked = effect.reading.asked
    return effect.causes == MAY_FILTER and any(
        page.count == collection.count and other.start == asked.offset and not other.selecting_by_mistake
        for other, page in collection.clean
        if not asked.conditioned
    )


def _suspected(difference: Difference, suspects: Sequence[str]) -> Difference:
    message = f"{difference.message}; one of {', '.join(suspects)} must have had an effect"
    return Difference(difference.place, message, difference.expected, difference.found)


def _effects(context: Context, collection: KnownCollection) -> tuple[list[_Effect], set[Tolerated]]:
    """
    Return the lenient requests whose effect can be told, and the tolerated parts seen to have none.
    """
    return context.once(("effects", id(collection)), partial(_observed, context, collection))


def _observed(context: Context, collection: KnownCollection) -> tuple[list[_Effect], set[Tolerated]]:
    lenient = [each for each in collection.readings if each.asked.tolerated]
    effects = [found for each in lenient if (found := _effect(context, collection, each)) is not None]
    return effects, {each for found in effects if found.difference is None for each in found.reading.asked.tolerated}


def _effect(context: Context, collection: KnownCollection, reading: ParsedExchange) -> _Effect | None:
    """
    Return in what a lenient request is not answered as it were without its tolerated parts; None if unknown.
    """
    status = reading.exchange.status
    open_ = collection.may_refuse(reading) or collection.may_be_no_page(reading)
    open_ = open_ or bool(reading.asked.route.parents and status == HTTPStatus.NOT_FOUND)
    if not reading.is_get_of_resource or not reading.asked.certain or open_:
        return None
    if reading.asked.route.kind == "list" and status != HTTPStatus.OK:
        if reading.asked.conditioned and not answered_without(collection, reading):
            return None
        message = f"the request returned {status}, not 200"
        return _Effect(reading, Difference("status", message, int(HTTPStatus.OK), status), _ALL)
    page = reading.page
    if page is None or collection.changed:
        return None
    total = collection.total(reading) if reading.asked.conditioned else collection.count
    if total is None or (reading.asked.conditioned and not _right_without(collection, reading, total)):
        return None
    lengths = not reading.selecting_by_mistake and not lengths_wrong(collection)
    found = [
        *_miscounted(reading, page, total, lengths=lengths),
        *_unsorted(context, collection, reading, page),
    ]
    return found[0] if found else _Effect(reading)


def answered_without(collection: KnownCollection, reading: ParsedExchange) -> bool:
    """
    Return whether the same selection is answered at all when nothing lenient is asked with it.
    """
    return any(
        other.selection == reading.selection and not other.asked.tolerated and other.page is not None
        for other in collection.readings
    )


def _right_without(collection: KnownCollection, reading: ParsedExchange, total: int) -> bool:
    """
    Whether the same selection is answered rightly when nothing lenient is asked with it.
    """
    return any(
        page.count in (total, *(() if page.counted else (page.count,)))
        and all(fits(other, row) is not False for row in page.rows)
        for other, page in collection.lists
        if other.selection == reading.selection and not other.selecting_by_mistake
    )


def _miscounted(reading: ParsedExchange, page: Page, total: int, *, lengths: bool) -> Iterator[_Effect]:
    paging = reading.paging
    if page.counted and page.count != total:
        message = f"the count is {page.count}; without the ignored parameters it is {total}"
        yield _Effect(reading, Difference(paging.count_pointer, message, total, page.count), MAY_FILTER)
    for pointer, row in reading.rows:
        if fits(reading, row) is False:
            message = "this row is not what the request selects"
            yield _Effect(reading, Difference(pointer, message, record=reading.name(row)), MAY_FILTER)
    length = min(reading.asked.limit, max(0, total - reading.start))
    if lengths and len(page.rows) != length:
        message = f"the page holds {len(page.rows)} rows; without the ignored parameters it has {length}"
        yield _Effect(reading, Difference(paging.rows_pointer, message, length, len(page.rows)), _PAGING)


def _unsorted(context: Context, collection: KnownCollection, reading: ParsedExchange, page: Page) -> Iterator[_Effect]:
    """
    Yield an inversion, if the same field, and the same direction, are kept where no unknown term stands beside.
    """
    keys, pointer = reading.asked.ordering, reading.paging.rows_pointer
    clean = [
        (other.asked.ordering[0], inversion(other.asked.ordering, others.rows, context.rules) is None)
        for other, others in collection.lists
        if other.asked.ordering
        and not any(each.kind == "ordering-unknown" for each in other.asked.tolerated)
        and len(others.rows) > 1
    ]
    same_field = [right for key, right in clean if keys and key.field == keys[0].field]
    same_direction = [right for key, right in clean if keys and key.descending == keys[0].descending]
    kept = bool(same_field) and all(same_field) and any(same_direction)
    wrong = inversion(keys[:1], page.rows, context.rules) if kept else None
    if wrong is not None:
        message = f"the rows are not sorted by {','.join(reading.ordered)}, the terms that are known"
        yield _Effect(reading, Difference(pointer, message, list(reading.ordered)), frozenset({"ordering-unknown"}))


CHECKS = (
    *(
        Check(name, "parameters", sentence, "many", tolerates(kind))
        for name, kind, sentence in (
            ("filter-unreadable", "filter-unreadable", "An invalid boolean is ignored."),
            ("filter-empty", "filter-empty", "An empty filter is ignored."),
            ("search-empty", "search-empty", "An empty search is ignored."),
            ("ordering-unknown", "ordering-unknown", "Unknown ordering terms are ignored."),
            ("parameter-undeclared", "undeclared", "An undeclared parameter is ignored."),
            ("parameter-repeated", "repeated", "The last value of a repeated parameter counts."),
            ("format-empty", "format-empty", "An empty format is ignored."),
        )
    ),
    Check(
        "no-effect",
        "parameters",
        "Parameters that must have no effect have none in combination either.",
        "many",
        _together,
    ),
)
