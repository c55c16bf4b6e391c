"""
Stretches of lists as they were recorded, and how many records each says that there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.dataset.asked import ORDERING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from apicontract.contract.model import Json, Record, Resource


@dataclass(frozen=True)
class RecordedPage:
    """
    A stretch of a list that was recorded.

    Attributes:
        resource: the collection.
        query: decoded names and values, those of paging, mode and format left out; what the path says of parents is
            a filter like others, whose name no query has.
        offset: position of the first row.
        limit: rows that were asked for.
        count: rows that the query selects; where it is not whole, at the least.
        rows: the records, in the order shown.
        source: where the recording stands.
        counted: whether the answer tells the count.
        mode: the mode of its rows.
        age: how many of the answers of the host are newer.
        moment_age: that of the first answer of the same moment, of which none is older than this one.
    """

    resource: Resource
    query: tuple[tuple[str, str], ...]
    offset: int
    limit: int
    count: int
    rows: tuple[Record, ...]
    source: str
    counted: bool = True
    mode: str = ""
    age: int = 0
    moment_age: int = 0

    @property
    def request(self) -> Hashable:
        """
        What was asked for: of two pages with the same request the newer one stands.
        """
        return self.resource.name, tuple(sorted(self.query)), self.offset, self.limit, self.mode


def counted(pages: Sequence[RecordedPage]) -> list[RecordedPage]:
    """
    Return pages that all have a count: those that only say that there is more, as many as the furthest page needs.
    """
    least: dict[Hashable, int] = defaultdict(int)
    for each in pages:
        least[_selection(each)] = max(least[_selection(each)], each.count)
    return [each if each.counted else replace(each, count=least[_selection(each)], counted=True) for each in pages]


def _selection(page: RecordedPage) -> Hashable:
    return page.resource.name, frozenset(each for each in page.query if each[0] != ORDERING)


def unknown_choice(page: RecordedPage, tables: Mapping[str, Mapping[Json, Record]]) -> str:
    """
    Return which record a page was selected by that no recording shows, so that the filter refuses it; "" if none.
    """
    related = {each.name: each.related for each in page.resource.parameters if each.related}
    asked = [
        (related[name], text) for name, value in page.query if name in related for text in value.split(",") if text
    ]
    # Records that stand in no list are known by their keys alone, wherever rows refer to them.
    lost = (each for each in asked if each[0] in tables and each[1] not in set(map(str, tables[each[0]])))
    return next((f"it asks for {entity} {text}, which no recording shows" for entity, text in lost), "")
