"""
Stages that wrap the rows of a page: links to its neighbours, the envelope, the headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.dataset.paging import read_window
from mockserver.engine import pagination, rendering

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.dataset.paging import Window
    from mockserver.engine.pagination import PageLinks
    from mockserver.engine.stages.call import Call
    from mockserver.http.answer import Headers


def links(call: Call, part: Window, total: int) -> PageLinks:
    """
    Make the links to the neighbours of the page.
    """
    return pagination.make_links(call.request.url, part, total, call.paging)


def envelope(call: Call, total: int, neighbours: PageLinks, rows: Sequence[bytes]) -> bytes:
    """
    Wrap the rows of a page.
    """
    paging = call.paging
    echoed = _echoed(call, total, len(rows)) if paging.echoes else {}
    return rendering.envelope(paging, total, neighbours, rows, echoed)


def _echoed(call: Call, total: int, shown: int) -> Mapping[str, int | None]:
    """
    Return what the keys of a body repeat of the page, by key.
    """
    paging = call.paging
    part = read_window(paging, call.parameters, total)
    limit, offset = (part.limit, part.offset) if part is not None else (paging.default_limit, 0)
    values = {
        "size": limit,
        "shown": shown,
        "number": offset // limit + paging.first,
        "pages": -(-total // limit),
        "before": offset,
    }
    return {key: values.get(meaning) for key, meaning in paging.echoes}


def headers(call: Call, total: int, neighbours: PageLinks) -> Headers:
    """
    Say in headers what the body of a page does not: its links, its count.
    """
    return rendering.paging_headers(call.paging, total, neighbours)
