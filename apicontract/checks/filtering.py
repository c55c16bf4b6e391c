"""
Checks of the filters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, Evaluation, chain, each
from apicontract.checks.knowledge import fits
from apicontract.checks.parents import belonging
from apicontract.contract.lookups import BOOLEANS, LOOKUPS
from apicontract.contract.paths import values_at
from apicontract.semantics.predicates import contains_term, satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.contract.model import Record
    from apicontract.semantics.conditions import Condition


def _rows_satisfy(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    conditions = reading.asked.selecting
    if not conditions or reading.page is None or not reading.rows:
        return None
    return [
        _unsatisfied(reading, pointer, row, condition)
        for pointer, row in reading.rows
        for condition in conditions
        if satisfies(condition, row) is False
    ]


def _unsatisfied(reading: ParsedExchange, pointer: str, row: Record, condition: Condition) -> Difference:
    parameter = condition.parameter
    found = [value for path in parameter.fields for value in values_at(row, path)]
    shown = found[0] if len(found) == 1 else found
    promise = LOOKUPS[parameter.lookup].sentence.format(field=" or ".join(parameter.fields), value=condition.text)
    asked = f"{condition} asks for" if condition is not reading.asked.selection else f"{parameter.name} lists"
    return Difference(
        place=f"{pointer}/{parameter.fields[0].replace('.', '/')}",
        message=f"{asked} rows where {promise}; this row has {shown!r}",
        expected=promise,
        found=shown,
        record=reading.name(row),
        grade=parameter.grade,
        doubtful=condition.inferred or parameter.name in reading.asked.presumed,
    )


def _compose(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    Conditions that are kept alone must be kept together; what breaks alone is another check's business.
    """
    for collection in context.collections(readings):
        kept = {
            next(iter(_parts(reading)))
            for reading, page in collection.lists
            if len(_parts(reading)) == 1 and page.rows and _kept(collection, reading, page)
        }
        for reading, page in collection.lists:
            parts = _parts(reading)
            if not kept.isdisjoint(parts) and len(parts) > 1 and reading.asked.filters.conditions and page.rows:
                yield Evaluation((reading,), tuple(_strays(reading, kept)))


def _kept(collection: KnownCollection, reading: ParsedExchange, page: Page) -> bool:
    """
    Whether a selection has the right count, if that is known, and its rows are right.
    """
    right = not page.counted or collection.total(reading) in (None, page.count)
    return right and all(fits(reading, row) is not False for row in page.rows)


def _parts(reading: ParsedExchange) -> frozenset[object]:
    """
    Return the single conditions of a request, filters and search terms alike.
    """
    filters = {(each.parameter.name, each.values) for each in reading.asked.filters.conditions}
    return frozenset(filters | set(reading.asked.terms))


def _strays(reading: ParsedExchange, kept: set[object]) -> Iterator[Difference]:
    asked = reading.asked
    both = " and ".join([*map(str, asked.filters.conditions), *(f"search={each}" for each in asked.terms)])
    for pointer, row in reading.rows:
        broken = [
            str(each)
            for each in asked.filters.conditions
            if (each.parameter.name, each.values) in kept and satisfies(each, row) is False
        ]
        if len(asked.terms) == 1:
            broken += [
                f"search={each}"
                for each in asked.terms
                if each in kept and contains_term(asked.resource.search, row, each) is False
            ]
        if broken:
            message = f"{both} must hold together; this row breaks {' and '.join(broken)}, which holds when asked alone"
            yield Difference(pointer, message, both, None, reading.name(row))


def _partition(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    The halves that a boolean filter makes have together as many records as there are without it.
    """
    for collection in context.collections(readings):
        counts = {reading.selection: (reading, page) for reading, page in reversed(collection.lists)}
        for parameter in collection.resource.parameters:
            if context.api.paging.counts and parameter.type in BOOLEANS and parameter.lookup == "exact":
                for (conditions, terms), complete in counts.items():
                    halves = [counts.get((conditions | {(parameter.name, (value,))}, terms)) for value in (True, False)]
                    if halves[0] is not None and halves[1] is not None and not collection.changed:
                        yield _sum(collection, parameter.name, complete, (halves[0], halves[1]))


def _sum(
    collection: KnownCollection,
    name: str,
    complete: tuple[ParsedExchange, Page],
    halves: tuple[tuple[ParsedExchange, Page], tuple[ParsedExchange, Page]],
) -> Evaluation:
    counts = [page.count for _, page in halves]
    readings = sorted((reading for reading, _ in halves), key=lambda each: _right(collection, each))
    together = Evaluation((*readings, complete[0]))
    if sum(counts) == complete[1].count or _nullable(collection, name):
        return together
    message = (
        f"{name}=true counts {counts[0]} and {name}=false {counts[1]}, together {sum(counts)}; "
        f"without {name} there are {complete[1].count}"
    )
    return Evaluation(together.readings, (Difference("/count", message, complete[1].count, sum(counts)),))


def _right(collection: KnownCollection, reading: ParsedExchange) -> bool:
    return reading.page is not None and collection.total(reading) == reading.page.count


def _nullable(collection: KnownCollection, name: str) -> bool:
    """
    Return whether any known record has neither yes nor no there.
    """
    parameter = collection.resource.parameter(name)
    paths = parameter.fields if parameter is not None else ()
    return any(
        not isinstance(value, bool)
        for each in collection.known.values()
        for path in paths
        for value in values_at(each.row, path)
    )


CHECKS = (
    Check(
        "filters-compose",
        "filtering",
        "Filters and search are combined with AND.",
        "many",
        _compose,
    ),
    Check(
        "filter-kept",
        "filtering",
        "Every row of a filtered answer satisfies each filter asked, and belongs to the parent in the path.",
        "one",
        chain(each(_rows_satisfy), each(belonging)),
    ),
)

PARTITION_CHECKS = (
    Check(
        "filter-partition",
        "filtering",
        "The counts of a boolean filter and its opposite add up to the collection.",
        "many",
        _partition,
    ),
)
