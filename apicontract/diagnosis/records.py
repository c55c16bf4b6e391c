"""
The records that answers have shown: what a query selects of them, sorted and paged as a contract says or misread.

A set of records is a whole number with a bit for each row, so that hundreds of candidate requests can be
weighed in the time that one request takes. The reading of each condition is that of `apicontract.semantics`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from apicontract.contract.keys import key_of
from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.model import Field
from apicontract.contract.paths import ABSENT, values_at
from apicontract.diagnosis.rounding import ROUNDED
from apicontract.diagnosis.texts import TextColumn
from apicontract.semantics.predicates import COMPARISONS, satisfies
from apicontract.semantics.routes import route_of
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Api, Record, Resource
    from apicontract.semantics.conditions import Condition
    from apicontract.semantics.ordering import OrderingTerm
    from apicontract.semantics.routes import Route

T = TypeVar("T")

#: Digits of a set of rows to what they mean.
_BITS = bytes.maketrans(b"01", b"\0\1")

#: The rank of what is null: below all others.
_NULL = -1

#: What rows are sorted by: keys, or how one of them is misread.
Order: TypeAlias = "tuple[Any, ...]"


@dataclass
class KnownRecords:
    """
    The records that answers have shown, with their selections, orders and pages, remembered.

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
    _rows_in: dict[Order, list[int]] = field(default_factory=dict, repr=False)
    _windows: dict[Any, tuple[int, ...]] = field(default_factory=dict, repr=False)

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

    def selected(self, condition: Condition, change: Callable[[Any], Any] | None = None) -> int:
        """
        Return the rows that satisfy a filter, or do if what is compared is changed before.
        """
        parameter = condition.parameter
        key = (parameter.name, parameter.lookup, condition.values, change)
        if key not in self._masks:
            compare = COMPARISONS.get(parameter.lookup)
            if compare is None:
                tests = (satisfies(condition, row) for row in self.rows)
            else:
                cells = self._parsed(parameter.fields, LOOKUPS[parameter.lookup].record_type or parameter.type)
                wanted = condition.values
                if change is not None:
                    cells, wanted = [tuple(map(change, cell)) for cell in cells], tuple(map(change, wanted))
                # Many rows have the same values.
                told = {cell: any(compare(value, each) for value in cell for each in wanted) for cell in set(cells)}
                tests = (told[cell] for cell in cells)
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

    def scattered(self, terms: Sequence[str], rows: int) -> bool:
        """
        Whether, in one of some rows, terms of a search are found in different members of a list alone.

        To the framework they are conditions of one join (`rest_framework.filters.SearchFilter`): it does not find it.
        """
        # One term is in one member, and without any no row is looked through.
        listed = rows & self._listed if len(terms) > 1 else 0
        return bool(listed) and not all(
            _together(texts, terms) for number, texts in enumerate(self._searched) if listed >> number & 1
        )

    @cached_property
    def _searched(self) -> list[list[tuple[str, ...]]]:
        """
        The texts of each row at each path in which searches look.
        """
        columns = [self._parsed([field.path], "text") for field in self.resource.search]
        return [[column[number] for column in columns] for number in range(len(self.rows))]

    @cached_property
    def _listed(self) -> int:
        """
        The rows with several texts at such a path.
        """
        return _mask(any(len(each) > 1 for each in texts) for texts in self._searched)

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
        column = ("first", key.field.path, key.field.type)
        if column not in self._columns:
            cells = self._parsed((key.field.path,), key.field.type)
            self._columns[column] = [cell[0] if cell else None for cell in cells]
        return self._columns[column]

    def ranks(self, key: OrderingTerm) -> list[int]:
        """
        Return the places of what rows are sorted by among all such values, the same for equal ones; -1 for null.
        """
        column = ("ranks", key.field.path, key.field.type)
        if column not in self._columns:
            self._columns[column] = _ranked(self.sort_values(key))
        return self._columns[column]

    def text_ranks(self, key: OrderingTerm) -> list[int]:
        """
        Return the places of what rows are sorted by among all such values if they are compared as texts.
        """
        texts = (None if each is None else str(each) for each in self.raw_values(key.field.path))
        return self.once(("text ranks", key.field.path), lambda: _ranked([*texts]))

    def rounded_ranks(self, key: OrderingTerm) -> list[int]:
        """
        Return the places of what rows are sorted by among all such values if they are rounded before.
        """
        rounded = ROUNDED.get(key.field.type)
        if rounded is None:
            return self.ranks(key)
        values = (None if each is None else rounded(each) for each in self.sort_values(key))
        return self.once(("rounded ranks", key.field.path, key.field.type), lambda: _ranked([*values]))

    def sortable(self, key: OrderingTerm) -> bool:
        """
        Whether every value that rows are sorted by is of the type that it is declared to have.
        """

        def readable() -> bool:
            pairs = zip(self.sort_values(key), self.raw_values(key.field.path), strict=True)
            return all(value is not None or raw is None for value, raw in pairs)

        return self.once(("sortable", key.field.path, key.field.type), readable)

    def raw_values(self, path: str) -> list[Any]:
        """
        Return what stands at a path of each row, `ABSENT` where nothing does.
        """
        if ("raw", path) not in self._columns:
            self._columns["raw", path] = [next(values_at(row, path), None) for row in self.rows]
        return self._columns["raw", path]

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
            self._rows_in[keys] = self.sorted_rows(self._natural, keys)
        return self._rows_in[keys]

    @cached_property
    def _natural(self) -> list[int]:
        return by_identifier(self.resource, self.rows)

    def sorted_rows(self, rows: Iterable[int], keys: Iterable[OrderingTerm]) -> list[int]:
        """
        Return some rows sorted by keys.
        """
        return _sorted(rows, [_column(self, key) for key in keys])

    def misorders(self, keys: tuple[OrderingTerm, ...], numbers: tuple[int, ...]) -> Iterator[tuple[str, Order]]:
        """
        Yield orders of all rows by keys of which some are compared as text or rounded, or have nulls at the other end.
        """
        chosen = [keys[number] for number in numbers]
        for operator, (affected, changed) in _MISORDERS.items():
            if any(affected(self, key) for key in chosen):
                order = (operator, keys, numbers)
                if order not in self._rows_in:
                    columns = [(changed if at in numbers else _column)(self, key) for at, key in enumerate(keys)]
                    self._rows_in[order] = _sorted(range(len(self.rows)), columns)
                yield operator, order

    def window(self, selection: int, order: Order, start: int, limit: int) -> tuple[int, ...]:
        """
        Return the numbers of the rows on a page of selected rows in order, remembered.
        """
        key = (selection, order, start, limit)
        if key not in self._windows:
            rows = self._rows_in.get(order) or self.ordered(order)
            # Each bit a byte: to shift a number of hundreds of bits for each row takes several times as long.
            bits = f"{selection:0{len(rows)}b}"[::-1].encode().translate(_BITS)
            selected = compress(rows, map(bits.__getitem__, rows))
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


def by_identifier(resource: Resource, rows: Sequence[Record]) -> list[int]:
    """
    Return the numbers of records in the order of their identifiers.
    """
    names = [key_of(resource, row) for row in rows]
    return sorted(range(len(names)), key=lambda row: (str(type(names[row])), names[row] or 0))


#: What `_sorted` takes for a key: the places of its values, whether they descend, whether nulls stand last.
Column: TypeAlias = "tuple[list[int], bool, bool]"


def _column(known: KnownRecords, key: OrderingTerm) -> Column:
    return known.ranks(key), key.descending, _nulls_last(known, key)


def _nulls_last(known: KnownRecords, key: OrderingTerm) -> bool:
    return (known.api.setting("nulls") == "last") is not key.descending


#: What is said of an order: which keys it concerns, and the column that it takes for them.
_MISORDERS: Mapping[
    str, tuple[Callable[[KnownRecords, OrderingTerm], bool], Callable[[KnownRecords, OrderingTerm], Column]]
] = {
    "values are sorted as texts": (
        lambda _, key: key.field.type not in ("", "text"),
        lambda known, key: (known.text_ranks(key), *_column(known, key)[1:]),
    ),
    "values are rounded before they are sorted": (
        lambda _, key: key.field.type in ROUNDED,
        lambda known, key: (known.rounded_ranks(key), *_column(known, key)[1:]),
    ),
    "nulls stand at the other end": (
        lambda known, key: _NULL in known.ranks(key),
        lambda known, key: (known.ranks(key), key.descending, not _nulls_last(known, key)),
    ),
}


def _mask(tests: Iterable[object]) -> int:
    # Written as digits: to add up the bits of thousands of rows takes a hundred times as long.
    return int("".join("1" if passed else "0" for passed in tests)[::-1] or "0", 2)


def _read(row: Record, paths: Sequence[str], kind: str) -> Iterator[Any]:
    for path in paths:
        for value in values_at(row, path):
            if value is not None and value is not ABSENT:
                with suppress(ValueError, TypeError, ArithmeticError):
                    yield parse_value(kind, value)


def _together(texts: Sequence[Sequence[str]], terms: Iterable[str]) -> bool:
    """
    Whether terms are all found in texts of which there is one each, and one member of those of which there are several.
    """
    single = [each for column in texts if len(column) == 1 for each in column]
    members = [each for column in texts if len(column) > 1 for each in column]
    contains = COMPARISONS["icontains"]
    wanted = [term for term in terms if not any(contains(text, term) for text in single)]
    return any(all(contains(member, term) for term in wanted) for member in members)


def _ranked(values: Sequence[Any]) -> list[int]:
    """
    Return the places of values among all of them, by which they are compared in a fraction of the time.
    """
    known = sorted((row for row, value in enumerate(values) if value is not None), key=values.__getitem__)
    ranks = [_NULL] * len(values)
    for place, (before, row) in enumerate(pairwise([*known[:1], *known])):
        ranks[row] = ranks[before] if place and values[before] == values[row] else place
    return ranks


def _sorted(rows: Iterable[int], columns: Sequence[tuple[Sequence[int], bool, bool]]) -> list[int]:
    """
    Return rows sorted by columns of ranks: which descend, and whether rows without a value stand last.
    """
    found = list(rows)
    for ranks, descending, nulls_last in reversed(columns):
        # Sorted downwards, what is below all others stands last.
        highest = len(ranks)
        placed = ranks if nulls_last is descending else [highest if rank == _NULL else rank for rank in ranks]
        found.sort(key=placed.__getitem__, reverse=descending)
    return found


def _within(start: int, limit: int, rows: int) -> tuple[int, int]:
    """
    Return where a page begins and ends, no further than there are rows: a query may hold numbers of any size.
    """
    return min(start, rows), min(start + limit, rows)
