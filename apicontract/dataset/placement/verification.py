"""
Which recorded pages a collection shows as they were recorded, and why it does not show the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.model import Unserved
from apicontract.dataset.equality import brief
from apicontract.dataset.placement.selection import conditions_of, evaluate, sorts_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.fields import Tables
    from apicontract.dataset.placement.lists import RecordedLists
    from apicontract.dataset.recorded_data import RecordedPage


def unserved_pages(
    pages: Sequence[RecordedPage], records: Sequence[Record], lists: RecordedLists, known: Mapping[str, str]
) -> Iterator[Unserved]:
    """
    Yield the pages that a collection does not show as recorded, each with the reason.

    Args:
        pages: the recorded ones.
        records: the collection in its natural order.
        lists: what the pages say together, and which of them cannot.
        known: source of a page to why it is not shown, as far as that is known without a look at the records.
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
    for parameter in (each for each in page.resource.parameters if each.related):
        known = set(map(str, tables.get(parameter.related or "", {})))
        texts = [text for name, value in page.query if name == parameter.name for text in value.split(",") if text]
        for text in (each for each in texts if each not in known):
            return f"it asks for {parameter.related} {text}, which no recording shows"
    return ""


def _wrong(page: RecordedPage, rows: Sequence[Record]) -> str:
    """
    Return the first thing in which a list of the collection differs from a page.
    """
    if len(rows) != page.count:
        return f"its selection has {page.count} records, and here {len(rows)}"
    window = rows[page.offset : page.offset + page.limit]
    for position, (row, other) in enumerate(zip(page.rows, window, strict=False), page.offset):
        if row is not other:
            return f"position {position} shows {brief(row)}, and here {brief(other)}: no values were found that agree"
    if len(window) != len(page.rows):
        return f"{len(page.rows)} rows at offset {page.offset} of {page.count} records, limit {page.limit}"
    return ""
