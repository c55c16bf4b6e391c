"""
Laws of where the rows of a page belong in the whole list.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, Ruling
from apicontract.checks.sorting import compare, compare_rows, sent
from apicontract.envelopes import STYLES
from apicontract.model import Grade

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from apicontract.checks.answers import Page, Reading
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import Collection
    from apicontract.model import Record


def _reverses(context: Context, readings: Sequence[Reading]) -> Iterator[Ruling]:
    """
    What stands n-th in one direction has the value of what stands n-th from the end in the other.
    """
    for collection in context.collections(readings):
        ascending: dict[Hashable, tuple[Reading, Record]] = {}
        for reading, page in collection.lists:
            if reading.asked.keys and not reading.asked.keys[0].descending:
                for place, row in enumerate(page.rows, reading.asked.offset):
                    ascending.setdefault((*_series(reading, page), page.count - 1 - place), (reading, row))
        for reading, page in collection.lists:
            if reading.asked.keys and reading.asked.keys[0].descending:
                yield from _reversed(context, collection, reading, page, ascending)


def _series(reading: Reading, page: Page) -> tuple[Hashable, ...]:
    return reading.selection, reading.asked.keys[0].field.name, page.count


def _reversed(
    context: Context,
    collection: Collection,
    reading: Reading,
    page: Page,
    ascending: dict[Hashable, tuple[Reading, Record]],
) -> Iterator[Ruling]:
    key = reading.asked.keys[0]
    for place, row in enumerate(page.rows, reading.asked.offset):
        mirror = ascending.get((*_series(reading, page), place))
        if mirror is None or collection.ticks(row, key.field.path) or collection.ticks(mirror[1], key.field.path):
            continue
        values = sent(key, row), sent(key, mirror[1])
        wrong = compare(key, *values, context.rules) not in (0, None)
        message = (
            f"place {place} of ordering={key} has {values[0]!r}; as far from the end without minus is {values[1]!r}"
        )
        pointer = f"/{STYLES[reading.style].results}/{place - reading.asked.offset}"
        differences = [Difference(pointer, message, values[1], values[0], reading.name(row))] if wrong else []
        yield Ruling((reading, mirror[0]), tuple(differences))
        if wrong:
            return


def _placed(context: Context, readings: Sequence[Reading]) -> Iterator[Ruling]:
    """
    With the whole collection known, the values of the ordering at every position are known, too.
    """
    for collection in context.collections(readings):
        lines: dict[Hashable, list[Record]] = {}
        for reading, page in collection.lists:
            keys = reading.asked.keys
            if not keys or collection.total(reading) != page.count:
                continue
            name = (reading.selection, reading.ordered)
            slack = _moving(collection, reading)
            if name not in lines:
                lines[name] = _line(context, collection, reading)
            yield Ruling((reading,), tuple(_displaced(context, reading, page, lines[name], slack))[:1])


def _moving(collection: Collection, reading: Reading) -> int:
    """
    Return by how many places a row may stand elsewhere: one for each row whose sorting value grows.
    """
    paths = [each.field.path for each in reading.asked.keys]
    rows = [collection.known[name].row for name in collection.selected(reading).sure]
    return sum(any(collection.ticks(row, path) for path in paths) for row in rows)


def _line(context: Context, collection: Collection, reading: Reading) -> list[Record]:
    keys = reading.asked.keys
    rows = [collection.known[name].row for name in collection.selected(reading).sure]
    if any(compare(key, sent(key, one), sent(key, one), context.rules) is None for key in keys for one in rows):
        return []

    def order(one: Record, other: Record) -> int:
        return compare_rows(keys, one, other, context.rules)[0] or 0

    return sorted(rows, key=cmp_to_key(order))


def _displaced(
    context: Context, reading: Reading, page: Page, line: Sequence[Record], slack: int
) -> Iterator[Difference]:
    keys = reading.asked.keys
    for place, row in enumerate(page.rows, reading.asked.offset):
        if place >= len(line):
            return
        low, high = line[max(0, place - slack)], line[min(len(line) - 1, place + slack)]
        early, late = compare_rows(keys, low, row, context.rules), compare_rows(keys, row, high, context.rules)
        if 1 in (early[0], late[0]):
            right, depth = (low, early[1]) if early[0] == 1 else (high, late[1])
            key = keys[depth]
            values = sent(key, row), sent(key, right)
            yield Difference(
                f"/{STYLES[reading.style].results}/{place - reading.asked.offset}",
                f"position {place} of ordering={','.join(reading.ordered)} has "
                f"{key.field.name} {values[0]!r}; among the known records {values[1]!r} stands there",
                values[1],
                values[0],
                reading.name(row),
            )


CHECKS = (
    Check(
        "ordering-reverses",
        "ordering",
        "An ordering with a minus is the same ordering backwards, ties apart.",
        Grade.PUBLISHED,
        "many",
        _reverses,
    ),
    Check(
        "page-place",
        "pagination",
        "A page begins where its offset says.",
        Grade.PUBLISHED,
        "many",
        _placed,
    ),
)
