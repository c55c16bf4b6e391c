"""
Stages that wrap the rows of a page: links to its neighbours, the envelope, the headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.engine import pagination, rendering

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return rendering.envelope(call.paging, total, neighbours, rows)


def headers(call: Call, total: int, neighbours: PageLinks) -> Headers:
    """
    Say in headers what the body of a page does not: its links, its count.
    """
    return rendering.paging_headers(call.paging, total, neighbours)
