"""
Recorded pages of one query laid over each other, newest first: who stands at which position of how many.

A page that cannot be true together with newer ones takes no part, and the reason is kept. What the lists leave no room
for is gone; what a collection does not show as recorded is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import Unserved
from apicontract.dataset.equality import brief
from apicontract.dataset.placement.selection import conditions_of, evaluate, holds_as_known, root_of, sorts_of, term_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.fields import Tables
    from apicontract.dataset.placement.selection import RecordedCondition, Sort
    from apicontract.dataset.recorded_data import RecordedPage


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
        lists: the lists that can be true together, as far as comparing their rows tells.
        counts: records of each selection.
        refused: `id` of a page that takes no part to the reason.
        before: `id` of a record to those (by `id`) that stand before it in the natural order, as ties say.
    """

    nulls_last: bool
    lists: list[RecordedList] = field(default_factory=list)
    counts: dict[frozenset[RecordedCondition], tuple[int, str]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    before: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def take(self, page: RecordedPage) -> None:
        """
        Add a page that is older than those added before; refuse it if these leave no room for it.
        """
        conditions, sorts = conditions_of(page.resource, page.query), sorts_of(page.resource, page.query)
        known = next((each for each in self.lists if (each.conditions, each.sorts) == (conditions, sorts)), None)
        count, source = self.counts.get(frozenset(conditions), (page.count, page.source))
        trial = RecordedList(conditions, sorts, count, dict(known.positions if known else {}))
        reason = _incomplete(page, count, source) or _overlaid(trial, page)
        trial.positions = dict(sorted(trial.positions.items()))
        if reason := reason or self._disordered(trial):
            self.refused[id(page)] = reason
            return
        self.counts.setdefault(frozenset(conditions), (page.count, page.source))
        if known is None:
            self.lists.append(known := trial)
        known.positions = trial.positions
        known.pages.append(page)

    def _disordered(self, one: RecordedList) -> str:
        """
        Note what the ties of a list say of the natural order; return why its rows cannot stand in its order, or "".

        What is not known of a row is no fault.
        """
        before = defaultdict(set, {key: set(names) for key, names in self.before.items()})
        for first, second in pairwise(one.positions.values()):
            lost = [
                number
                for number, each in enumerate(one.sorts)
                if not {root_of(each.path)} <= first.keys() & second.keys()
            ]
            sorts = one.sorts[: min(lost, default=None)]
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
    if count != page.count:
        return f"its selection has {page.count} records, and {count} in {source}"
    if len(page.rows) != max(0, min(page.limit, page.count - page.offset)):
        return f"{len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}"
    conditions = conditions_of(page.resource, page.query)
    wrong = [row for each in conditions for row in page.rows if holds_as_known(each, row) is False]
    return f"{brief(wrong[0])} does not match the query by what is known now" if wrong else ""


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
    Return the field paths by which recorded pages sort or select.
    """
    sorts = {each.path for page in pages for each in sorts_of(page.resource, page.query)}
    return sorts.union(*(each.paths for page in pages for each in conditions_of(page.resource, page.query)))


def without_gone(
    records: Sequence[Record], lists: Iterable[RecordedList], ages: Mapping[int, int], *, nulls_last: bool
) -> list[Record]:
    """
    Return the records that are still there; lists that select, or that are no newer than a record, say nothing of it.

    `ages` is the `id` of a record to how many answers are newer than the last one that shows it as a row.
    """
    left = list(records)
    for one in sorted((each for each in lists if not each.conditions), key=lambda each: each.pages[0].age):
        shown = {id(row) for row in one.positions.values()}
        others = [each for each in left if id(each) not in shown]
        oldest = max(page.moment_age for page in one.pages)
        older = [each for each in others if ages.get(id(each), -1) > oldest]
        gone = {id(each) for each in _excluded(one, older, nulls_last=nulls_last)}
        surplus = len(others) - len(gone) - (one.count - len(one.positions))
        longest = sorted((each for each in older if id(each) not in gone), key=lambda each: -ages[id(each)])
        gone |= {id(each) for each in longest[: max(surplus, 0)]}
        left = [each for each in left if id(each) not in gone]
    return left


def _excluded(one: RecordedList, records: Iterable[Record], *, nulls_last: bool) -> Iterator[Record]:
    """
    Yield the records that would stand between two rows that stand next to each other, or beyond an end of the list.
    """
    names = {root_of(sort.path) for sort in one.sorts}
    if not names or any(not names <= row.keys() for row in one.positions.values()):
        return
    rows = [[term_key(row, sort, nulls_last=nulls_last) for sort in one.sorts] for row in one.positions.values()]
    gaps = [high - low - 1 for low, high in pairwise([-1, *one.positions, one.count])]
    for record in (each for each in records if names <= each.keys()):
        key = [term_key(record, sort, nulls_last=nulls_last) for sort in one.sorts]
        place = bisect_left(rows, key)
        if not gaps[place] and (place == len(rows) or rows[place] != key):
            yield record


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


def unknown_choice(page: RecordedPage, tables: Tables) -> str:
    """
    Return which record a page was selected by that no recording shows, so that the filter refuses it; "" if none.
    """
    related = {each.name: each.related for each in page.resource.parameters if each.related}
    asked = [
        (related[name], text) for name, value in page.query if name in related for text in value.split(",") if text
    ]
    lost = (each for each in asked if each[1] not in set(map(str, tables.get(each[0], {}))))
    return next((f"it asks for {entity} {text}, which no recording shows" for entity, text in lost), "")


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
