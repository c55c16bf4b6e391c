"""
Recorded pages of one query laid over each other, newest first: who stands at which position of how many.

A page that cannot be true together with newer ones takes no part, and the reason is kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.dataset.equality import brief
from apicontract.dataset.placement.selection import conditions_of, holds_as_known, sorts_of, term_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.selection import RecordedCondition, Sort
    from apicontract.dataset.recorded_data import RecordedPage

#: `id` of a record to the records (by `id`) that stand before it in the natural order.
_Before: TypeAlias = "dict[int, set[int]]"


_TIES = "rows that tie stand in another order on newer pages"


@dataclass
class RecordedList:
    """
    One selection in one order, as far as it was recorded.

    Attributes:
        conditions: what selects the records.
        sorts: what sorts them; after these, the natural order.
        count: how many are selected.
        positions: position to record, ascending.
        pages: the recordings, newest first.
    """

    conditions: tuple[RecordedCondition, ...]
    sorts: tuple[Sort, ...]
    count: int
    positions: dict[int, Record] = field(default_factory=dict)
    pages: list[RecordedPage] = field(default_factory=list)

    def gaps(self) -> list[int]:
        """
        Return how many positions are unknown before the first known one, between neighbours, and after the last.
        """
        known = [-1, *self.positions, self.count]
        return [high - low - 1 for low, high in pairwise(known)]


@dataclass
class RecordedLists:
    """
    What the recorded pages of one entity say.

    Attributes:
        lists: the lists that can be true together, as far as comparing their rows tells.
        counts: records of each selection.
        refused: `id` of a page that takes no part to the reason.
        before: what ties say of the natural order.
    """

    nulls_last: bool
    lists: list[RecordedList] = field(default_factory=list)
    counts: dict[frozenset[RecordedCondition], tuple[int, str]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    before: _Before = field(default_factory=lambda: defaultdict(set))

    def take(self, page: RecordedPage) -> None:
        """
        Add a page that is older than those added before; refuse it if these leave no room for it.
        """
        conditions = tuple(conditions_of(page.resource, page.query))
        sorts = sorts_of(page.resource, page.query)
        known = next((each for each in self.lists if (each.conditions, each.sorts) == (conditions, sorts)), None)
        count, source = self.counts.get(frozenset(conditions), (page.count, page.source))
        trial = RecordedList(conditions, sorts, count, dict(known.positions if known else {}))
        reason = _incomplete(page, count, source) or _overlaid(trial, page)
        trial.positions = dict(sorted(trial.positions.items()))
        before = self.before
        if not reason:
            reason, before = self._ordered(trial)
        if reason:
            self.refused[id(page)] = reason
            return
        self.before = before
        self.counts.setdefault(frozenset(conditions), (page.count, page.source))
        if known is None:
            self.lists.append(known := trial)
        known.positions = trial.positions
        known.pages.append(page)

    def _ordered(self, one: RecordedList) -> tuple[str, _Before]:
        """
        Return why the rows of a list cannot stand in its order, and the natural order with what its ties say.
        """
        before = defaultdict(set, {key: set(names) for key, names in self.before.items()})
        for first, second in pairwise(one.positions.values()):
            compared = self._compared(one.sorts, first, second)
            if compared is None:
                return f"{brief(first)} and {brief(second)} are not in the order asked for by what is known now", before
            if compared:
                before[id(second)].add(id(first))
        try:
            TopologicalSorter(before).prepare()
        except CycleError:
            return _TIES, before
        return "", before

    def _compared(self, sorts: Sequence[Sort], first: Record, second: Record) -> bool | None:
        """
        Tell whether two rows tie; None if they stand the wrong way round. What is not known of a row is no fault.
        """
        for sort in sorts:
            if not all(sort.path.partition(".")[0] in each for each in (first, second)):
                return False
            keys = [term_key(each, sort, nulls_last=self.nulls_last) for each in (first, second)]
            if keys[0] != keys[1]:
                return False if keys[0] < keys[1] else None
        return True

    def natural_order(self, records: Iterable[Record], rank: Callable[[Record], Hashable]) -> list[Record]:
        """
        Return records in an order that agrees with the pages, and where these leave it open by rank.
        """
        rows = {id(each): (rank(each), number, each) for number, each in enumerate(records)}
        graph = {key: self.before.get(key, set()) & rows.keys() for key in rows}
        sorter = TopologicalSorter(graph)
        ready: list[Any] = []
        line: list[Record] = []
        sorter.prepare()
        while sorter.is_active():
            for key in sorter.get_ready():
                heappush(ready, rows[key])
            line.append(heappop(ready)[2])
            sorter.done(id(line[-1]))
        return line


def recorded_lists(pages: Iterable[RecordedPage], *, nulls_last: bool) -> RecordedLists:
    """
    Lay the pages of one entity over each other, newest first.

    Where rows that tie stand otherwise than in a list that nothing sorts, that list shows the natural order: databases
    break ties as they like.
    """
    pages = list(pages)
    found = _laid(pages, {}, nulls_last=nulls_last)
    plain = (each for each in pages if found.refused.get(id(each)) == _TIES and not sorts_of(each.resource, each.query))
    page = next(plain, None)
    if page is None:
        return found
    natural = {id(second): {id(first)} for first, second in pairwise(page.rows)}
    return _laid(pages, natural, nulls_last=nulls_last)


def _laid(pages: Sequence[RecordedPage], natural: Mapping[int, set[int]], *, nulls_last: bool) -> RecordedLists:
    found = RecordedLists(nulls_last, before=defaultdict(set, natural))
    for page in pages:
        found.take(page)
    return found


def _incomplete(page: RecordedPage, count: int, source: str) -> str:
    """
    Return why a page cannot be shown whatever stands on the others, or "".
    """
    if count != page.count:
        return f"its selection has {page.count} records, and {count} in {source}"
    if len(page.rows) != max(0, min(page.limit, page.count - page.offset)):
        return f"{len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}"
    wrong = [
        row
        for condition in conditions_of(page.resource, page.query)
        for row in page.rows
        if holds_as_known(condition, row) is False
    ]
    return f"{brief(wrong[0])} does not match the query by what is known now" if wrong else ""


def _overlaid(one: RecordedList, page: RecordedPage) -> str:
    """
    Lay a page over a list; return why it does not fit there, or "".
    """
    places = {id(row): position for position, row in one.positions.items()}
    for position, row in enumerate(page.rows, page.offset):
        other = one.positions.setdefault(position, row)
        if other is not row:
            return f"position {position} shows {brief(row)}, and {brief(other)} on newer pages"
        if places.setdefault(id(row), position) != position:
            return f"{brief(row)} stands at position {position}, and at {places[id(row)]} on newer pages"
    return ""


def mentioned(pages: Iterable[RecordedPage]) -> set[str]:
    """
    Return the field paths by which recorded pages sort or select.
    """
    found = set()
    for page in pages:
        found |= {each.path for each in sorts_of(page.resource, page.query)}
        found |= {path for each in conditions_of(page.resource, page.query) for path in each.paths}
    return found
