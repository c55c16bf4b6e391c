"""
Servers that page wrongly, each the right one with one stage replaced, and the styles in which they can be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.dataset.paging import Window
from mockserver.engine import rendering
from mockserver.http.refusals import Refusal, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.engine.pipeline import Pipeline


def _empty_past_the_end(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        try:
            return right.window(call, total)
        except Refusal:
            if not call.parameters[call.site.api.paging.start].isdecimal():
                raise
            return Window(call.site.api.paging.default_limit, total)

    return replace(right, window=window)


def _unreadable_is_first(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        try:
            return right.window(call, total)
        except Refusal:
            if call.parameters[call.site.api.paging.start].isdecimal():
                raise
            return Window(call.site.api.paging.default_limit, 0)

    return replace(right, window=window)


def _shifted(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return replace(part, offset=part.offset + part.limit) if part.offset else part

    return replace(right, window=window)


def _overlaps(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return replace(part, offset=part.offset - 1) if part.offset else part

    return replace(right, window=window)


def _unbounded(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        text = call.parameters.get(call.site.api.paging.size, "")
        part = right.window(call, total)
        return replace(part, limit=int(text)) if text.isdecimal() and int(text) else part

    return replace(right, window=window)


def _counts_the_page(right: Pipeline) -> Pipeline:
    def envelope(call: Any, total: int, links: Any, rows: Any) -> bytes:
        return right.envelope(call, min(total, len(rows)), links, rows)

    return replace(right, envelope=envelope)


def _last_has_next(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        return right.links(call, part, max(total, part.offset + part.limit + 1))

    return replace(right, links=links)


def _link_loses_filter(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        names = {each.name for each in call.resource.parameters}
        kept = [pair for pair in call.request.parameters if pair[0] not in names]
        return right.links(replace(call, request=call.request.with_parameters(kept)), part, total)

    return replace(right, links=links)


def _refuses_the_last(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        if part.offset and part.offset + part.limit >= total:
            raise not_found("Invalid page.")
        return part

    return replace(right, window=window)


def cut(right: Pipeline) -> Pipeline:
    """
    Return a server that sends the first rows of a list alone.
    """

    def window(call: Any, total: int) -> Window:
        return replace(right.window(call, total), limit=25)

    return replace(right, window=window)


def _ends_early(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        made = right.links(call, part, total)
        return replace(made, next=None, last=None) if part.offset and part.offset + 2 * part.limit >= total else made

    return replace(right, links=links)


def _ignores_the_start(right: Pipeline) -> Pipeline:
    return replace(right, window=lambda call, total: replace(right.window(call, total), offset=0))


def _first_is_second(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        made = right.links(call, part, total)
        return replace(made, first=right.links(call, Window(part.limit, 0), total).next) if made.first else made

    return replace(right, links=links)


def _links_in_no_header(right: Pipeline) -> Pipeline:
    def headers(call: Any, total: int, links: Any) -> Any:
        return tuple(each for each in right.headers(call, total, links) if each[0] != call.site.api.paging.links)

    return replace(right, headers=headers)


def _header_counts_the_page(right: Pipeline) -> Pipeline:
    def headers(call: Any, total: int, links: Any) -> Any:
        return right.headers(call, min(total, call.site.api.paging.default_limit), links)

    return replace(right, headers=headers)


def _shifts_at_a_tie(by: int) -> Callable[[Pipeline], Pipeline]:
    """
    Return how to make a server that loses its place where the row before the page has the same value as its first.
    """

    def plant(right: Pipeline) -> Pipeline:
        def page(call: Any, rows: Any, part: Window) -> Any:
            records, start = call.collection.records, part.offset
            tied = 0 < start < len(rows) and records[rows[start - 1]]["borrowed"] == records[rows[start]]["borrowed"]
            return right.page(call, rows, replace(part, offset=start + by) if tied else part)

        return replace(right, page=page)

    return plant


def _cut_without_a_size(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return part if call.paging.start else replace(part, limit=call.site.api.paging.default_limit)

    return replace(right, window=window)


def _always_wrapped(right: Pipeline) -> Pipeline:
    def envelope(call: Any, total: int, links: Any, rows: Any) -> bytes:
        return rendering.envelope(call.site.api.paging, total, links, rows)

    return replace(right, envelope=envelope)


def _before_is_ignored(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return replace(part, offset=0) if call.parameters.get(call.site.api.paging.back) else part

    return replace(right, window=window)


def _before_is_after(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        paging = call.site.api.paging
        text = call.parameters.get(paging.back)
        if not text:
            return right.window(call, total)
        query = [*(pair for pair in call.request.parameters if pair[0] != paging.back), (paging.start, text)]
        return right.window(replace(call, request=call.request.with_parameters(query)), total)

    return replace(right, window=window)


def _before_repeats(right: Pipeline) -> Pipeline:
    def window(call: Any, total: int) -> Window:
        part = right.window(call, total)
        return replace(part, offset=part.offset + 1) if call.parameters.get(call.site.api.paging.back) else part

    return replace(right, window=window)


def _link_keeps_the_other_way(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Window, total: int) -> Any:
        made, paging = right.links(call, part, total), call.site.api.paging
        token = call.parameters.get(paging.start)
        return replace(made, previous=f"{made.previous}&{paging.start}={token}") if made.previous and token else made

    return replace(right, links=links)


def _always_more(right: Pipeline) -> Pipeline:
    def envelope(call: Any, total: int, links: Any, rows: Any) -> bytes:
        return right.envelope(call, total, links, rows).replace(b'"has_more":false', b'"has_more":true')

    return replace(right, envelope=envelope)


_CURSOR, _TOKEN, _ON_SIZE = "cursor", "cursor-token", "page-on-size"
_BOTH = ("cursor-before", "cursor-token-before")
_NUMBERED, _LINKED, _TOTAL = "page-number", "link-header", "link-header-total"
_TOKENS = (_CURSOR, _TOKEN)
_ALL = (_NUMBERED, _LINKED, _TOTAL, _ON_SIZE, *_TOKENS)
#: What a wrong server does, to how it is made and the styles in which it is tried.
WRONG: Mapping[str, tuple[Callable[[Pipeline], Pipeline], tuple[str, ...]]] = {
    "a page past the end is empty": (_empty_past_the_end, (_NUMBERED, _LINKED)),
    "an unreadable page is the first": (_unreadable_is_first, (_NUMBERED, _LINKED, *_TOKENS)),
    "a list without a size is cut": (_cut_without_a_size, (_ON_SIZE,)),
    "a list without a size is wrapped": (_always_wrapped, (_ON_SIZE,)),
    "the page before a token is the first": (_before_is_ignored, _BOTH),
    "the page before a token is the one behind it": (_before_is_after, _BOTH),
    "the page before a token repeats its row": (_before_repeats, _BOTH),
    "the link back keeps the token of the way there": (_link_keeps_the_other_way, _BOTH[:1]),
    "a token skips a row at a tie": (_shifts_at_a_tie(1), _TOKENS),
    "the last page says that there are more": (_always_more, (_TOKEN,)),
    "a token repeats a row at a tie": (_shifts_at_a_tie(-1), _TOKENS),
    "a page is skipped": (_shifted, _ALL),
    "pages overlap": (_overlaps, _ALL),
    "every page is the first": (_ignores_the_start, _ALL),
    "a size above the maximum is obeyed": (_unbounded, _ALL),
    "the count is that of the page": (_counts_the_page, (_NUMBERED,)),
    "the count in the header is that of a page": (_header_counts_the_page, (_TOTAL,)),
    "the last page has a next link": (_last_has_next, _ALL),
    "the page before the last has no next link": (_ends_early, _ALL),
    "the link to the first page leads to the second": (_first_is_second, (_LINKED,)),
    "there is no header of links": (_links_in_no_header, (_LINKED, _TOTAL)),
    "links lose the filters": (_link_loses_filter, (_NUMBERED, _LINKED, _TOTAL, _CURSOR)),
    "the last page is refused": (_refuses_the_last, (_NUMBERED, _LINKED)),
}
#: Requests within which a wrong server is caught, where more than 15 are needed.
LATE: Mapping[tuple[str, str], int] = {
    ("the page before the last has no next link", _ON_SIZE): 200,
    ("the page before the last has no next link", _NUMBERED): 60,
    ("the page before the last has no next link", _LINKED): 200,
    ("the page before the last has no next link", _TOTAL): 60,
    ("a list without a size is cut", _ON_SIZE): 60,
}
