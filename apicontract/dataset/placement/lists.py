"""
Recorded pages of one query laid over each other, newest first: who stands at which position of how many.

A page that cannot be true together with newer ones takes no part, and the reason is kept. A value that was shown last
before a page says nothing of what stands on it. What the lists leave no room for is gone; what a collection does not
show as recorded is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import pairwise, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import Unserved
from apicontract.dataset.equality import brief
from apicontract.dataset.placement.selection import asked_for, conditions_of, evaluate, root_of, sorts_of, term_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.selection import RecordedCondition, Sort
    from apicontract.dataset.recorded_pages import RecordedPage


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


@dataclass
class RecordedLists:
    """
    What the recorded pages of one entity say.

    Attributes:
        ages: `id` of a record to each field that answers show, to how many are newer than the last of these.
        lists: the lists that can be true together, as far as comparing their rows tells.
        counts: records of each selection.
        refused: `id` of a page that takes no part to the reason.
        before: `id` of a record to those (by `id`) that stand before it in the natural order, as ties say.
    """

    nulls_last: bool
    ages: Mapping[int, Mapping[str, int]]
    lists: list[RecordedList] = field(default_factory=list)
    counts: dict[frozenset[RecordedCondition], tuple[int, str]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    before: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def take(self, page: RecordedPage) -> None:
        """
        Add a page that is older than those added before; refuse it if these leave no room for it.
        """
        query = conditions, sorts = conditions_of(page.resource, page.query), sorts_of(page.resource, page.query)
        known = next((each for each in self.lists if (each.conditions, each.sorts) == query), None)
        count, source = self.counts.get(frozenset(conditions), (page.count, page.source))
        trial = RecordedList(conditions, sorts, count, dict(known.positions if known else {}))
        reason = self._incomplete(page, conditions, count, source) or _overlaid(trial, page)
        trial.positions = dict(sorted(trial.positions.items()))
        if reason := reason or self._disordered(trial, page):
            self.refused[id(page)] = reason
            return
        self.counts.setdefault(frozenset(conditions), (page.count, page.source))
        if known is None:
            self.lists.append(known := trial)
        known.positions = trial.positions
        known.pages.append(page)

    def _tells(self, row: Record, path: str, page: RecordedPage) -> bool:
        """
        Return whether it is known what stood at a path of a row when a page was recorded.
        """
        name = root_of(path)
        return name in row and self.ages.get(id(row), {}).get(name, 0) <= page.moment_age

    def _incomplete(self, page: RecordedPage, conditions: Iterable[RecordedCondition], count: int, source: str) -> str:
        if count != page.count:
            return f"its selection has {page.count} records, and {count} in {source}"
        if len(page.rows) != max(0, min(page.limit, page.count - page.offset)):
            return f"{len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}"
        for each in conditions:
            for row in page.rows:
                if all(self._tells(row, path, page) for path in each.paths) and not each.holds(row):
                    return f"{brief(row)} does not match the query by what is known now"
        return ""

    def _disordered(self, one: RecordedList, page: RecordedPage) -> str:
        """
        Note what the ties of a page say of the natural order; return why its rows cannot stand in their list, or "".

        What is not known of a row is no fault.
        """
        before = defaultdict(set, {key: set(names) for key, names in self.before.items()})
        new = set(map(id, page.rows))
        for first, second in (each for each in pairwise(one.positions.values()) if not new.isdisjoint(map(id, each))):
            told = (all(self._tells(row, each.path, page) for row in (first, second)) for each in one.sorts)
            sorts = [each for each, _ in takewhile(itemgetter(1), zip(one.sorts, told, strict=False))]
            keys = [[term_key(row, each, nulls_last=self.nulls_last) for each in sorts] for row in (first, second)]
            if keys[0] > keys[1]:
                return f"{brief(first)} and {brief(second)} are not in the order asked for by what is known now"
            if keys[0] == keys[1] and len(sorts) == len(one.sorts):
                before[id(second)].add(id(first))
        try:
            TopologicalSorter(before).prepare()
        except CycleError:
            return _TIES
        self.before = before
        return ""

    def natural_order(self, records: Iterable[Record], rank: Callable[[Record], Hashable]) -> list[Record]:
        """
        Return records in an order that agrees with the pages, and where these leave it open by rank.
        """
        rows = {id(each): (rank(each), number, each) for number, each in enumerate(records)}
        sorter = TopologicalSorter({key: self.before.get(key, set()) & rows.keys() for key in rows})
        sorter.prepare()
        ready: list[Any] = []
        line: list[Record] = []
        while sorter.is_active():
            for key in sorter.get_ready():
                heappush(ready, rows[key])
            line.append(heappop(ready)[2])
            sorter.done(id(line[-1]))
        return line


def recorded_lists(
    pages: Sequence[RecordedPage], ages: Mapping[int, Mapping[str, int]], *, nulls_last: bool
) -> RecordedLists:
    """
    Lay the pages of one entity over each other, newest first; `ages` as in `RecordedLists`.

    The newest page that nothing sorts shows the natural order before any ties do: databases break these as they like.
    """
    plain = next((each.rows for each in pages if not sorts_of(each.resource, each.query)), ())
    natural = {id(second): {id(first)} for first, second in pairwise(plain)}
    lists = RecordedLists(nulls_last, ages, before=defaultdict(set, natural))
    for page in pages:
        lists.take(page)
    return lists


def _overlaid(one: RecordedList, page: RecordedPage) -> str:
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
    Return the fields by which recorded pages sort or select.
    """
    queries = ((each.resource, each.query) for each in pages)
    return {name for query in queries for name in asked_for(conditions_of(*query), sorts_of(*query))}


def without_gone(records: Sequence[Record], lists: Iterable[RecordedList], ages: Mapping[int, int]) -> list[Record]:
    """
    Return the records that are still there; lists that select, or that are no newer than a record, say nothing of it.

    `ages` is the `id` of a record to how many answers are newer than the last one that shows it as a row.
    """
    left = list(records)
    for one in sorted((each for each in lists if not each.conditions), key=lambda each: each.pages[0].age):
        seen = {id(row) for row in one.positions.values()}
        others = [each for each in left if id(each) not in seen]
        oldest = max(page.moment_age for page in one.pages)
        older = [each for each in others if ages.get(id(each), -1) > oldest]
        # An identifier stays what it is; another value may have changed since.
        named = [each.path for each in one.sorts] == [one.pages[0].resource.identifier.path]
        gone = {id(each) for each in older if named and _excluded(one, each)}
        surplus = len(others) - len(gone) - (one.count - len(one.positions))
        longest = sorted((each for each in older if id(each) not in gone), key=lambda each: -ages[id(each)])
        gone |= {id(each) for each in longest[: max(surplus, 0)]}
        left = [each for each in left if id(each) not in gone]
    return left


def _excluded(one: RecordedList, record: Record) -> bool:
    """
    Tell whether a record would stand between two rows that stand next to each other, or beyond an end of the list.
    """
    (sort,) = one.sorts
    rows = [term_key(row, sort, nulls_last=True) for row in one.positions.values()]
    place = bisect_left(rows, term_key(record, sort, nulls_last=True))
    first, last = [-1, *one.positions, one.count][place : place + 2]
    return last == first + 1


def unserved_pages(
    pages: Sequence[RecordedPage], records: Sequence[Record], lists: RecordedLists, known: Mapping[str, str]
) -> Iterator[Unserved]:
    """
    Yield the pages that a collection, in its natural order, does not show as recorded, each with the reason.

    `known` is the source of a page to why it is not shown, as far as that is known without a look at the records.
    """
    shown: dict[Hashable, list[Record]] = {}
    for page in pages:
        query = frozenset(conditions_of(page.resource, page.query)), sorts_of(page.resource, page.query)
        if query not in shown:
            shown[query] = evaluate(records, [*query[0]], query[1], nulls_last=lists.nulls_last)
        wrong = _wrong(page, shown[query])
        reason = (wrong and lists.refused.get(id(page), wrong)) or known.get(page.source)
        if reason:
            yield Unserved(page.source, reason)


def _wrong(page: RecordedPage, rows: Sequence[Record]) -> str:
    if len(rows) != page.count:
        return f"its selection has {page.count} records, and here {len(rows)}"
    window = rows[page.offset : page.offset + page.limit]
    for position, (row, other) in enumerate(zip(page.rows, window, strict=False), page.offset):
        if row is not other:
            return f"position {position} shows {brief(row)}, and here {brief(other)}: no values were found that agree"
    if len(window) != len(page.rows):
        return f"{len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}"
    return ""
