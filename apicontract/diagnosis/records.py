"""
The records that answers have shown, sorted and paged as a contract says, or as one who misreads it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.keys import key_of
from apicontract.contract.model import Field
from apicontract.contract.paths import ABSENT, values_at
from apicontract.diagnosis.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.semantics.ordering import OrderingTerm

#: What rows are sorted by: keys, or how one of them is misread.
Order: TypeAlias = "tuple[Any, ...]"


@dataclass
class KnownRecords(Survey):
    """
    Records with their selections, orders and pages, remembered.
    """

    _rows_in: dict[Order, list[int]] = field(default_factory=dict, repr=False)
    _windows: dict[Any, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def text_fields(self) -> tuple[Field, ...]:
        """
        The members of the records that are texts, as the first record with each shows.
        """
        kinds: dict[str, type] = {}
        for row in self.rows:
            for name, value in row.items():
                if value is not None:
                    kinds.setdefault(name, type(value))
        return tuple(Field(name, name) for name, kind in kinds.items() if kind is str)

    def ordered(self, keys: tuple[OrderingTerm, ...]) -> list[int]:
        """
        Return the numbers of all rows, sorted by some keys, remembered.

        Without keys those with the lowest identifiers come first, as most databases do it.
        """
        if keys not in self._rows_in:
            names = [key_of(self.resource, row) for row in self.rows]
            natural = sorted(range(len(names)), key=lambda row: (str(type(names[row])), names[row] or 0))
            self._rows_in[keys] = self.sorted_rows(natural, keys) if keys else natural
        return self._rows_in[keys]

    def sorted_rows(self, rows: Iterable[int], keys: Iterable[OrderingTerm]) -> list[int]:
        """
        Return some rows sorted by keys.
        """
        return _sorted(rows, [(self.sort_values(key), key.descending, self._nulls_last(key)) for key in keys])

    def misorders(self, keys: tuple[OrderingTerm, ...], numbers: tuple[int, ...]) -> Iterator[tuple[str, Order]]:
        """
        Yield orders of all rows by keys of which some are compared as text, or have their nulls at the other end.
        """
        chosen = [keys[number] for number in numbers]
        if any(key.field.type not in ("", "text") for key in chosen):
            yield "values are sorted as texts", self._misorder("text", keys, numbers)
        if any(None in self.sort_values(key) for key in chosen):
            yield "nulls stand at the other end", self._misorder("nulls", keys, numbers)

    def _misorder(self, operator: str, keys: tuple[OrderingTerm, ...], numbers: tuple[int, ...]) -> Order:
        order = (operator, keys, numbers)
        if order not in self._rows_in:
            columns = [(self.sort_values(key), key.descending, self._nulls_last(key)) for key in keys]
            for number in numbers:
                values, descending, nulls_last = columns[number]
                if operator == "text":
                    raw = self.raw_values(keys[number].field.path)
                    values = [None if each is None else str(each) for each in raw]
                columns[number] = (values, descending, nulls_last is (operator == "text"))
            self._rows_in[order] = _sorted(range(len(self.rows)), columns)
        return order

    def window(self, selection: int, order: Order, start: int, limit: int) -> tuple[int, ...]:
        """
        Return the numbers of the rows on a page of selected rows in order, remembered.
        """
        key = (selection, order, start, limit)
        if key not in self._windows:
            rows = self._rows_in.get(order) or self.ordered(order)
            selected = (row for row in rows if selection >> row & 1)
            self._windows[key] = tuple(islice(selected, *_within(start, limit, len(self.rows))))
        return self._windows[key]

    def shown(self, path: str) -> bool:
        """
        Whether every row shows what stands at a path.
        """
        key = ("shown", path)
        if key not in self._columns:
            self._columns[key] = [ABSENT not in list(values_at(row, path)) for row in self.rows]
        return all(self._columns[key])

    def _nulls_last(self, key: OrderingTerm) -> bool:
        return (self.api.setting("nulls") == "last") is not key.descending


def _sorted(rows: Iterable[int], columns: Sequence[tuple[Sequence[Any], bool, bool]]) -> list[int]:
    """
    Return rows sorted by columns of values: which descend, and whether rows without a value stand last.
    """
    found = list(rows)
    for values, descending, nulls_last in reversed(columns):
        known = [row for row in found if values[row] is not None]
        known.sort(key=values.__getitem__, reverse=descending)
        null = [row for row in found if values[row] is None]
        found = known + null if nulls_last else null + known
    return found


def _within(start: int, limit: int, rows: int) -> tuple[int, int]:
    """
    Return where a page begins and ends, no further than there are rows: a query may hold numbers of any size.
    """
    return min(start, rows), min(start + limit, rows)
