"""
The records of a world by what refers to them: what derived fields are made of, looked for once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from apicontract.contract.paths import values_reader
from apicontract.dataset.conditions import passes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Tables


class DatedRecord(NamedTuple):
    """
    A record that has a moment.

    Attributes:
        record: whose field follows.
        moment: its moment, as text.
        dated: the record that holds the moment.
    """

    record: Record
    moment: str
    dated: Record


#: The members of a group, by moment; members of one moment stay in natural order.
Group: TypeAlias = "Sequence[DatedRecord]"


@dataclass(frozen=True)
class ReferenceIndex:
    """
    The records of a world, with what was read of them.

    Records are spoken of by their numbers in the table of their entity.

    Attributes:
        tables: all records.
        dated: the records of an entity that have a moment, with their numbers, by how it is found.
        places: for each of them its group and its place in it, by how these are found.
    """

    tables: Tables
    dated: dict[tuple[str, ...], Sequence[tuple[int, DatedRecord]]] = field(default_factory=dict)
    places: dict[tuple[str, ...], Mapping[int, tuple[Group, int]]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], list[list[Any]]] = field(default_factory=dict)
    _meeting: dict[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    _referring: dict[tuple[str, str, str], Mapping[int, list[Record]]] = field(default_factory=dict)

    def records(self, entity: str) -> list[Record]:
        """
        Return the records of an entity.
        """
        return list(self.tables.get(entity, {}).values())

    def column(self, entity: str, path: str) -> list[list[Any]]:
        """
        Return for each record of an entity the values at a path.
        """
        key = (entity, path)
        if key not in self._columns:
            self._columns[key] = list(map(values_reader(path), self.records(entity)))
        return self._columns[key]

    def meeting(self, entity: str, conditions: Mapping[str, Mapping[str, Json]]) -> Sequence[int]:
        """
        Return the records of an entity that meet every condition (path to bounds).
        """
        key = (entity, repr(conditions))
        if key not in self._meeting:
            numbers: Sequence[int] = range(len(self.tables.get(entity, ())))
            for path, bounds in conditions.items():
                column = self.column(entity, path)
                numbers = [each for each in numbers if passes(column[each], bounds)]
            self._meeting[key] = numbers
        return self._meeting[key]

    def referring(self, source: Mapping[str, Json]) -> Mapping[int, list[Record]]:
        """
        Return the records that refer to each record (by `id`): of the `entity`, at the `path`, that meet `where`.
        """
        key = (source["entity"], source["path"], repr(source.get("where", {})))
        if key not in self._referring:
            found: dict[int, list[Record]] = defaultdict(list)
            records, targets = self.records(source["entity"]), self.column(source["entity"], source["path"])
            for number in self.meeting(source["entity"], source.get("where", {})):
                # A list may name a record twice.
                for target in {id(each) for each in targets[number]}:
                    found[target].append(records[number])
            self._referring[key] = found
        return self._referring[key]
