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


def united(some: Iterable[frozenset[int]]) -> frozenset[int]:
    """
    Return the rows that any of several sets has; of one set, itself.
    """
    sets = list(some)
    return sets[0] if len(sets) == 1 else frozenset().union(*sets)


def common(some: Iterable[frozenset[int]]) -> frozenset[int]:
    """
    Return the rows that all sets have; the smallest comes first, for it decides how many are looked at.
    """
    first, *others = sorted(some, key=len)
    return first.intersection(*others) if others else first


def rows_of_rule(collection: Collection, rule: Rule, now: float) -> frozenset[int]:
    """
    Return the rows that a rule selects at a moment, in seconds since the epoch.
    """
    match rule:
        case FieldRule():
            return _compared(collection, rule, now)
        case Not(inner):
            return frozenset(collection.rows) - rows_of_rule(collection, inner, now)
        case AllOf(rules):
            return common(rows_of_rule(collection, each, now) for each in rules)
        case AnyOf(rules):
            return united(rows_of_rule(collection, each, now) for each in rules)


def _compared(collection: Collection, rule: FieldRule, now: float) -> frozenset[int]:
    if rule.offset is not None:
        moment = dt.datetime.fromtimestamp(now, dt.UTC) + rule.offset
        sought: tuple[Any, ...] = (moment.date() if rule.type == "date" else moment,)
    elif rule.lookup == "isnull":
        sought = rule.values
    else:
        sought = tuple(READERS[rule.type].parse(each) for each in rule.values)
    return rows_with(collection, (rule.field,), rule.lookup, rule.type, sought)


def rows_with(
    collection: Collection, paths: Iterable[str], lookup: str, kind: str, sought: Iterable[Any]
) -> frozenset[int]:
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
        return frozenset(
            row
            for column in columns
            for row, values in enumerate(column.values)
            if any((value is None) == wanted for value in values)
        )
    comparison = COMPARISONS[lookup]
    if comparison.equality:
        return united(column.rows_of(value) for value in sought for column in columns)
    folded = comparison.folded
    texts = [column.folded if folded else column.values for column in columns]
    values = [fold(str(value)) if folded else value for value in sought]
    return united(_holding(texts, comparison.holds, each) for each in values)


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


def _holding(
    columns: Sequence[Sequence[Sequence[Any]]], holds: Callable[[Any, Any], bool], sought: Any
) -> frozenset[int]:
    return frozenset(
        row
        for column in columns
        for row, values in enumerate(column)
        if any(value is not None and holds(value, sought) for value in values)
    )
