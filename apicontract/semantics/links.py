"""
The links that an answer must hold, built by the rules and nothing else.

`rest_framework.pagination.LimitOffsetPagination`, `rest_framework.utils.urls.replace_query_param` and
`rest_framework.reverse.preserve_builtin_query_params`; see `docs/behaviour.md#paging`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from apicontract.semantics.tolerance import FORMAT

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.semantics.request import ParsedRequest


def next_link(api: Api, request: ParsedRequest, count: int) -> str | None:
    """
    Return the link to the following page, or None on the last one.
    """
    following = request.offset + request.limit
    return None if following >= count else _page_link(api, request, following)


def previous_link(api: Api, request: ParsedRequest) -> str | None:
    """
    Return the link to the page before, or None on the first one; it counts from the offset, not from the count.
    """
    return None if request.offset <= 0 else _page_link(api, request, request.offset - request.limit)


def _page_link(api: Api, request: ParsedRequest, offset: int) -> str:
    """
    Write the limit in, set the offset or leave it out at 0, and send all parameters sorted by name.
    """
    paging = api.paging
    kept = [pair for pair in request.query if pair[0] not in (paging.size, paging.start)]
    kept.append((paging.size, str(request.limit)))
    if offset > 0:
        kept.append((paging.start, str(offset)))
    return request.url + "?" + urlencode(sorted(kept, key=lambda pair: pair[0]))


def self_link(api: Api, request: ParsedRequest, resource: str, identifier: Any) -> str:
    """
    Return the URL of a record.
    """
    return own_link(request, f"{api.base_path}{resource}/{quote(str(identifier))}/")


def own_link(request: ParsedRequest, path: str) -> str:
    """
    Return the URL of a path, on the host of the request, with its format parameter and no other.
    """
    formats = [value for name, value in request.query if name == FORMAT]
    query = "?" + urlencode([(FORMAT, formats[-1])]) if formats else ""
    return f"{request.origin}{path}{query}"
