"""
The dimensions that the recorded pages of one collection speak of, and what each page says in them.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from apicontract.contract.errors import ContradictionError
from apicontract.contract.paths import values_or_null
from apicontract.dataset.placement.assignment import Division
from apicontract.dataset.placement.dimensions import Dimension, Term, between, intersect
from apicontract.dataset.placement.domains import Finite, key_of
from apicontract.dataset.placement.selection import key_at

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.dimensions import Box
    from apicontract.dataset.placement.domains import Key
    from apicontract.dataset.placement.groups import Group
    from apicontract.dataset.placement.selection import RecordedCondition, Sort

#: The natural position is the first dimension.
POSITION = 0
_POINTWISE = frozenset({"exact", "in", "any", "gt", "gte", "lt", "lte", "isnull"})
_FALSE, _TRUE = 0b0010, 0b1000
_TRUTH = Finite((((0, False), False), ((0, True), True)))


class Space:
    """
    The dimensions of one collection: natural position, paths that sort or select, and conditions of other kinds.

    Attributes:
        dimensions: by number.
        paths: dotted path to number and type.
        atoms: conditions that cannot be cut into cells, to number.
    """

    def __init__(
        self, fields: Fields, entity: str, arranged: Sequence[Record], groups: Sequence[Group], tables: Tables
    ) -> None:
        self._nulls_last = fields.nulls_last
        self._ranks = {id(each): number for number, each in enumerate(arranged)}
        self._cells: dict[int, dict[int, int]] = {}
        self.dimensions = [Dimension([(number,) for number in range(len(arranged))], unique=True)]
        self.paths: dict[str, tuple[int, str]] = {}
        self.atoms: dict[RecordedCondition, int] = {}
        cut = {each for group in groups for each in group.conditions if _pointwise(each, fields, entity)}
        points = _points(groups, cut, fields, entity)
        taken = fields.identifiers[entity]
        for (path, kind), keys in points.items():
            known = [value for each in arranged for value in values_or_null(each, path)]
            domain = fields.domain(entity, path, kind, tables, known)
            if path == taken:
                keys |= {self._key(each, path, kind) for each in arranged}
            self.paths[path] = len(self.dimensions), kind
            self.dimensions.append(Dimension(sorted(keys), domain, unique=path == taken))
        for condition in dict.fromkeys(condition for group in groups for condition in group.conditions):
            if condition not in cut:
                self.atoms[condition] = len(self.dimensions)
                self.dimensions.append(Dimension([(0, False), (0, True)], _TRUTH))

        self.options = {
            root: self._options(fields, entity, root, tables)
            for root, member in fields.members.get(entity, {}).items()
            if member.entity and not member.many
        }

    def _options(
        self, fields: Fields, entity: str, root: str, tables: Tables
    ) -> list[tuple[Record | None, dict[int, int]]]:
        """
        Return what a reference can lead to, each with the cells in which that puts a record.

        For a condition that other paths can satisfy too, a reference that does not satisfy it leaves both open.
        """
        member = fields.members[entity][root]
        targets: list[Record | None] = [*tables.get(member.entity, {}).values(), *([None] if member.nullable else [])]
        paths = {path: each for path, each in self.paths.items() if path.startswith(f"{root}.")}
        atoms = {
            condition.through(root): (number, len(condition.through(root).paths) < len(condition.paths))
            for condition, number in self.atoms.items()
            if condition.through(root).paths
        }
        if not paths and not atoms:
            return []
        found = []
        for target in targets:
            cells = {
                number: 1 << self.dimensions[number].cell(self._key({root: target}, path, kind))
                for path, (number, kind) in paths.items()
            }
            for condition, (number, others) in atoms.items():
                cells[number] = _TRUE if condition.holds({root: target}) else _TRUE | _FALSE if others else _FALSE
            found.append((target, cells))
        return found

    def fitting(self, root: str, box: Box) -> list[Record | None]:
        """
        Return what a reference can lead to inside a box.
        """
        return [
            target
            for target, cells in self.options[root]
            if all(box.get(number, -1) & mask for number, mask in cells.items())
        ]

    def feasible(self, box: Box) -> bool:
        """
        Tell whether every reference can lead to something inside a box.
        """
        return all(
            not options
            or any(all(box.get(number, -1) & mask for number, mask in cells.items()) for _, cells in options)
            for options in self.options.values()
        )

    def _key(self, record: Record, path: str, kind: str) -> Key:
        return key_at(record, path, kind, nulls_last=self._nulls_last)

    def own(self, record: Record, free: frozenset[str]) -> dict[int, int]:
        """
        Return the cell of a record in each dimension in which it has a value by itself.
        """
        cells = {
            number: self.dimensions[number].cell(self._key(record, path, kind))
            for path, (number, kind) in self.paths.items()
            if path not in free
        }
        return cells | {
            number: self.dimensions[number].cell((0, condition.holds(record)))
            for condition, number in self.atoms.items()
        }

    def _known(self, record: Record) -> Mapping[int, int]:
        if id(record) not in self._cells:
            self._cells[id(record)] = {POSITION: 2 * self._ranks[id(record)] + 1, **self.own(record, frozenset())}
        return self._cells[id(record)]

    def division(self, group: Group, taken: Sequence[int], size: int) -> Division:
        """
        Return how a group parts the generated records.

        Raises:
            ContradictionError: the group selects fewer records than were recorded, or more than there are.
        """
        quotas = [gap - count for gap, count in zip(group.gaps(), taken, strict=True)]
        terms = [*self._terms(group.sorts), Term(POSITION)]
        chosen = self._selected(group.conditions)
        rows = [None, *(self._known(each) for each in group.positions.values()), None]
        boxes = [
            tuple(
                box
                for each in between(terms, self.dimensions, rows[gap], rows[gap + 1])
                if chosen is not None and (box := intersect(each, chosen)) is not None
            )
            if quota > 0
            else ()
            for gap, quota in enumerate(quotas)
        ]
        rest = size - sum(quotas)
        if min(*quotas, rest) < 0 or (rest and not group.conditions):
            raise ContradictionError(
                group.places, f"a selection of {group.count} records does not fit with the other recorded pages"
            )
        return Division((*quotas, rest), (*boxes, self._others(group.conditions)))

    def _terms(self, sorts: Iterable[Sort]) -> list[Term]:
        return [Term(self.paths[each.path][0], each.descending) for each in sorts]

    def _mask(self, condition: RecordedCondition) -> tuple[int, int]:
        """
        Return the dimension of a condition and the cells that satisfy it.
        """
        if condition in self.atoms:
            return self.atoms[condition], self.dimensions[self.atoms[condition]].usable & _TRUE
        number = self.paths[condition.paths[0]][0]
        dimension = self.dimensions[number]
        null = key_of(None, condition.kind, nulls_last=self._nulls_last)
        nulls = 1 << dimension.cell(null) if null in dimension.points else 0
        if condition.lookup == "isnull":
            return number, dimension.usable & (nulls if condition.values[0] else ~nulls)
        masks = (_compared(dimension, condition.lookup, (0, value)) for value in condition.values)
        return number, reduce(int.__or__, masks) & dimension.usable & ~nulls

    def _selected(self, conditions: Iterable[RecordedCondition]) -> Box | None:
        box: Box | None = {}
        for condition in conditions:
            number, mask = self._mask(condition)
            box = intersect(box, {number: mask}) if box is not None and mask else None
        return box

    def _others(self, conditions: Iterable[RecordedCondition]) -> tuple[Box, ...]:
        masks = (self._mask(each) for each in conditions)
        outside = ((number, self.dimensions[number].usable & ~mask) for number, mask in masks)
        return tuple({number: mask} for number, mask in outside if mask)


def _pointwise(condition: RecordedCondition, fields: Fields, entity: str) -> bool:
    """
    Tell whether a condition compares one value of a record with points: then its dimension can be cut there.
    """
    return (
        condition.lookup in _POINTWISE
        and len(condition.paths) == 1
        and not fields.meets_list(entity, condition.paths[0])
    )


def _points(
    groups: Iterable[Group], cut: Container[RecordedCondition], fields: Fields, entity: str
) -> dict[tuple[str, str], set[Key]]:
    """
    Return the values that the groups mention, by path and type: those of the rows shown, and those asked for.
    """
    points: dict[tuple[str, str], set[Key]] = {}
    for group in groups:
        for path in (sort.path for sort in group.sorts):
            kind = fields.kind_of(entity, path)
            keys = points.setdefault((path, kind), set())
            keys |= {key_at(each, path, kind, nulls_last=fields.nulls_last) for each in group.positions.values()}
        for each in group.conditions:
            if each in cut:
                kind = fields.kind_of(entity, each.paths[0])
                keys = points.setdefault((each.paths[0], kind), set())
                keys |= {(0, value) for value in each.values} if each.lookup != "isnull" else set()
                keys.add(key_of(None, kind, nulls_last=fields.nulls_last))
    return points


def _compared(dimension: Dimension, lookup: str, point: Key) -> int:
    cell = dimension.cell(point)
    return {
        "gt": dimension.above(cell),
        "gte": dimension.above(cell) | 1 << cell,
        "lt": dimension.below(cell),
        "lte": dimension.below(cell) | 1 << cell,
    }.get(lookup, 1 << cell)
