"""
Pages of a list -> which records they had to show: a record that is missing there is gone, any other was not sampled.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from apicontract.contract.keys import key_of
from apicontract.semantics.paging import place_of
from apicontract.semantics.sizes import limit_of
from apicontract.semantics.tolerance import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.paging import Paging
    from apicontract.diff.observations import Seen

#: Rows that prove an order: fewer stand sorted by chance more than once in a hundred lists (1 of 5! = 120).
_PROVES = 5


@dataclass(frozen=True)
class Covered:
    """
    Which records some pages had to show.

    Attributes:
        whole: whether every record.
        ranges: lowest and highest key of each run of keys without a gap; None is without end.
    """

    whole: bool = False
    ranges: tuple[tuple[Any, Any], ...] = ()

    def holds(self, key: Any) -> bool:
        """
        Return whether the record of a key had to be shown.
        """
        return self.whole or any(_between(low, key, high) for low, high in self.ranges)


def extent_of(paging: Paging, pages: Iterable[Seen]) -> Covered:
    """
    Return which records the pages of one list had to show; pages that select records are left out.

    They had to show every record if together they are the whole list, and all between two of a page that is sorted by
    what identifies its records.
    """
    lists = [each for each in pages if not each.detail and not selects(each)]
    series: dict[object, list[Seen]] = defaultdict(list)
    for each in lists:
        series[tuple(pair for pair in each.exchange.query if pair[0] not in paging.parameters)].append(each)
    whole = any(_is_whole(paging, each) for each in series.values())
    return Covered(whole, tuple(found for each in lists for found in _sorted_range(paging, each)))


def selects(seen: Seen) -> bool:
    """
    Return whether a request selects some of the records of its list.
    """
    filters = {each.name for each in seen.resource.parameters}
    return seen.search is not None or any(name in filters for name, _ in seen.exchange.query)


def names_format(exchange: Exchange) -> bool:
    """
    Return whether a request names the representation that it wants, such as the page for people.
    """
    return exchange.parameter(FORMAT) is not None


def _is_whole(paging: Paging, pages: Sequence[Seen]) -> bool:
    """
    Return whether pages follow each other from the first row to as many as there are.
    """
    reached, counts = 0, {each.count for each in pages}
    for begin, rows in sorted((begin, len(each.rows)) for each in pages if (begin := _begin(paging, each)) is not None):
        reached = max(reached, begin + rows) if begin <= reached else reached
    return len(counts) == 1 and None not in counts and counts == {reached}


def _begin(paging: Paging, page: Seen) -> int | None:
    """
    Return how many rows stand before a page; None if the request alone does not say.
    """
    size = limit_of(page.exchange.parameter(paging.size) if paging.size else None, paging)
    place = place_of(page.exchange.parameter(paging.start) if paging.start else None, paging, size)
    return None if place.unknown or place.invalid or place.last else place.offset


def _sorted_range(paging: Paging, page: Seen) -> Iterator[tuple[Any, Any]]:
    keys = [key_of(page.resource, row) for row in page.rows]
    begin = _begin(paging, page)
    if len(keys) < _PROVES or begin is None or None in keys or len({type(each) for each in keys}) > 1:
        return
    at_start, at_end = begin == 0, page.count is not None and begin + len(keys) >= page.count
    if all(one < other for one, other in pairwise(keys)):
        yield (None if at_start else keys[0], None if at_end else keys[-1])
    elif all(one > other for one, other in pairwise(keys)):
        yield (None if at_end else keys[-1], None if at_start else keys[0])


def _between(low: Any, key: Any, high: Any) -> bool:
    ends = [each for each in (low, high) if each is not None]
    if any(type(each) is not type(key) for each in ends):
        return False
    return (low is None or low <= key) and (high is None or key <= high)
