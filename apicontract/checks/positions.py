"""
Where the rows of a page belong in the whole list: parts of the promise that pages are contiguous.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from apicontract.checks.check import Difference, Evaluation
from apicontract.semantics.sorting import compare, compare_rows, in_order, sent
from apicontract.semantics.tolerance import FORMAT, MODE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.contract.model import Record
    from apicontract.semantics.ordering import OrderingTerm
    from apicontract.semantics.sorting import Rules


@dataclass(frozen=True, slots=True)
class _Line:
    """
    Known records, and the rules by which they stand in line.

    Attributes:
        rows: the records.
        rules: what the ordering promises.
        sorted: whether the rules put any two of them in order, and they stand in it.
    """

    rows: Sequence[Record]
    rules: Rules
    sorted: bool


def reverses(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    What stands n-th in one direction has the value of what stands n-th from the end in the other.
    """
    for collection in context.collections(readings):
        ascending: dict[Hashable, tuple[ParsedExchange, Record]] = {}
        lists = [each for each in collection.lists if each[1].counted]
        for reading, page in lists:
            if reading.asked.ordering and not reading.asked.ordering[0].descending:
                for place, row in enumerate(page.rows, reading.start):
                    ascending.setdefault((*_series(reading, page), page.count - 1 - place), (reading, row))
        for reading, page in lists:
            if reading.asked.ordering and reading.asked.ordering[0].descending:
                yield from _reversed(context, collection, reading, page, ascending)


def wording(reading: ParsedExchange) -> Hashable:
    """
    Return in which words a request asks for what it does, but for mode and format, and for plain limits and offsets.

    Where two requests come to the same in other words, these may be why their answers differ.
    """
    numbers = set(reading.paging.parameters)
    words = [each for each in reading.exchange.query if each[0] not in {MODE, FORMAT, *numbers}]
    unusual = [(each.kind, each.text) for each in reading.asked.tolerated if each.parameter in numbers]
    return tuple(sorted(words)), tuple(sorted(unusual))


def _series(reading: ParsedExchange, page: Page) -> tuple[Hashable, ...]:
    return reading.selection, reading.asked.ordering[0].field.name, page.count


def _reversed(
    context: Context,
    collection: KnownCollection,
    reading: ParsedExchange,
    page: Page,
    ascending: dict[Hashable, tuple[ParsedExchange, Record]],
) -> Iterator[Evaluation]:
    """
    Hold each row to those of the other direction, as many places apart as rows may have moved meanwhile.
    """
    key = reading.asked.ordering[0]
    slack = _moving(collection, reading, (key,))
    if slack and not collection.complete:
        return
    for place, row in enumerate(page.rows, reading.start):
        series = _series(reading, page)
        bounds = ((1, ascending.get((*series, place - slack))), (-1, ascending.get((*series, place + slack))))
        mirrors = [(wrong, *found) for wrong, found in bounds if found is not None]
        rows = [row, *(mirror for _, _, mirror in mirrors)]
        if not mirrors or any(collection.may_grow(each, key.field.path) for each in rows):
            continue
        wrong = [m for m in mirrors if compare(key, sent(key, m[2]), sent(key, row), context.promised_rules) == m[0]]
        yield Evaluation(
            (reading, mirrors[0][1]), tuple(_unmirrored(reading, key, place, row, m[2]) for m in wrong[:1])
        )
        if wrong:
            return


def _unmirrored(reading: ParsedExchange, key: OrderingTerm, place: int, row: Record, mirror: Record) -> Difference:
    values = sent(key, row), sent(key, mirror)
    message = f"place {place} of ordering={key} has {values[0]!r}; as far from the end without minus is {values[1]!r}"
    pointer = f"{reading.paging.rows_pointer}/{place - reading.start}"
    return Difference(pointer, message, values[1], values[0], reading.name(row))


def placed(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    With the whole collection known, the values of the ordering at every position are known, too.
    """
    for collection in context.collections(readings):
        lines: dict[Hashable, Sequence[_Line]] = {}
        for reading, page in collection.lists:
            keys = reading.asked.ordering
            if not keys or collection.total(reading) != page.count:
                continue
            name = (reading.selection, reading.ordered)
            if name not in lines:
                lines[name] = _lines(context, collection, reading)
            found = [next(_displaced(collection, reading, page, line), None) for line in lines[name]]
            yield Evaluation((reading,), tuple(filter(None, found))[:1] if all(found) else ())


def _moving(collection: KnownCollection, reading: ParsedExchange, keys: Sequence[OrderingTerm]) -> int:
    """
    Return by how many places a row may stand elsewhere: one for each row whose sorting value grows.
    """
    rows = [collection.known[name].row for name in collection.selected(reading).sure]
    return sum(len(_resting(collection, keys, row)) < len(keys) for row in rows)


def _resting(collection: KnownCollection, keys: Sequence[OrderingTerm], row: Record) -> Sequence[OrderingTerm]:
    """
    Return the first keys of an ordering, up to one by which the row may move.
    """
    return tuple(takewhile(lambda key: not collection.may_grow(row, key.field.path), keys))


def _lines(context: Context, collection: KnownCollection, reading: ParsedExchange) -> Sequence[_Line]:
    """
    Return the known records that a request selects, once sorted by each of the rules that may hold.
    """
    rows = [collection.known[name].row for name in sorted(collection.selected(reading).sure)]
    return [_line(reading.asked.ordering, rows, rules) for rules in context.promised_rules.resolved_variants()]


def _line(keys: Sequence[OrderingTerm], rows: Sequence[Record], rules: Rules) -> _Line:
    if any(compare(key, sent(key, one), sent(key, one), rules) is None for key in keys for one in rows):
        return _Line((), rules, sorted=True)
    if not all(map(rules.is_total_order, keys)):
        return _Line(rows, rules, sorted=False)
    return _Line(in_order(keys, rows, rules), rules, sorted=True)


def _displaced(collection: KnownCollection, reading: ParsedExchange, page: Page, line: _Line) -> Iterator[Difference]:
    slack = _moving(collection, reading, reading.asked.ordering)
    paths = [key.field.path for key in reading.asked.ordering]
    for place, sent_row in enumerate(page.rows, reading.start):
        row = collection.full(reading, sent_row, paths)
        if place >= len(line.rows):
            return
        held = _by_place if line.sorted else _by_number
        message, expected, found = held(_resting(collection, reading.asked.ordering, row), place, row, line, slack)
        if message:
            pointer = f"{reading.paging.rows_pointer}/{place - reading.start}"
            message = f"position {place} of ordering={','.join(reading.ordered)} has {message}"
            yield Difference(pointer, message, expected, found, reading.name(row))


def _by_place(keys: Sequence[OrderingTerm], place: int, row: Record, line: _Line, slack: int) -> tuple[str, Any, Any]:
    """
    Hold a row to the records that stand at its place in the sorted line; "" if it may stand there.
    """
    low, high = line.rows[max(0, place - slack)], line.rows[min(len(line.rows) - 1, place + slack)]
    early, late = compare_rows(keys, low, row, line.rules), compare_rows(keys, row, high, line.rules)
    if 1 not in (early[0], late[0]):
        return "", None, None
    right, depth = (low, early[1]) if early[0] == 1 else (high, late[1])
    found, expected = sent(keys[depth], row), sent(keys[depth], right)
    message = f"{keys[depth].field.name} {found!r}; among the known records {expected!r} is there"
    return message, expected, found


def _by_number(keys: Sequence[OrderingTerm], place: int, row: Record, line: _Line, slack: int) -> tuple[str, Any, Any]:
    """
    Hold a row to how many records surely belong before and behind it; "" if it may stand there.
    """
    if not keys:
        return "", None, None
    orders = [compare_rows(keys, other, row, line.rules)[0] for other in line.rows]
    before, behind = orders.count(-1), orders.count(1)
    most = len(line.rows) - 1 - behind
    if before - slack <= place <= most + slack:
        return "", None, None
    found = sent(keys[0], row)
    message = f"{keys[0].field.name} {found!r}; {before} of the known records belong before it, and {behind} behind it"
    return message, f"position {before} to {most}", place
