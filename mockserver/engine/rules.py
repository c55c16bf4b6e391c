"""
Which rows compare with values as a lookup or a declared rule wants: sets of rows, put together.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.rules import AllOf, AnyOf, FieldRule, Not, Rule
from apicontract.dataset.comparisons import COMPARISONS, fold
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mockserver.engine.collection import Collection


def rows_of_rule(collection: Collection, rule: Rule, now: float) -> set[int]:
    """
    Return the rows that a rule selects at a moment, in seconds since the epoch.
    """
    match rule:
        case FieldRule():
            return _compared(collection, rule, now)
        case Not(inner):
            return set(collection.rows) - rows_of_rule(collection, inner, now)
        case AllOf(rules):
            return set.intersection(*(rows_of_rule(collection, each, now) for each in rules))
        case AnyOf(rules):
            return set.union(*(rows_of_rule(collection, each, now) for each in rules))


def _compared(collection: Collection, rule: FieldRule, now: float) -> set[int]:
    if rule.offset is not None:
        moment = dt.datetime.fromtimestamp(now, dt.UTC) + rule.offset
        sought: tuple[Any, ...] = (moment.date() if rule.type == "date" else moment,)
    elif rule.lookup == "isnull":
        sought = rule.values
    else:
        sought = tuple(READERS[rule.type].parse(each) for each in rule.values)
    return rows_with(collection, (rule.field,), rule.lookup, rule.type, sought)


def rows_with(collection: Collection, paths: Iterable[str], lookup: str, kind: str, sought: Iterable[Any]) -> set[int]:
    """
    Return the rows in which any of the fields compares with any of the values.

    Args:
        collection: the records.
        paths: of the fields.
        lookup: how they are compared: key of `lookups.LOOKUPS`.
        kind: as what the fields are read: key of `lookups.TYPES`.
        sought: parsed values; for `isnull` one truth.
    """
    columns = [collection.column(path, _read_as(lookup, kind)) for path in paths]
    if lookup == "isnull":
        (wanted,) = sought
        return {
            row
            for column in columns
            for row, values in enumerate(column.values)
            if any((value is None) == wanted for value in values)
        }
    comparison = COMPARISONS[lookup]
    if comparison.equality:
        return {row for value in sought for column in columns for row in column.places.get(value, ())}
    folded = comparison.folded
    texts = [column.folded if folded else column.values for column in columns]
    values = [fold(str(value)) if folded else value for value in sought]
    return {row for each in values for row in _holding(texts, comparison.holds, each)}


def prepare(collection: Collection, paths: Iterable[str], lookup: str, kind: str) -> None:
    """
    Make what `rows_with` needs of some fields, for whatever values.
    """
    comparison = COMPARISONS.get(lookup)
    for path in paths:
        column = collection.column(path, _read_as(lookup, kind))
        if comparison:
            _ = column.places if comparison.equality else column.folded if comparison.folded else None


def _read_as(lookup: str, kind: str) -> str:
    return "text" if lookup == "isnull" else LOOKUPS[lookup].record_type or kind


def _holding(columns: Sequence[Sequence[Sequence[Any]]], holds: Callable[[Any, Any], bool], sought: Any) -> set[int]:
    return {
        row
        for column in columns
        for row, values in enumerate(column)
        if any(value is not None and holds(value, sought) for value in values)
    }
