"""
Fields that follow from the place of a record among those of its group, by a moment: its rank, the one before it.

The moment stands in the record itself, or in the record that refers to it (`via`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from apicontract.dataset.reference_index import DatedRecord, Group
from apicontract.dataset.start_day import moment_at
from apicontract.dataset.values import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.reference_index import ReferenceIndex

#: Characters of a moment text that say its year.
_YEAR = 4


def succeed(kind: str, source: Mapping[str, Json], entity: str, record: Record, references: ReferenceIndex) -> Any:
    """
    Return what a rule makes of a record; null if it is in no group.

    Args:
        kind: key of `SUCCESSIONS`.
        source: `by` (the field of the moment), `via` (entity and path of the record that holds it, if another does),
            `within` (path to what the members of a group share), `year` (whether each year is a group), `where`
            (conditions that the holder of the moment meets), `show` and `first` (see the rules).
        entity: of the record.
        record: whose field follows.
        references: all records.
    """
    names = (entity, *(repr(source.get(each)) for each in ("by", "via", "where", "within")))
    if names not in references.places:
        groups = _groups(source, entity, references)
        references.places[names] = {
            id(each.record): (group, place) for group in groups for place, each in enumerate(group)
        }
    found = references.places[names].get(id(record))
    if found is None:
        return None
    group, place = found
    # The members of a year stand side by side.
    first = bisect_left(group, _year(group[place]), hi=place, key=_year) if source.get("year") else 0
    return SUCCESSIONS[kind](group, first, place, source)


def _groups(source: Mapping[str, Json], entity: str, references: ReferenceIndex) -> Iterable[Group]:
    members = _members(source, entity, references)
    groups: dict[Any, list[DatedRecord]] = {}
    if "within" in source:
        groups = defaultdict(list)
        within = references.column(entity, source["within"])
        for number, member in members:
            for value in within[number]:
                if value is not None:
                    groups[id(value) if isinstance(value, dict) else value].append(member)
    elif members:
        groups = {None: [member for _, member in members]}
    return groups.values()


def _members(source: Mapping[str, Json], entity: str, references: ReferenceIndex) -> Sequence[tuple[int, DatedRecord]]:
    """
    Return each record that has a moment, with its number, by moment; those of one moment stay in natural order.
    """
    via, where = source.get("via"), source.get("where", {})
    names = (entity, *(repr(source.get(each)) for each in ("by", "via", "where")))
    if names not in references.dated:
        holding = via["entity"] if via else entity
        holders, moments = references.records(holding), references.column(holding, source["by"])
        meeting = frozenset(references.meeting(holding, where))
        held = references.column(holding, via["path"]) if via else [[each] for each in holders]
        holder_of = {id(value): number for number, values in enumerate(held) for value in values if value is not None}
        found = [
            (number, DatedRecord(record, moments[holder][0], holders[holder]))
            for number, record in enumerate(references.records(entity))
            if (holder := holder_of.get(id(record))) in meeting and moments[holder][0] is not None
        ]
        references.dated[names] = sorted(found, key=lambda each: each[1].moment)
    return references.dated[names]


def _year(member: DatedRecord) -> str:
    return member.moment[:_YEAR]


def _rank(group: Group, first: int, place: int, _: Mapping[str, Json]) -> int:
    """
    Count those whose moment is not later than its own.
    """
    return bisect_right(group, group[place].moment, lo=place, key=lambda each: each.moment) - first


def _number(group: Group, _: int, place: int, source: Mapping[str, Json]) -> str:
    """
    Number the members of a year, those of one moment in their order: `2024-007`.
    """
    year = _year(group[place])
    before = bisect_left(group, year, hi=place, key=_year)
    return f"{year}-{place - before + 1:0{source.get('digits', 3)}}"


def _gap(group: Group, first: int, place: int, source: Mapping[str, Json]) -> str | None:
    """
    Return the time since the one before it; for the first, what the rule says.
    """
    if place == first:
        stated: str | None = source.get("first")
        return stated
    return format_duration(moment_at(group[place].moment) - moment_at(group[place - 1].moment))


def _earlier(group: Group, first: int, place: int, source: Mapping[str, Json]) -> Any:
    """
    Return the holder of the moment before its own, or what that one shows; null for the first.
    """
    if place == first:
        return None
    before = group[place - 1].dated
    return before[source["show"]] if source.get("show") else before


def _repeated(_: Group, first: int, place: int, __: Mapping[str, Json]) -> bool:
    """
    Tell whether there is one before it.
    """
    return place > first


#: rule's name to what it makes of a place in a group, whose first member is given too.
SUCCESSIONS: Mapping[str, Callable[[Group, int, int, Mapping[str, Json]], Any]] = {
    "rank": _rank,
    "numbered": _number,
    "gap": _gap,
    "earlier": _earlier,
    "repeated": _repeated,
}
