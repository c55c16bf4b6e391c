"""
The records of one resource, with what is needed to select and sort them prepared once.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from decimal import InvalidOperation
from functools import cached_property
from itertools import chain, product
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.errors import DataError
from apicontract.contract.lookups import compared_type
from apicontract.contract.model import Field
from apicontract.contract.paths import values_reader
from apicontract.dataset.comparisons import fold
from apicontract.dataset.values import READERS
from mockserver.engine.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Parameter, Record, Resource, World

#: Numbers of records (0 is the first in natural order), in the order in which they are listed.
Rows: TypeAlias = "Sequence[int]"
#: Bytes of rows that are remembered, for each record: those of forty lists of all, a small part of a record's own.
_CHOSEN = 160
#: Bytes of the same for a collection of few records, whose rows take less than their keys.
_CHOSEN_OF_FEW = 20_000
#: The type under which the texts of a search are kept, which is none of `lookups.TYPES`.
_SEARCHED = "searched"


@dataclass(frozen=True)
class Column:
    """
    One field of every record, read as one type.

    Attributes:
        values: for each record the values found at the field's path: several where a list is on the way,
            None for null, for a missing field and for an empty list (as an outer join has it).
    """

    values: tuple[tuple[Any, ...], ...]

    @cached_property
    def folded(self) -> tuple[tuple[str | None, ...], ...]:
        """
        The values as texts without letter case.
        """
        return tuple(tuple(None if each is None else fold(str(each)) for each in row) for row in self.values)

    @cached_property
    def places(self) -> Mapping[Any, Sequence[int]]:
        """
        Value to the numbers of the records that have it; of one that has it several times, more than once.
        """
        found: dict[Any, list[int]] = {}
        for number, row in enumerate(self.values):
            for value in row:
                found.setdefault(value, []).append(number)
        return found

    def rows_of(self, value: Any) -> frozenset[int]:
        """
        Return the numbers of the records that have a value, made when it is first asked for.

        Of a value that none has nothing is kept: whoever asks chooses those.
        """
        if value not in self._sets:
            if value not in self.places:
                return frozenset()
            self._sets[value] = frozenset(self.places[value])
        return self._sets[value]

    @cached_property
    def _sets(self) -> dict[Any, frozenset[int]]:
        return {}

    def ranks(self, *, nulls_last: bool) -> tuple[int, ...]:
        """
        Return the place of each record's value among all values; equal values have equal ranks.

        Null ranks above every value or below, so that a reversed sort moves it to the other end.
        Of several values the first counts.
        """
        distinct = sorted({row[0] for row in self.values if row[0] is not None})
        rank = {value: place for place, value in enumerate(distinct)}
        null = len(distinct) if nulls_last else -1
        return tuple(null if row[0] is None else rank[row[0]] for row in self.values)


class Chosen(array):  # type: ignore[type-arg] # before Python 3.12 it takes none
    """
    Rows that are remembered.

    Attributes:
        reason: by what they were chosen and sorted, one step after the other.
    """

    reason: tuple[Any, ...]


class Collection:
    """
    The records that a resource lists.

    Attributes:
        resource: what is promised of it.
        records: in natural order.
    """

    def __init__(self, resource: Resource, world: World, columns: dict[tuple[str, str], Column] | None = None) -> None:
        """
        Keep what there is; nothing is read yet.

        Args:
            resource: what is promised.
            world: what there is.
            columns: where fields that were read are kept; resources of one entity share it.
        """
        self.resource = resource
        self.world = world
        self.records: Sequence[Record] = world.tables.get(resource.entity, ())
        self._columns: dict[tuple[str, str], Column] = {} if columns is None else columns
        self._ranks: dict[tuple[str, str, bool], tuple[int, ...]] = {}
        self._chosen = Memory(max(len(self.records) * _CHOSEN, _CHOSEN_OF_FEW))

    @cached_property
    def rows(self) -> Rows:
        """
        Every record in natural order.
        """
        return range(len(self.records))

    def chosen(self, rows: Rows, step: tuple[Any, ...], make: Callable[[], Iterable[int]]) -> Rows:
        """
        Return what is made of rows, remembered where these are all rows or remembered themselves.

        Args:
            rows: of which is chosen.
            step: all that it depends on besides them.
            make: chooses or sorts.
        """
        before = () if rows is self.rows else getattr(rows, "reason", None)
        if before is None:
            return [*make()]
        key = (*before, step)
        known: Chosen | None = self._chosen.get(key)
        if known is None:
            known = Chosen("I", make())
            known.reason = key
            self._chosen.keep(key, known, known.itemsize * len(known))
        return known

    def column(self, path: str, kind: str) -> Column:
        """
        Return a field read as a type of `lookups.TYPES`; it is prepared when first needed.

        Raises:
            DataError: a record's value cannot be read as that type.
        """
        key = (path, kind)
        if key not in self._columns:
            self._columns[key] = self._read(path, kind)
        return self._columns[key]

    def tells(self, parameter: Parameter) -> bool:
        """
        Return whether a filter can select: what recordings tell of a field that no row shows is put into all records.
        """
        return not parameter.hidden or all(any(path in each for each in self.records) for path in parameter.fields)

    def ranks(self, path: str, kind: str, *, nulls_last: bool) -> tuple[int, ...]:
        """
        Return `Column.ranks` of a field, prepared when first needed.
        """
        key = (path, kind, nulls_last)
        if key not in self._ranks:
            self._ranks[key] = self.column(path, kind).ranks(nulls_last=nulls_last)
        return self._ranks[key]

    def prepare(self) -> None:
        """
        Read every documented field of every record now, so that no request meets a broken one.

        Raises:
            DataError: a record's value cannot be read as what the contract says it is.
        """
        resource = self.resource
        for field in (resource.identifier, *resource.ordering):
            self.column(field.path, stored_type(field))
        for parameter in resource.parameters:
            kind = compared_type(parameter.lookup, parameter.type)
            for path in parameter.fields if kind and not parameter.related else ():
                self.column(path, kind)

    @cached_property
    def identifiers(self) -> Mapping[Any, int]:
        """
        Identifier to record number.
        """
        field = self.resource.identifier
        return {row[0]: number for number, row in enumerate(self.column(field.path, stored_type(field)).values)}

    @cached_property
    def joined(self) -> tuple[tuple[str, ...], ...]:
        """
        For each record the texts in which a search looks, one for each row of its join with the lists on the way.

        Letter case is removed; NUL, which no term can have, stands between two fields.
        """
        paths = [each.path for each in self.resource.search]
        key = (" ".join(paths), _SEARCHED)
        if key not in self._columns:
            self._columns[key] = Column(tuple(_searched(self.records, paths)))
        return self._columns[key].values

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """
        For each record all the texts in which a search looks, so that most records are passed over at once.
        """
        return tuple("\0".join(rows) for rows in self.joined)

    def field(self, name: str) -> Field:
        """
        Return a field that is sorted by though it is not documented, with the type that its values show.
        """
        path = name.replace("__", ".")
        stated = [each.type for each in (*self.resource.ordering, self.resource.identifier) if each.path == path]
        stated += [
            kind
            for each in self.resource.parameters
            if each.fields == (path,) and (kind := compared_type(each.lookup, each.type))
        ]
        found = {type(value) for record in self.records for value in values_at(record, path.split("."))} - {type(None)}
        shown = "boolean" if found == {bool} else "number" if found and found <= {int, float} else "text"
        return Field(name, path, stated[0] if stated else shown)

    def _read(self, path: str, kind: str) -> Column:
        parse, parts = READERS[kind].parse, tuple(path.split("."))

        def read(value: Any) -> Any:
            try:
                return None if value is None else parse(value)
            except (ValueError, TypeError, InvalidOperation) as error:
                place = f"{self.world.name}/{self.resource.entity}#{path}"
                raise DataError(place, f"{value!r} in a record", f"what reads as {kind}") from error

        if len(parts) == 1:
            own = (record.get(path) for record in self.records)
            return Column(
                tuple(
                    (read(each),) if not isinstance(each, list | tuple) else tuple(map(read, values_at(each, ())))
                    for each in own
                )
            )
        return Column(tuple(tuple(map(read, values_at(record, parts))) for record in self.records))


def values_at(value: Any, parts: Sequence[str]) -> Iterator[Any]:
    """
    Yield what stands at a path; a list on the way is entered, what is missing or empty is None.
    """
    if isinstance(value, list | tuple):
        if not value:
            yield None
        for each in value:
            yield from values_at(each, parts)
    elif value is None or not parts:
        yield value
    else:
        yield from values_at(value.get(parts[0]) if isinstance(value, dict) else None, parts[1:])


def _searched(records: Iterable[Record], paths: Sequence[str]) -> Iterator[tuple[str, ...]]:
    readers = [values_reader(each) for each in paths]
    steps = [tuple(each.split(".")) for each in paths]
    for record in records:
        columns = [read(record) for read in readers]
        # Where no field has several values, there is one row.
        rows = joined(record, steps) if any(len(each) > 1 for each in columns) else [[*chain(*columns)]]
        yield tuple("\0".join(texts) for row in rows if (texts := _texts(row)))


def joined(record: Any, paths: Sequence[tuple[str, ...]]) -> Iterator[tuple[Any, ...]]:
    """
    Yield what an outer join of a record with its lists has in one row: a value for each path.

    Paths through the same list take the same element of it; an empty list and null give one row of nulls.
    """
    if isinstance(record, list | tuple):
        for each in record or (None,):
            yield from joined(each, paths)
        return
    heads = list(dict.fromkeys(path[0] for path in paths if path))
    below = [[path[1:] for path in paths if path and path[0] == head] for head in heads]
    children = [record.get(head) if isinstance(record, dict) else None for head in heads]
    for row in product(*(joined(child, rest) for child, rest in zip(children, below, strict=True))):
        found = {head: iter(values) for head, values in zip(heads, row, strict=True)}
        yield tuple(next(found[path[0]]) if path else record for path in paths)


def _texts(values: Sequence[Any]) -> list[str]:
    return [fold(str(value)) for value in values if value is not None]


def identifiers_of(world: World, entity: str, identifier: Field) -> frozenset[Any]:
    """
    Return the identifiers of an entity's records, the valid choices of a filter that refers to it.
    """
    parse = READERS[stored_type(identifier)].parse
    return frozenset(parse(record[identifier.path]) for record in world.tables[entity])


def stored_type(identifier: Field) -> str:
    """
    Return the type as which identifiers are compared: a number is read by Python's `int()`, without fractions.
    """
    return "related" if identifier.type == "integer" else identifier.type
