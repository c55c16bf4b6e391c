"""
Recorded pages + candidates -> a collection in its natural order that shows every page as recorded.

Nothing looks up a URL: values and natural positions are chosen so that sorting and selecting give the
recorded rows by themselves. The result is always evaluated naively before it is returned; if the lots fell
badly, others are drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import ContradictionError
from apicontract.dataset.placement.arrangement import Circle, arrange
from apicontract.dataset.placement.assignment import Assignment, Stuck, distribute
from apicontract.dataset.placement.dimensions import Dimension
from apicontract.dataset.placement.domains import Lattice, key_of
from apicontract.dataset.placement.groups import Group, groups_of
from apicontract.dataset.placement.selection import evaluate
from apicontract.dataset.placement.space import POSITION, Space

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.dimensions import Box
    from apicontract.dataset.placement.selection import RecordedCondition
    from apicontract.dataset.recorded_data import RecordedPage
    from apicontract.dataset.seeded_random import SeededRandom

_ATTEMPTS = 24


@dataclass(frozen=True)
class PlacementProblem:
    """
    What is known before the rest of a collection is placed.

    Attributes:
        fields: what the shapes say.
        entity: whose collection it is.
        recorded: its recorded records.
        pages: its recorded pages.
        tables: the records that references can lead to.
        forbidden: identifiers that must not be given.
    """

    fields: Fields
    entity: str
    recorded: Sequence[Record]
    pages: Sequence[RecordedPage]
    tables: Tables
    forbidden: frozenset[Json] = frozenset()


def place(plot: PlacementProblem, candidates: Sequence[Record], random: SeededRandom) -> list[Record]:
    """
    Return the recorded records and the candidates in natural order; candidates are given other values where needed.

    A candidate without an identifier is given one. Without pages the natural order is that of the identifiers
    where these are numbers, else the one given.

    Raises:
        ContradictionError: no collection of that size shows all recorded pages, or none was found.
    """
    groups, _ = groups_of(plot.pages)
    order = list(range(len(groups)))
    whole = len(plot.recorded) + len(candidates)
    identifier = plot.fields.identifiers[plot.entity]
    turned = [_turned(each, identifier, whole) for each in groups]
    problem = tuple(dict.fromkeys(each for group in groups for each in group.places))
    urgent: list[tuple[int, int]] = []
    for attempt in range(_ATTEMPTS):
        lots = random.child("attempt", attempt)
        copies = [dict(each) for each in candidates]
        try:
            placed = _Attempt(plot, turned, lots, urgent).run(copies, order)
        except Circle as circle:
            urgent = list(dict.fromkeys([circle.seat, *urgent])) if circle.seat else urgent
            continue
        except Stuck as stuck:
            problem = groups[stuck.division].places if stuck.division >= 0 else problem
            order = sorted(order, key=lambda each, last=stuck.division: each != last)  # type: ignore[misc]
            continue
        wrong = _wrong(plot, groups, placed)
        if wrong is None:
            return _settled(placed, copies, candidates)
        problem = wrong
    raise ContradictionError(
        problem,
        f"no collection of {whole} {plot.entity} was found that shows every recorded page where it was recorded",
    )


def _settled(placed: Sequence[Record], copies: Sequence[Record], candidates: Sequence[Record]) -> list[Record]:
    """
    Take the values over into the candidates themselves: other records may refer to these.
    """
    original = {id(copy): each for copy, each in zip(copies, candidates, strict=True)}
    for copy, each in zip(copies, candidates, strict=True):
        each.update(copy)
    return [original.get(id(each), each) for each in placed]


def _turned(group: Group, identifier: str, whole: int) -> Group:
    """
    Return a descending list of everything by identifier as the ascending one that it is, from the other end.
    """
    if group.conditions or len(group.sorts) != 1 or group.sorts[0].path != identifier or not group.sorts[0].descending:
        return group
    sort = group.sorts[0].__class__(identifier, group.sorts[0].kind, descending=False)
    return Group(
        (),
        (sort,),
        group.count,
        {whole - 1 - place: record for place, record in reversed(group.positions.items())},
        {whole - 1 - place: source for place, source in group.sources.items()},
        group.places,
    )


def _wrong(plot: PlacementProblem, groups: Sequence[Group], placed: Sequence[Record]) -> tuple[str, ...] | None:
    """
    Return the recordings of the first group that a collection does not show as recorded.
    """
    for group in groups:
        shown = evaluate(placed, group.conditions, group.sorts, nulls_last=plot.fields.nulls_last)
        if len(shown) != group.count or any(shown[at] is not row for at, row in group.positions.items()):
            return group.places
    return None


class _Attempt:
    """
    One try, with its own lots.
    """

    def __init__(
        self, plot: PlacementProblem, groups: Sequence[Group], random: SeededRandom, urgent: Sequence[tuple[int, int]]
    ) -> None:
        self._plot = plot
        self._groups = groups
        self._random = random
        self._identifier = plot.fields.identifiers[plot.entity]
        self._arranged, self._taken = arrange(
            plot.recorded, groups, random, nulls_last=plot.fields.nulls_last, urgent=urgent
        )
        self._space = Space(plot.fields, plot.entity, self._arranged, groups, plot.tables)

    def run(self, candidates: list[Record], order: Sequence[int]) -> list[Record]:
        space = self._space
        unnamed = [self._identifier not in each for each in candidates]
        own = [
            space.own(each, frozenset({self._identifier} if new else ()))
            for each, new in zip(candidates, unnamed, strict=True)
        ]
        assignment = Assignment(own, self._scarce(), space.feasible, self._random)
        for number in order:
            division = space.division(self._groups[number], self._taken[number], len(candidates))
            assignment.keep(number, division)
        boxes = [self._random.choice(assignment.boxes(record), "box", record) for record in range(len(candidates))]
        for record, box in enumerate(boxes):
            self._give(candidates[record], box, own[record], record)
        self._name(candidates, boxes, own)
        for record, candidate in enumerate(candidates):
            self._satisfy(candidate, boxes[record], record)
        return self._line(candidates, boxes)

    def _scarce(self) -> dict[int, int]:
        """
        Return the dimension of the identifier, if it has one: there is room without end in its last cell alone.
        """
        number, _ = self._space.paths.get(self._identifier, (-1, ""))
        return {number: 1 << 2 * len(self._space.dimensions[number].points)} if number >= 0 else {}

    def _give(self, candidate: Record, box: Box, own: Mapping[int, int], record: int) -> None:
        """
        Change the values that lie outside a record's box; paths through one reference are changed together.
        """
        plot, space = self._plot, self._space
        for root, options in space.options.items():
            fitting = space.fitting(root, box) if options else []
            if options and not any(each is candidate.get(root) for each in fitting):
                if not fitting:
                    raise Stuck(-1)
                candidate[root] = self._random.choice(fitting, "reference", record, root)
        for path, (number, _) in space.paths.items():
            mask = box.get(number)
            free = mask is None or number not in own or mask >> own[number] & 1 or path == self._identifier
            if not free and not space.options.get(path.partition(".")[0]):
                plot.fields.put(
                    candidate, path, self._value(space.dimensions[number], mask or 0, "value", record, path)
                )

    def _value(self, dimension: Dimension, mask: int, *key: object) -> Any:
        cells = [cell for cell in range(mask.bit_length()) if mask >> cell & 1]
        cell = self._random.choice(cells, "cell", *key)
        if dimension.domain is None:
            raise Stuck(-1)
        return dimension.domain.pick(*dimension.bounds(cell), self._random.random(*key))

    def _name(self, candidates: Sequence[Record], boxes: Sequence[Box], own: Sequence[Mapping[int, int]]) -> None:
        """
        Give identifiers to the candidates whose own is missing or lies outside their box.
        """
        number, _ = self._space.paths.get(self._identifier, (-1, ""))
        used = {each[self._identifier] for each in self._plot.recorded} | self._plot.forbidden
        needy = []
        for record, candidate in enumerate(candidates):
            given = candidate.get(self._identifier)
            fits = number < 0 or boxes[record].get(number, -1) >> own[record].get(number, 0) & 1
            if given is None or given in used or not fits:
                needy.append(record)
            else:
                used.add(given)
        masks = [boxes[record].get(number, -1) for record in needy]
        for record, name in zip(needy, self._names(number, masks, used), strict=True):
            candidates[record][self._identifier] = name

    def _names(self, number: int, masks: Sequence[int], used: set[Json]) -> list[Json]:
        """
        Return fresh identifiers in the allowed cells, the lowest ones first.
        """
        fields, entity = self._plot.fields, self._plot.entity
        kind = fields.kind_of_identifier(entity)
        domain = fields.domain(entity, self._identifier, kind, self._plot.tables, [])
        dimension = self._space.dimensions[number] if number >= 0 else Dimension([], domain)
        cells = [dimension.bounds(cell) for cell in range(0, 2 * len(dimension.points) + 1, 2)]
        if not isinstance(domain, Lattice) or kind == "uuid":
            return [self._text(domain, cells, mask, used, place) for place, mask in enumerate(masks)]
        free = [domain.free(low, high, used, len(masks)) for low, high in cells]
        options = [
            {place: int(high is None) for place, (_, high) in enumerate(cells) if mask >> 2 * place & 1 and free[place]}
            for mask in masks
        ]
        given = distribute(options, [len(each) for each in free], self._random.child("names"))
        if given is None:
            raise Stuck(-1)
        return [free[place].pop(0) for place in given]

    def _text(self, domain: Any, cells: Sequence[Any], mask: int, used: set[Json], place: int) -> Json:
        allowed = [each for number, each in enumerate(cells) if mask >> 2 * number & 1 and domain.holds(*each)]
        for again in range(100):
            bounds = self._random.choice(allowed, "text cell", place, again)
            name = domain.pick(*bounds, self._random.random("text", place, again))
            if name not in used:
                used.add(name)
                return name
        raise Stuck(-1)

    def _wanted(self, box: Box) -> dict[RecordedCondition, bool]:
        """
        Return the conditions that cannot be cut into cells, as far as a box decides them.
        """
        return {
            condition: bool(box[number] & 0b1000)
            for condition, number in self._space.atoms.items()
            if number in box and (box[number] & 0b1000 != 0) != (box[number] & 0b0010 != 0)
        }

    def _satisfy(self, candidate: Record, box: Box, record: int) -> None:
        """
        Make a candidate satisfy, or not, the conditions that cannot be cut into cells.
        """
        wanted = self._wanted(box)
        for again in range(4):
            wrong = [each for each, truth in wanted.items() if each.holds(candidate) != truth]
            if not wrong:
                return
            for condition in wrong:
                self._force(candidate, condition, box, (record, again), truth=wanted[condition])

    def _force(
        self, candidate: Record, condition: RecordedCondition, box: Box, key: tuple[int, int], *, truth: bool
    ) -> None:
        plot = self._plot
        for path in sorted(condition.paths, key=lambda each: "." in each):
            root, _, rest = path.partition(".")
            member = plot.fields.members[plot.entity].get(root)
            if rest and member is not None and member.many:
                options = [
                    each
                    for each in plot.tables.get(member.entity, {}).values()
                    if condition.through(root).holds({root: [each]}) == truth
                ]
                if options and condition.holds(candidate) != truth:
                    candidate[root] = [self._random.choice(options, "force", *key, path)]
                elif not truth and condition.holds(candidate):
                    candidate[root] = []
            elif not rest and condition.holds(candidate) != truth and condition.kind in {"text", "choice"}:
                candidate[root] = self._text_for(condition, candidate, root, box, key, truth=truth)

    def _text_for(  # noqa: PLR0913 - one text for one place
        self, condition: RecordedCondition, candidate: Record, name: str, box: Box, key: tuple[int, int], *, truth: bool
    ) -> str:
        """
        Return a text that satisfies a condition, or does not, and lies where the sorting wants it.
        """
        word = str(condition.values[0])
        number, kind = self._space.paths.get(name, (-1, ""))
        dimension = self._space.dimensions[number] if number >= 0 else None
        mask = box.get(number, -1) & dimension.usable if dimension is not None else -1
        own = str(candidate.get(name) or "")
        options = [own, re.sub(re.escape(word), "", own, flags=re.IGNORECASE).strip() or "x"]
        if dimension is not None:
            options += [str(self._value(dimension, mask, "text for", *key, name, again)) for again in range(_ATTEMPTS)]
        else:
            options.append(f"{self._plot.entity.rpartition('/')[2][:3]} {key[0]}-{key[1]}")
        texts = [
            text
            for each in options
            for text in ((f"{each} {word}".strip(), f"{word} {each}", word) if truth else (each,))
        ]
        for text in texts:
            inside = dimension is None or mask >> dimension.cell(key_of(text, kind)) & 1
            if inside and condition.holds({name: text}) == truth:
                return text
        return options[0]

    def _line(self, candidates: Sequence[Record], boxes: Sequence[Box]) -> list[Record]:
        """
        Put everything into natural order: each candidate into one of its cells between the recorded records.
        """
        if not self._groups:
            everyone = [*self._plot.recorded, *candidates]
            counted = self._plot.fields.kind_of_identifier(self._plot.entity) == "integer"
            return sorted(everyone, key=lambda each: each[self._identifier]) if counted else everyone
        line: list[tuple[int, float, int, Record]] = [
            (2 * number + 1, 0.0, -1, record) for number, record in enumerate(self._arranged)
        ]
        everywhere = self._space.dimensions[POSITION].usable
        for number, candidate in enumerate(candidates):
            mask = boxes[number].get(POSITION, everywhere) & everywhere
            cells = [cell for cell in range(0, mask.bit_length(), 2) if mask >> cell & 1]
            cell = self._random.choice(cells, "position", number)
            line.append((cell, self._random.random("line", number), number, candidate))
        return [record for *_, record in sorted(line, key=lambda each: each[:3])]
