"""
What is known of a collection, ready to say in advance what a query selects.

A set of records is a whole number with a bit for each row, so that hundreds of candidate requests can be
weighed in the time that one request takes. The reading of each condition is that of `apicontract.checks`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from apicontract.checks.paths import values_at
from apicontract.checks.predicates import contains_term, satisfies
from apicontract.lookups import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.checks.conditions import Condition
    from apicontract.checks.reading import Key
    from apicontract.model import Api, Field, Record, Resource


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

    @cached_property
    def everything(self) -> int:
        """
        The set of all rows.
        """
        return (1 << len(self.rows)) - 1

    def selected(self, condition: Condition) -> int:
        """
        Return the rows that satisfy a filter.
        """
        key = (condition.parameter.name, condition.parameter.lookup, condition.values)
        return self._mask(key, lambda row: satisfies(condition, row))

    def containing(self, term: str, fields: Sequence[Field]) -> int:
        """
        Return the rows of which any of the fields contains a term, whatever the letter case.
        """
        key = ("icontains", term, tuple(each.path for each in fields))
        return self._mask(key, lambda row: contains_term(fields, row, term))

    def texts_where(self, name: str, fields: Sequence[Field], test: Callable[[str], bool]) -> int:
        """
        Return the rows of which any of the fields has a text that passes a test, remembered by its name.
        """
        paths = tuple(each.path for each in fields)
        return self._mask((name, paths), lambda row: any(map(test, self._texts(row, paths))))

    def members(self, rows: int) -> list[Record]:
        """
        Return the records of a set, in the order seen.
        """
        return [row for number, row in enumerate(self.rows) if rows >> number & 1]

    def sort_value(self, key: Key, row: Record) -> Any:
        """
        Return what a row is sorted by, None if that is null or unreadable.
        """
        value = next(values_at(row, key.field.path), None)
        try:
            return None if value is None else TYPES[key.field.type].parse(value)
        except (ValueError, TypeError, ArithmeticError):
            return None

    def _mask(self, key: Any, test: Callable[[Record], bool | None]) -> int:
        if key not in self._masks:
            self._masks[key] = sum(1 << number for number, row in enumerate(self.rows) if test(row))
        return self._masks[key]

    @staticmethod
    def _texts(row: Record, paths: Sequence[str]) -> list[str]:
        return [value for path in paths for value in values_at(row, path) if isinstance(value, str)]
