"""
Checks of several pages of one list: they agree about the count, and are contiguous.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, Evaluation, chain
from apicontract.checks.pageends import ends
from apicontract.checks.positions import placed, reverses, wording
from apicontract.semantics.sorting import compare_rows, sent

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.contract.model import Record

#: So many counts of one list contradict each other.
_SEVERAL = 2


@dataclass(frozen=True)
class Series:
    """
    The pages of one list: same host, resource and selection, and the same ordering where places are compared.
    """

    collection: KnownCollection
    pages: tuple[tuple[ParsedExchange, Page], ...]

    @cached_property
    def steady(self) -> bool:
        """
        Whether the pages agree about the count, as far as it is known.
        """
        return len({page.count for _, page in self.pages if page.counted}) < _SEVERAL

    @cached_property
    def total(self) -> bool:
        """
        Whether the ordering leaves no ties, because one of its terms is the identifier.
        """
        identifier = self.collection.resource.identifier.path
        return any(each.field.path == identifier for each in self.pages[0][0].asked.ordering)

    @cached_property
    def moving(self) -> bool:
        """
        Whether any row may stand elsewhere in the next answer, and so push others.
        """
        return any(self.may_move(row) for _, page in self.pages for row in page.rows)

    def may_move(self, row: Record) -> bool:
        """
        Return whether a row may stand elsewhere in the next answer, because its sorting value grows.
        """
        return any(self.collection.may_grow(row, each.field.path) for each in self.pages[0][0].asked.ordering)


def _one_order(reading: ParsedExchange) -> Hashable:
    return reading.selection, reading.ordered


def _any_order(reading: ParsedExchange) -> Hashable:
    return reading.selection


def _series(
    context: Context,
    readings: Sequence[ParsedExchange],
    common: Callable[[ParsedExchange], Hashable] = _one_order,
) -> Iterator[Series]:
    for collection in context.collections(readings):
        groups: dict[object, list[tuple[ParsedExchange, Page]]] = {}
        for reading, page in collection.lists:
            if reading.placed:
                groups.setdefault(common(reading), []).append((reading, page))
        for pages in groups.values():
            if len(pages) > 1:
                yield Series(collection, tuple(pages))


def _same_request(reading: ParsedExchange) -> Hashable:
    return reading.exchange.url, reading.asked.representation.name


def _same_parameters(reading: ParsedExchange) -> Hashable:
    return tuple(sorted(reading.exchange.query)), reading.asked.representation.name


def _same_but_mode(reading: ParsedExchange) -> Hashable:
    return reading.asked.representation.name, reading.asked.limit, reading.start, wording(reading)


def _same_but_form(reading: ParsedExchange) -> Hashable:
    return reading.asked.mode, reading.asked.limit, reading.start, wording(reading)


def _mode(reading: ParsedExchange) -> Hashable:
    return reading.asked.mode


def _order(reading: ParsedExchange) -> Hashable:
    return reading.ordered


def _form(reading: ParsedExchange) -> Hashable:
    return reading.asked.representation.name


def _same_representation(reading: ParsedExchange) -> Hashable:
    return reading.asked.mode, reading.asked.representation.name


#: check id to what two requests for the same list have in common, and in what they differ.
_RELATIONS: Mapping[str, tuple[Callable[[ParsedExchange], Hashable], Callable[[ParsedExchange], Hashable] | None]] = {
    "repeat-same": (_same_request, None),
    "mode-rows": (_same_but_mode, _mode),
    "format-rows": (_same_but_form, _form),
    "pages-tile": (_same_representation, _same_parameters),
}


#: Those of two looks of one list, whose count is the same on any page.
_FORMATS: Mapping[str, Callable[[ParsedExchange], Hashable]] = {"mode-rows": _mode, "format-rows": _form}


def _pair_function(name: str) -> CheckFunction:
    """
    Make the check that two requests for one list, alike but for one thing, have the same count and rows.
    """

    def function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for series in _series(context, readings):
            yield from _counts_agree(context, series, name)
            yield from _rows_agree(context, series, name)
            yield from _counts_by_look(context, series, _FORMATS[name]) if name in _FORMATS else ()

    return function


def _related(series: Series, name: str) -> Iterator[tuple[tuple[ParsedExchange, Page], tuple[ParsedExchange, Page]]]:
    """
    Yield each page with the first one that it is to agree with.
    """
    common, different = _RELATIONS[name]
    first: dict[Hashable, tuple[ParsedExchange, Page]] = {}
    for reading, page in series.pages:
        model = first.setdefault(common(reading), (reading, page))
        if model[0] is not reading and (different is None or different(model[0]) != different(reading)):
            yield model, (reading, page)


def _counts_agree(context: Context, series: Series, name: str) -> Iterator[Evaluation]:
    usual = _usual_count(series)
    for (model, standard), (reading, page) in _related(series, name):
        if page.count == standard.count or not context.api.paging.counts:
            shorter = name != "pages-tile" and len(page.rows) != len(standard.rows)
            yield _same_length(model, reading) if shorter else Evaluation((reading, model))
        elif context.strict or not _changed_one_way(series):
            wrong = (model, standard.count) if page.count == usual else (reading, page.count)
            right = reading if wrong[0] is model else model
            yield Evaluation((wrong[0], right), (_miscount(reading, wrong[1], usual),))


def _counts_by_look(
    context: Context, series: Series, look: Callable[[ParsedExchange], Hashable]
) -> Iterator[Evaluation]:
    """
    Find where every page of one format, mode or order has one count, and every page of another one has another.
    """
    if not context.api.paging.counts:
        return
    looks: dict[Hashable, list[tuple[ParsedExchange, Page]]] = {}
    for reading, page in series.pages:
        looks.setdefault(look(reading), []).append((reading, page))
    steady = [pages for pages in looks.values() if len({page.count for _, page in pages}) == 1]
    if len(looks) < 2 or len(steady) < len(looks):  # noqa: PLR2004 - one look agrees with itself
        return
    usual = _usual_count(series)
    for pages in steady:
        reading, page = pages[0]
        if page.count != usual and (context.strict or not _changed_one_way(series)):
            right = next(other for other, standard in series.pages if standard.count == usual)
            yield Evaluation((reading, right), (_miscount(reading, page.count, usual),))


def _same_length(model: ParsedExchange, reading: ParsedExchange) -> Evaluation:
    """
    Report that two answers to the same request have not as many rows; the one that its count speaks against is wrong.
    """
    wrong, right = (model, reading) if _is_full(reading) else (reading, model)
    lengths = len(wrong.rows), len(right.rows)
    message = f"the page holds {lengths[0]} rows; another answer for the same page holds {lengths[1]}"
    return Evaluation((wrong, right), (Difference(wrong.paging.rows_pointer, message, lengths[1], lengths[0]),))


def _is_full(reading: ParsedExchange) -> bool:
    count = reading.page.count if reading.page is not None else 0
    return len(reading.rows) == min(reading.asked.limit, max(0, count - reading.start))


def _usual_count(series: Series) -> int:
    counts = [page.count for _, page in series.pages]
    return max(counts, key=lambda each: (each == series.collection.count, counts.count(each)))


def _changed_one_way(series: Series) -> bool:
    """
    Return whether the count never came back to where it was: the collection itself grew, or shrank.
    """
    counts = [page.count for _, page in series.pages]
    return counts in (sorted(counts), sorted(counts, reverse=True))


def _miscount(reading: ParsedExchange, found: int, usual: int) -> Difference:
    message = f"the count is {found}; another answer for the same list says {usual}"
    return Difference(reading.paging.count_pointer, message, usual, found)


def _rows_agree(context: Context, series: Series, name: str) -> Iterator[Evaluation]:
    """
    Compare the rows at the positions that an answer shares with an earlier one.
    """
    common, different = _RELATIONS[name]
    stands: dict[Hashable, tuple[ParsedExchange, Record]] = {}
    for reading, page in series.pages:
        places = [(place, (common(reading), place)) for place in range(reading.start, _end(reading, page))]
        pairs = [
            (place, stands[key], row)
            for (place, key), row in zip(places, page.rows, strict=True)
            if key in stands and (different is None or different(stands[key][0]) != different(reading))
        ]
        if pairs and series.steady:
            others = {id(other): other for _, (other, _), _ in pairs}
            moved = tuple(_moved(context, series, reading, pairs))
            yield Evaluation((reading, *others.values()), moved[:1])
        for (_, key), row in zip(places, page.rows, strict=True):
            stands.setdefault(key, (reading, row))


def _end(reading: ParsedExchange, page: Page) -> int:
    return reading.start + len(page.rows)


def _moved(
    context: Context,
    series: Series,
    reading: ParsedExchange,
    pairs: Iterable[tuple[int, tuple[ParsedExchange, Record], Record]],
) -> Iterator[Difference]:
    for place, (other, before), row in pairs:
        if reading.identifier(row) == other.identifier(before) or series.may_move(row) or series.may_move(before):
            continue
        tied = compare_rows(reading.asked.ordering, before, row, context.rules)[0] in (0, None)
        yield Difference(
            f"{reading.paging.rows_pointer}/{place - reading.start}",
            f"position {place} holds {reading.name(row)}; in another answer it is {other.name(before)}",
            other.identifier(before),
            reading.identifier(row),
            reading.name(row),
            doubtful=series.moving or (tied and not series.total),
        )


def _steady(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    Every page of a list says the same count, in whatever order: a join that sorts may repeat records.
    """
    for series in _series(context, readings) if context.api.paging.counts else ():
        yield from _counts_agree(context, series, "pages-tile")
    for series in _series(context, readings, _any_order):
        yield from _counts_by_look(context, series, _order)


def _once(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    No record stands at two positions of one list.
    """
    for series in _series(context, readings):
        if not series.steady:
            continue
        first: dict[str, tuple[int, ParsedExchange]] = {}
        for reading, page in series.pages:
            twice = [
                (row, first[name])
                for place, row in enumerate(page.rows, reading.start)
                if (name := str(reading.identifier(row))) in first
                and first[name][0] != place
                and not series.may_move(row)
            ]
            doubtful = series.moving or not series.total
            others = {id(other): other for _, (_, other) in twice}
            yield Evaluation(
                (reading, *others.values()),
                tuple(_twice(reading, row, place, doubtful=doubtful) for row, (place, _) in twice[:1]),
            )
            for place, row in enumerate(page.rows, reading.start):
                first.setdefault(str(reading.identifier(row)), (place, reading))


def _twice(reading: ParsedExchange, row: Record, place: int, *, doubtful: bool) -> Difference:
    return Difference(
        reading.paging.rows_pointer,
        f"{reading.name(row)} is on this page, and at position {place} of the same list on another",
        None,
        reading.identifier(row),
        reading.name(row),
        doubtful=doubtful,
    )


def _contiguous(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    for series in _series(context, readings):
        yield from _rows_agree(context, series, "pages-tile")
    yield from _once(context, readings)


def _across(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    What stands on a later page belongs behind what stands on an earlier one.
    """
    for series in _series(context, readings):
        if not series.pages[0][0].asked.ordering:
            continue
        pages = sorted((each for each in series.pages if each[1].rows), key=lambda each: each[0].start)
        for (one, before), (other, after) in pairwise(pages):
            last, first = before.rows[-1], after.rows[0]
            apart = one.start + len(before.rows) <= other.start and not _share(one, other)
            counts = {each.count for each in (before, after) if each.counted}
            if apart and len(counts) < _SEVERAL and not (series.may_move(last) or series.may_move(first)):
                order, depth = compare_rows(one.asked.ordering, last, first, context.promised_rules)
                wrong = [_behind(one, other, last, first, depth)] if order == 1 else []
                yield Evaluation((other, one), tuple(wrong))


def _share(one: ParsedExchange, other: ParsedExchange) -> bool:
    """
    Return whether two pages show a record in common: then their places are wrong, not their order.
    """
    return not {str(one.identifier(row)) for _, row in one.rows}.isdisjoint(
        str(other.identifier(row)) for _, row in other.rows
    )


def _behind(one: ParsedExchange, other: ParsedExchange, last: Record, first: Record, depth: int) -> Difference:
    key = one.asked.ordering[depth]
    values = sent(key, last), sent(key, first)
    return Difference(
        f"{other.paging.rows_pointer}/0",
        f"this page begins with {key.field.name} {values[1]!r}; one before it ends with {values[0]!r}",
        values[0],
        values[1],
        other.name(first),
    )


REPEAT_CHECKS = tuple(
    Check(name, concern, sentence, "many", _pair_function(name))
    for name, concern, sentence in (
        ("repeat-same", "pagination", "A repeated request returns the same response."),
        ("mode-rows", "modes", "The mode changes the fields of the rows, not which rows are returned."),
        ("format-rows", "formats", "The format changes the representation, not the rows."),
    )
)

STEADY_CHECK = Check(
    "count-steady", "pagination", "Every page of a list has the same count, in any order.", "many", _steady
)

CONSISTENCY_CHECKS = (
    Check(
        "ordering-across",
        "ordering",
        "The ordering continues across pages.",
        "many",
        _across,
    ),
    Check(
        "pages-tile",
        "pagination",
        "Pages are contiguous: no record is missing, repeated or out of place.",
        "many",
        chain(_contiguous, placed, reverses, ends),
    ),
)
