"""
What is known of a collection, ready to say in advance what a query selects.

A set of records is a whole number with a bit for each row, so that hundreds of candidate requests can be
weighed in the time that one request takes. The reading of each condition is that of `apicontract.semantics`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.paths import ABSENT, values_at
from apicontract.diagnosis.texts import TextColumn
from apicontract.semantics.predicates import COMPARISONS, satisfies
from apicontract.semantics.routes import route_of
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from apicontract.contract.model import Api, Field, Record, Resource
    from apicontract.semantics.conditions import Condition
    from apicontract.semantics.ordering import OrderingTerm
    from apicontract.semantics.routes import Route

T = TypeVar("T")


@dataclass
class Survey:
    """
    The records that a walk has seen, with remembered selections.

    Attributes:
        api: the contract.
        resource: whose records they are.
        rows: every record seen, once.
        complete: whether these are all.
    """

    api: Api
    resource: Resource
    rows: Sequence[Record]
    complete: bool
    _masks: dict[Any, int] = field(default_factory=dict, repr=False)
    _routes: dict[str, Route] = field(default_factory=dict, repr=False)
    _made: dict[Any, Any] = field(default_factory=dict, repr=False)
    _columns: dict[Any, list[Any]] = field(default_factory=dict, repr=False)
    _text_columns: dict[str, TextColumn] = field(default_factory=dict, repr=False)

    @cached_property
    def everything(self) -> int:
        """
        The set of all rows.
        """
        return (1 << len(self.rows)) - 1

    def route(self, path: str) -> Route:
        """
        Return where a path leads, remembered.
        """
        if path not in self._routes:
            self._routes[path] = route_of(self.api, path)
        return self._routes[path]

    def selected(self, condition: Condition) -> int:
        """
        Return the rows that satisfy a filter.
        """
        parameter = condition.parameter
        key = (parameter.name, parameter.lookup, condition.values)
        if key not in self._masks:
            compare = COMPARISONS.get(parameter.lookup)
            if compare is None:
                tests = (satisfies(condition, row) for row in self.rows)
            else:
                cells = self._parsed(parameter.fields, LOOKUPS[parameter.lookup].record_type or parameter.type)
                tests = (any(compare(value, wanted) for value in cell for wanted in condition.values) for cell in cells)
            self._masks[key] = _mask(tests)
        return self._masks[key]

    def containing(self, term: str, fields: Sequence[Field]) -> int:
        """
        Return the rows of which any of the fields contains a term, case-insensitively.
        """
        return self.texts_where(TextColumn.containing, term, fields)

    def texts_where(self, found: Callable[[TextColumn, str], set[int]], term: str, fields: Sequence[Field]) -> int:
        """
        Return the rows of which any of the fields has a text in which a term is found so, remembered.
        """
        rows = 0
        for each in fields:
            key = (found, term, each.path)
            if key not in self._masks:
                self._masks[key] = sum(1 << number for number in found(self._texts(each.path), term))
            rows |= self._masks[key]
        return rows

    def once(self, key: tuple[object, ...], made: Callable[[], T]) -> T:
        """
        Return what is known by a key, made when it is first asked for.
        """
        if key not in self._made:
            self._made[key] = made()
        made_before: T = self._made[key]
        return made_before

    def sort_values(self, key: OrderingTerm) -> list[Any]:
        """
        Return what each row is sorted by, None where that is null or unreadable.
        """
        cells = self._parsed((key.field.path,), key.field.type)
        return [cell[0] if cell else None for cell in cells]

    def raw_values(self, path: str) -> list[Any]:
        """
        Return what stands at a path of each row, `ABSENT` where nothing does.
        """
        if ("raw", path) not in self._columns:
            self._columns["raw", path] = [next(values_at(row, path), None) for row in self.rows]
        return self._columns["raw", path]

    def _parsed(self, paths: Sequence[str], kind: str) -> list[Any]:
        """
        Return, for each row, the values at some paths as the type reads them, null and unreadable ones left out.
        """
        key = (tuple(paths), kind)
        if key not in self._columns:
            self._columns[key] = [tuple(_read(row, paths, kind)) for row in self.rows]
        return self._columns[key]

    def _texts(self, path: str) -> TextColumn:
        if path not in self._text_columns:
            cells = [[text for text in values_at(row, path) if isinstance(text, str)] for row in self.rows]
            self._text_columns[path] = TextColumn(cells)
        return self._text_columns[path]


def _mask(tests: Iterable[object]) -> int:
    # Written as digits: to add up the bits of thousands of rows takes a hundred times as long.
    return int("".join("1" if passed else "0" for passed in tests)[::-1] or "0", 2)


def _read(row: Record, paths: Sequence[str], kind: str) -> Iterator[Any]:
    for path in paths:
        for value in values_at(row, path):
            if value is not None and value is not ABSENT:
                with suppress(ValueError, TypeError, ArithmeticError):
                    yield parse_value(kind, value)
