"""
Faults of counts, limits and offsets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.faults.fault import Fault
from mockserver.http.refusals import detail, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.paging import Paging
    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

_CONCERN = "pagination"


def _paging(call: Call) -> Paging:
    return call.site.api.paging


def _number(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None


def _limit(change: Callable[[int | None, Window, Call], int]) -> Callable[..., Window]:
    """
    Return a window stage whose limit is made from the number asked for.
    """

    def wrong(right: Callable[[Call, int], Window], call: Call, total: int) -> Window:
        window = right(call, total)
        asked = _number(call.parameters.get(_paging(call).size))
        return replace(window, limit=change(asked, window, call))

    return wrong


def _offset(change: Callable[[int, Window], int]) -> Callable[..., Window]:
    """
    Return a window stage whose offset is made from the number asked for.
    """

    def wrong(right: Callable[[Call, int], Window], call: Call, total: int) -> Window:
        window = right(call, total)
        asked = _number(call.parameters.get(_paging(call).start))
        return replace(window, offset=change(asked or 0, window))

    return wrong


def _rows(change: Callable[[Rows, Rows, Window], Rows]) -> Callable[..., Rows]:
    """
    Return a page stage that changes the rows of the right page.
    """

    def wrong(right: Callable[[Call, Rows, Window], Rows], call: Call, rows: Rows, part: Window) -> Rows:
        return change(right(call, rows, part), rows, part)

    return wrong


def _clamped_offset(_: Rows, rows: Rows, part: Window) -> Rows:
    start = min(part.offset, max(len(rows) - part.limit, 0))
    return rows[start : start + part.limit]


def _last_page(part: Window, rows: Rows) -> bool:
    return part.offset < len(rows) <= part.offset + part.limit


def _limit_refused(right: Callable[[Call, int], Window], call: Call, total: int) -> Window:
    name = _paging(call).size
    text = call.parameters.get(name)
    if text is not None and _number(text) is None:
        raise invalid({name: ["A valid integer is required."]})
    return right(call, total)


def _negative_offset_refused(right: Callable[[Call, int], Window], call: Call, total: int) -> Window:
    if (_number(call.parameters.get(_paging(call).start)) or 0) < 0:
        raise detail(500, "A server error occurred.")
    return right(call, total)


def _past_the_end_not_found(right: Callable[[Call, Rows, Window], Rows], call: Call, rows: Rows, part: Window) -> Rows:
    if part.offset and part.offset >= len(rows):
        raise detail(404, "Invalid page.")
    return right(call, rows, part)


def _count_ignores_selection(right: Callable[[Call, Rows], int], call: Call, _: Rows) -> int:
    return right(call, call.collection.rows)


def _count_off_by_one(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    return right(call, rows) + 1


def _count_off_under_search(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    return right(call, rows) + bool(call.parameters.get(query.SEARCH))


def _count_off_on_later_pages(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    return right(call, rows) - ((_number(call.parameters.get(_paging(call).start)) or 0) > 0)


def _count_of_page(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    paging = _paging(call)
    asked = _number(call.parameters.get(paging.size)) or paging.default_limit
    return min(right(call, rows), max(asked, 1), paging.maximum_limit)


FAULTS = (
    Fault(
        "limit-not-clamped",
        _CONCERN,
        "window",
        "a limit above the maximum is applied",
        _limit(lambda asked, window, _: asked if asked and asked > 0 else window.limit),
    ),
    Fault(
        "limit-clamped-too-low",
        _CONCERN,
        "window",
        "a limit above the maximum gives half the maximum",
        _limit(
            lambda asked, window, call: (
                window.limit // 2 if asked and asked > call.site.api.paging.maximum_limit else window.limit
            )
        ),
    ),
    Fault(
        "limit-ignored",
        _CONCERN,
        "window",
        "every page has the default size",
        _limit(lambda _, __, call: call.site.api.paging.default_limit),
    ),
    Fault(
        "limit-default-doubled",
        _CONCERN,
        "window",
        "without a limit a page has twice the default size",
        _limit(lambda asked, window, _: window.limit * 2 if asked is None else window.limit),
    ),
    Fault(
        "limit-zero-empty",
        _CONCERN,
        "window",
        "limit=0 gives no rows",
        _limit(lambda asked, window, _: 0 if asked == 0 else window.limit),
    ),
    Fault("limit-unreadable-refused", _CONCERN, "window", "an invalid limit returns 400", _limit_refused),
    Fault(
        "limit-maximum-loses-row",
        _CONCERN,
        "page",
        "only a page of the maximum size lacks its last row",
        lambda right, call, rows, part: (
            right(call, rows, part)[:-1]
            if part.limit == call.site.api.paging.maximum_limit and part.offset + part.limit < len(rows)
            else right(call, rows, part)
        ),
    ),
    Fault("offset-ignored", _CONCERN, "window", "every page is the first", _offset(lambda _, __: 0)),
    Fault(
        "offset-off-by-one",
        _CONCERN,
        "window",
        "a page begins one row late",
        _offset(lambda _, window: window.offset + 1 if window.offset else 0),
    ),
    Fault(
        "offset-counts-pages",
        _CONCERN,
        "window",
        "offset is read as the number of a page",
        _offset(lambda _, window: window.offset * window.limit),
    ),
    Fault(
        "offset-negative-fails",
        _CONCERN,
        "window",
        "a negative offset returns 500",
        _negative_offset_refused,
    ),
    Fault("offset-past-end-not-found", _CONCERN, "page", "a page past the end returns 404", _past_the_end_not_found),
    Fault(
        "offset-past-end-repeats",
        _CONCERN,
        "page",
        "a page past the end shows the last rows again",
        _rows(lambda page, rows, part: _clamped_offset(page, rows, part) if part.offset >= len(rows) else page),
    ),
    Fault(
        "last-page-filled",
        _CONCERN,
        "page",
        "the last page is filled up with rows of the one before",
        _rows(_clamped_offset),
    ),
    Fault(
        "last-page-loses-row",
        _CONCERN,
        "page",
        "only the last page lacks its last row",
        _rows(lambda page, rows, part: page[:-1] if _last_page(part, rows) and part.offset else page),
    ),
    Fault(
        "page-repeats-row",
        _CONCERN,
        "page",
        "a later page begins with the last row of the one before instead of its own first",
        _rows(lambda page, rows, part: [rows[part.offset - 1], *page[1:]] if part.offset and page else page),
    ),
    Fault("count-of-page", _CONCERN, "count", "count is the number of rows of the page", _count_of_page),
    Fault(
        "count-ignores-selection", _CONCERN, "count", "count is that of the whole collection", _count_ignores_selection
    ),
    Fault("count-off-by-one", _CONCERN, "count", "count is one too many", _count_off_by_one),
    Fault(
        "count-off-under-search", _CONCERN, "count", "count is one too many, only under search", _count_off_under_search
    ),
    Fault(
        "count-changes-by-page",
        _CONCERN,
        "count",
        "count is one less on every page but the first",
        _count_off_on_later_pages,
    ),
)
