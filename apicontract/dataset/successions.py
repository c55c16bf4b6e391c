"""
Fields that follow from the place of a record among those of its group, by a moment: its rank, the one before it.

The moment stands in the record itself, or in the record that refers to it (`via`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.dataset.reference_index import DatedRecord
from apicontract.dataset.start_day import moment_at
from apicontract.dataset.values import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.model import Json
    from apicontract.dataset.reference_index import ReferenceIndex

#: Characters of a moment text that say its year.
_YEAR = 4

#: The members of a group, by moment; members of one moment stay in natural order.
Group: TypeAlias = "Sequence[DatedRecord]"


def succeed(kind: str, source: Mapping[str, Json], entity: str, references: ReferenceIndex) -> dict[int, Any]:
    """
    Return what a rule makes of each record that is in a group, by `id` of the record.

    Args:
        kind: key of `SUCCESSIONS`.
        source: `by` (the field of the moment), `via` (entity and path of the record that holds it, if another does),
            `within` (path to what the members of a group share), `year` (whether each year is a group), `where`
            (conditions that the holder of the moment meets), `show` and `first` (see the rules).
        entity: whose records.
        references: all records.
    """
    groups: dict[Any, list[DatedRecord]] = defaultdict(list)
    within = references.column(entity, source["within"]) if "within" in source else None
    for number, member in _members(source, entity, references):
        year = member.moment[:_YEAR] if source.get("year") else ""
        for value in within[number] if within else (0,):
            if value is not None:
                groups[id(value) if isinstance(value, dict) else value, year].append(member)
    made: dict[int, Any] = {}
    for group in groups.values():
        made |= SUCCESSIONS[kind](group, source)
    return made


def _members(source: Mapping[str, Json], entity: str, references: ReferenceIndex) -> Sequence[tuple[int, DatedRecord]]:
    """
    Return each record that has a moment, with its number, by moment.
    """
    via, where = source.get("via"), source.get("where", {})
    key = (entity, repr(via), source["by"], repr(where))
    if key not in references.successions:
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
        references.successions[key] = sorted(found, key=lambda each: each[1].moment)
    return references.successions[key]


def _ranks(group: Group, _: Mapping[str, Json]) -> dict[int, Any]:
    """
    Count for each member those whose moment is not later than its own.
    """
    moments = [each.moment for each in group]
    return {id(each.record): bisect_right(moments, each.moment) for each in group}


def _numbers(group: Group, source: Mapping[str, Json]) -> dict[int, Any]:
    """
    Number the members of each year, those of one moment in their order: `2024-007`.
    """
    years: dict[str, int] = defaultdict(int)
    texts: dict[int, Any] = {}
    for each in group:
        year = each.moment[:_YEAR]
        years[year] += 1
        texts[id(each.record)] = f"{year}-{years[year]:0{source.get('digits', 3)}}"
    return texts


def _gaps(group: Group, source: Mapping[str, Json]) -> dict[int, Any]:
    """
    Return for each member the time since the one before it; for the first, what the rule says.
    """
    gaps = {
        id(each.record): format_duration(moment_at(each.moment) - moment_at(before.moment))
        for before, each in pairwise(group)
    }
    return {id(group[0].record): source.get("first"), **gaps}


def _earlier(group: Group, source: Mapping[str, Json]) -> dict[int, Any]:
    """
    Return for each member the holder of the moment before its own, or what that one shows; null for the first.
    """
    show = source.get("show")
    return {
        id(group[0].record): None,
        **{id(each.record): before.dated[show] if show else before.dated for before, each in pairwise(group)},
    }


def _repeated(group: Group, _: Mapping[str, Json]) -> dict[int, Any]:
    """
    Tell for each member whether there is one before it.
    """
    return {id(each.record): number > 0 for number, each in enumerate(group)}


#: rule's name to what it makes of the members of a group, by `id` of the record.
SUCCESSIONS: Mapping[str, Callable[[Group, Mapping[str, Json]], dict[int, Any]]] = {
    "rank": _ranks,
    "numbered": _numbers,
    "gap": _gaps,
    "earlier": _earlier,
    "repeated": _repeated,
}
