"""
Recorded records that a newer list of everything leaves no room for: they are gone.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from apicontract.dataset.placement.selection import term_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.lists import RecordedList


def without_gone(
    records: Sequence[Record], lists: Iterable[RecordedList], ages: Mapping[int, int], *, nulls_last: bool
) -> list[Record]:
    """
    Return the records that are still there.

    Args:
        records: the recorded ones.
        lists: the recorded lists; those that select, or that are older than a record, say nothing of it.
        ages: `id` of a record to how many answers are newer than the last one that shows it as a row.
        nulls_last: whether null is greater than everything.
    """
    left = list(records)
    for one in sorted((each for each in lists if not each.conditions), key=lambda each: each.pages[0].age):
        shown = {id(row) for row in one.positions.values()}
        others = [each for each in left if id(each) not in shown]
        oldest = max(page.age for page in one.pages)
        older = [each for each in others if ages.get(id(each), -1) > oldest]
        gone = {id(each) for each in _excluded(one, older, nulls_last=nulls_last)}
        surplus = len(others) - len(gone) - sum(one.gaps())
        longest = sorted((each for each in older if id(each) not in gone), key=lambda each: -ages[id(each)])
        gone |= {id(each) for each in longest[: max(surplus, 0)]}
        left = [each for each in left if id(each) not in gone]
    return left


def _excluded(one: RecordedList, records: Iterable[Record], *, nulls_last: bool) -> Iterator[Record]:
    """
    Yield the records that would stand between two rows that stand next to each other, or beyond an end of the list.
    """
    names = {sort.path.partition(".")[0] for sort in one.sorts}
    if not names or any(not names <= row.keys() for row in one.positions.values()):
        return
    rows = [[term_key(row, sort, nulls_last=nulls_last) for sort in one.sorts] for row in one.positions.values()]
    gaps = one.gaps()
    for record in (each for each in records if names <= each.keys()):
        key = [term_key(record, sort, nulls_last=nulls_last) for sort in one.sorts]
        place = bisect_left(rows, key)
        if not gaps[place] and (place == len(rows) or rows[place] != key):
            yield record
