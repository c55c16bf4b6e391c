"""
Recorded pages of one query, laid over each other: who stands at which position of how many.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from apicontract.contract.errors import ContradictionError
from apicontract.dataset.placement.selection import conditions_of, sorts_of
from apicontract.dataset.recorded_data import brief

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.selection import RecordedCondition, Sort
    from apicontract.dataset.recorded_data import RecordedPage


@dataclass
class Group:
    """
    One selection in one order, as far as it was recorded.

    Attributes:
        conditions: what selects the records.
        sorts: what sorts them; after these, the natural order.
        count: how many are selected.
        positions: position to record, ascending.
        sources: position to the recording that shows it.
        places: the recordings of the group, each once.
    """

    conditions: tuple[RecordedCondition, ...]
    sorts: tuple[Sort, ...]
    count: int
    positions: dict[int, Record] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()

    def gaps(self) -> list[int]:
        """
        Return how many positions are unknown before the first known one, between neighbours, and after the last.
        """
        known = [-1, *self.positions, self.count]
        return [high - low - 1 for low, high in pairwise(known)]


def groups_of(
    pages: Iterable[RecordedPage],
) -> tuple[list[Group], dict[tuple[RecordedCondition, ...], tuple[int, str]]]:
    """
    Return the groups of the recorded pages of one resource, and how many records each selection has, by whom.

    Raises:
        ContradictionError: two pages give one selection two counts, one position two records, or one record two
            positions; or a page does not hold as many rows as its count says.
    """
    groups: dict[tuple[tuple[RecordedCondition, ...], tuple[Sort, ...]], Group] = {}
    counts: dict[tuple[RecordedCondition, ...], tuple[int, str]] = {}
    for page in pages:
        conditions = conditions_of(page.resource, page.query)
        count, source = counts.setdefault(conditions, (page.count, page.source))
        if count != page.count:
            raise ContradictionError((source, page.source), f"the same selection has {count} and {page.count} records")
        _full(page)
        sorts = sorts_of(page.resource, page.query)
        group = groups.setdefault((conditions, sorts), Group(conditions, sorts, count))
        group.places = tuple(dict.fromkeys((*group.places, page.source)))
        for position, row in enumerate(page.rows, page.offset):
            _put(group, position, row, page)
    for group in groups.values():
        group.positions = dict(sorted(group.positions.items()))
    return list(groups.values()), counts


def _full(page: RecordedPage) -> None:
    expected = max(0, min(page.limit, page.count - page.offset))
    if len(page.rows) != expected:
        raise ContradictionError(
            (page.source,),
            f"a page of {len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}",
        )
    for condition in conditions_of(page.resource, page.query):
        for row in page.rows:
            if not condition.holds(row):
                raise ContradictionError((page.source,), f"{brief(row)} does not match the query that selected it")


def _put(group: Group, position: int, row: Record, page: RecordedPage) -> None:
    other = group.positions.setdefault(position, row)
    if other is not row:
        raise ContradictionError(
            (group.sources[position], page.source), f"position {position} holds both {brief(other)} and {brief(row)}"
        )
    twice = next((place for place, each in group.positions.items() if each is row and place != position), None)
    if twice is not None:
        raise ContradictionError(
            (group.sources[twice], page.source), f"{brief(row)} stands at both positions {twice} and {position}"
        )
    group.sources.setdefault(position, page.source)


def mentioned(pages: Iterable[RecordedPage]) -> set[str]:
    """
    Return the field paths by which recorded pages sort or select.
    """
    found = set()
    for page in pages:
        found |= {each.path for each in sorts_of(page.resource, page.query)}
        found |= {path for each in conditions_of(page.resource, page.query) for path in each.paths}
    return found
