"""
Recorded pages of one query laid over each other, newest first: who stands at which position of how many.

A page that cannot be true together with newer ones takes no part, with the reason. A value shown last before a page
says nothing of what stands on it. What lists leave no room for is gone; what is not shown as recorded is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import chain, pairwise, zip_longest
from typing import TYPE_CHECKING

from apicontract.contract.model import Unserved
from apicontract.dataset.equality import brief
from apicontract.dataset.placement.selection import query_of, root_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.selection import RecordedCondition, RecordedQuery, Sort
    from apicontract.dataset.recorded_pages import RecordedPage


@dataclass
class RecordedList:
    """
    One selection in one order, as far as it was recorded.

    Attributes:
        query: what selects and sorts the records.
        count: how many are selected.
        positions: position to record, ascending.
        pages: the recordings, newest first.
    """

    query: RecordedQuery
    count: int
    positions: dict[int, Record] = field(default_factory=dict)
    pages: list[RecordedPage] = field(default_factory=list)


class RecordedLists:
    """
    What the recorded pages of one entity say, laid over each other.

    The newest page that nothing sorts shows the natural order before any ties do: databases break these as they like.

    Args:
        pages: newest first.
        ages: `id` of a record to each field that answers show, to how many are newer than the last of these.
        nulls_last: whether null is greater than every value.

    Attributes:
        lists: the lists that can be true together, as far as comparing their rows tells.
        counts: records of each selection, and a page that says so.
        refused: `id` of a page that takes no part to the reason.
    """

    def __init__(
        self, pages: Sequence[RecordedPage], ages: Mapping[int, Mapping[str, int]], *, nulls_last: bool
    ) -> None:
        self.ages, self._nulls_last = ages, nulls_last
        self.lists: dict[RecordedQuery, RecordedList] = {}
        self.counts: dict[tuple[RecordedCondition, ...], tuple[int, str]] = {}
        self.refused: dict[int, str] = {}
        plain = [one.rows for one in pages if not self.query(one).sorts and len({*map(id, one.rows)}) == len(one.rows)]
        # `id` of a record to those that stand before it in the natural order.
        self._before = {id(second): {id(first)} for rows in plain[:1] for first, second in pairwise(rows)}
        for page in pages:
            self._take(page)

    def query(self, page: RecordedPage) -> RecordedQuery:
        """
        Return what a page asks for.
        """
        return query_of(page.resource, page.query, nulls_last=self._nulls_last)

    def _take(self, page: RecordedPage) -> None:
        query = self.query(page)
        known = self.lists.get(query, RecordedList(query, page.count))
        positions = dict(sorted({**known.positions, **dict(enumerate(page.rows, page.offset))}.items()))
        before = defaultdict(set, {key: set(names) for key, names in self._before.items()})
        reasons = self._contradictions(page, known), self._disorder(page, query.sorts, positions.values(), before)
        if reason := next(chain(*reasons), ""):
            self.refused[id(page)] = reason
            return
        self._before = before
        self.counts.setdefault(query.conditions, (page.count, page.source))
        self.lists[query] = RecordedList(query, page.count, positions, [*known.pages, page])

    def _contradictions(self, page: RecordedPage, known: RecordedList) -> Iterator[str]:
        """
        Yield why a page cannot be true together with newer ones; what is not known of a row is no fault.
        """
        count, source = self.counts.get(known.query.conditions, (page.count, page.source))
        if count != page.count:
            yield f"its selection has {page.count} records, and {count} in {source}"
        if len(page.rows) != max(0, min(page.limit, page.count - page.offset)):
            yield f"{len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}"
        places = {id(row): position for position, row in known.positions.items()}
        for position, row in enumerate(page.rows, page.offset):
            for each in known.query.conditions:
                if self._tells((row,), each.paths, page) and not each.holds(row):
                    yield f"{brief(row)} does not match the query by what is known now"
            if (other := known.positions.get(position, row)) is not row:
                yield f"position {position} shows {brief(row)}, and {brief(other)} on newer pages"
            if places.setdefault(id(row), position) != position:
                yield f"{brief(row)} stands at position {position}, and at {places[id(row)]} on newer pages"

    def _disorder(
        self, page: RecordedPage, asked: Sequence[Sort], line: Iterable[Record], before: dict[int, set[int]]
    ) -> Iterator[str]:
        """
        Yield why the rows of a list cannot stand in this order; add to `before` what those of a page say by their ties.
        """
        new = set(map(id, page.rows))
        for pair in (each for each in pairwise(line) if not new.isdisjoint(map(id, each))):
            sorts = asked
            while not self._tells(pair, [each.path for each in sorts], page):
                sorts = sorts[:-1]
            first, second = ([each.key(row) for each in sorts] for row in pair)
            if first > second:
                yield "{} and {} are not in the order asked for by what is known now".format(*map(brief, pair))
            if first == second and sorts == asked:
                before[id(pair[1])].add(id(pair[0]))
        try:
            TopologicalSorter(before).prepare()
        except CycleError:
            yield "rows that tie stand in another order on newer pages"

    def _tells(self, rows: Iterable[Record], paths: Iterable[str], page: RecordedPage) -> bool:
        """
        Return whether it is known what stood at some paths of some rows when a page was recorded.
        """
        told = ((name, row, self.ages.get(id(row), {})) for name in map(root_of, paths) for row in rows)
        return all(name in row and ages.get(name, 0) <= page.moment_age for name, row, ages in told)

    def natural_order(self, records: Sequence[Record]) -> Iterator[Record]:
        """
        Yield records in an order that agrees with the pages, and where these leave it open in the order given.
        """
        numbers = {id(each): number for number, each in enumerate(records)}
        sorter = TopologicalSorter({key: self._before.get(key, set()) & numbers.keys() for key in numbers})
        sorter.prepare()
        ready: list[int] = []
        while sorter.is_active():
            for key in sorter.get_ready():
                heappush(ready, numbers[key])
            record = records[heappop(ready)]
            sorter.done(id(record))
            yield record


def without_gone(records: Sequence[Record], lists: Iterable[RecordedList], ages: Mapping[int, int]) -> list[Record]:
    """
    Return the records that are still there; lists that select, or that are no newer than a record, say nothing of it.

    `ages` is the `id` of a record to how many answers are newer than the last one that shows it as a row.
    """
    left = list(records)
    for one in sorted((each for each in lists if not each.query.conditions), key=lambda each: each.pages[0].age):
        seen = {id(row) for row in one.positions.values()}
        others = [each for each in left if id(each) not in seen]
        oldest = max(page.moment_age for page in one.pages)
        older = [each for each in others if ages.get(id(each), -1) > oldest]
        # An identifier stays what it is; another value may have changed since.
        named = [each.path for each in one.query.sorts] == [one.pages[0].resource.identifier.path]
        keys = [[sort.key(row) for sort in one.query.sorts] for row in one.positions.values()] if named else []
        places = {id(each): bisect_left(keys, [sort.key(each) for sort in one.query.sorts]) for each in older if named}
        # Between two rows that stand next to each other, or beyond an end of the list, there is no room.
        ends = [-1, *one.positions, one.count]
        excluded = {key for key, place in places.items() if ends[place] + 1 == ends[place + 1]}
        older.sort(key=lambda each: (id(each) not in excluded, -ages[id(each)]))
        surplus = len(others) - (one.count - len(one.positions))
        gone = {id(each) for each in older[: max(surplus, len(excluded))]}
        left = [each for each in left if id(each) not in gone]
    return left


def unserved_pages(
    pages: Sequence[RecordedPage], records: Sequence[Record], lists: RecordedLists, known: Mapping[str, str]
) -> Iterator[Unserved]:
    """
    Yield the pages that a collection, in its natural order, does not show as recorded, each with the reason.

    `known` is the source of a page to why it is not shown, as far as that is known without a look at the records.
    """
    shown = cache(lambda query: query.evaluate(records))
    for page in pages:
        rows = shown(lists.query(page))
        window = zip_longest(page.rows, rows[page.offset : page.offset + page.limit])
        wrong = [
            f"position {position} shows {brief(row)}, and here {brief(other)}: no values were found that agree"
            for position, (row, other) in enumerate(window, page.offset)
            if row is not other
        ]
        if len(rows) != page.count:
            wrong = [f"its selection has {page.count} records, and here {len(rows)}"]
        if reason := lists.refused.get(id(page), wrong[0]) if wrong else known.get(page.source):
            yield Unserved(page.source, reason)
