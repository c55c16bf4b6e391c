"""
Whether genuine answers decide what the mock answers to another request.

The mock's answer is compared with the rows that were seen, and where these are all there are, with what the naive
reading of the contract selects among them. What cannot be told is not decided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.checks.answers import ParsedExchange
from apicontract.contract.keys import key_of
from apicontract.contract.tokens import TOKENS
from apicontract.semantics.naive import NAIVE, predict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record
    from apicontract.explore.upstream.memory import Genuine, GenuineMemory
    from apicontract.explore.upstream.wanted import Group, Wanted
    from apicontract.semantics.request import PageAsked, ParsedRequest


def within(asked: ParsedRequest | PageAsked, known: Genuine) -> bool:
    """
    Return whether a genuine answer shows all rows that another request of its group asks for.
    """
    if known.wanted.parsed.route.kind == "detail":
        return True
    page = known.reading.page
    if page is None or not page.counted or asked.paging.unit == TOKENS or asked.place.unknown:
        return False
    start, first = asked.place.offset_in(asked.limit, page.count), known.reading.start
    end = min(start + asked.limit, page.count)
    return first <= start and end <= first + len(page.rows)


def decidable(group: Group, page: PageAsked, memory: GenuineMemory) -> bool:
    """
    Return whether answers that are remembered may decide a page of a list: one shows its rows, or all show the list.
    """
    if any(within(page, each) for each in memory.group(group)):
        return True
    pages = [each.reading.page for each in memory.group(whole_list(group))]
    known = [each for each in pages if each is not None and each.counted]
    return bool(known) and max(each.count for each in known) <= sum(len(each.rows) for each in known)


def same_rows(api: Api, wanted: Wanted, mocked: Exchange, known: Genuine) -> bool:
    """
    Return whether the mock shows what a genuine answer shows of it, links of pages aside.
    """
    shown, seen = _read_as(api, wanted, mocked), known.reading
    if mocked.status != known.exchange.status:
        return False
    if shown.page is None or seen.page is None:
        return bool(shown.json == seen.json)
    offset = wanted.parsed.offset_in(seen.page.count) - seen.start
    rows = seen.page.rows[max(offset, 0) : max(offset, 0) + wanted.parsed.limit]
    return shown.page.count == seen.page.count and list(shown.page.rows) == list(rows)


def whole_list(group: Group) -> Group:
    """
    Return the group of the list of which others select and order: the same, with nothing selected or ordered.
    """
    return (*group[:5], frozenset(), (), frozenset(), False, (), "")


def crawled(pages: Iterable[Genuine]) -> list[Record] | None:
    """
    Return all rows of a list that pages of it cover, in order; None if one lacks, or two say different things.
    """
    readings = [each.reading for each in pages if each.reading.page is not None]
    counts = {each.page.count if each.page and each.page.counted else None for each in readings}
    (count,) = counts if len(counts) == 1 else (None,)
    if count is None or count > sum(len(each.page.rows) for each in readings if each.page):
        return None
    rows: dict[int, Record] = {}
    for each in readings:
        for number, row in enumerate(each.page.rows if each.page else (), each.start):
            if rows.setdefault(number, row) != row:
                return None
    ordered = [rows[number] for number in sorted(rows)]
    keys = {str(_key(readings[0], each)) for each in ordered}
    return ordered if {len(keys), len(rows)} == counts else None


def selected(api: Api, wanted: Wanted, mocked: Exchange, rows: Sequence[Record]) -> bool:
    """
    Return whether the mock shows the rows that a request selects, and in the order that it asks for, among all.
    """
    asked, shown = wanted.parsed, _read_as(api, wanted, mocked)
    if not asked.certain or shown.page is None or mocked.status != 200:  # noqa: PLR2004 - OK
        return False
    if any(each.inferred for each in asked.filters.conditions) or asked.presumed:
        return False
    request = replace(mocked, url=wanted.url)
    right = predict(NAIVE, api, request, {asked.resource.entity: rows})
    known = {str(_key(shown, each)): each for each in rows}
    names = [str(_key(shown, each)) for each in shown.page.rows]
    if right.count != shown.page.count or not right.allows(names):
        return False
    return all(known[name] == row for name, row in zip(names, shown.page.rows, strict=True))


def _read_as(api: Api, wanted: Wanted, mocked: Exchange) -> ParsedExchange:
    """
    Return what the mock's answer to a request holds that was read before.
    """
    asked = wanted.parsed
    return ParsedExchange(mocked, asked, asked.paging if asked.route.kind == "list" else api.paging)


def _key(reading: ParsedExchange, row: Record) -> Any:
    return key_of(reading.asked.resource, row)
