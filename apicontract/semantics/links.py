"""
The links that an answer must hold, built by the rules and nothing else.

`rest_framework.pagination`, `rest_framework.utils.urls.replace_query_param` and
`rest_framework.reverse.preserve_builtin_query_params`; see `docs/behaviour.md#paging`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from apicontract.contract.routes import detail_path
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS
from apicontract.semantics.paging import PageStart, changed_in_link
from apicontract.semantics.tolerance import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Api, Resource
    from apicontract.semantics.request import ParsedRequest


def next_link(api: Api, request: ParsedRequest, count: int) -> str | None:
    """
    Return the link to the following page, or None on the last one.
    """
    following = request.offset_in(count) + request.limit
    return None if following >= count else _page_link(api, request, following)


def previous_link(api: Api, request: ParsedRequest, count: int) -> str | None:
    """
    Return the link to the page before, or None on the first one; where rows are counted, count plays no part.
    """
    offset = request.offset_in(count)
    return None if offset <= 0 else _page_link(api, request, offset - request.limit)


def first_link(api: Api, request: ParsedRequest, count: int) -> str | None:
    """
    Return the link to the first page, or None on that page.
    """
    return None if request.offset_in(count) <= 0 else _page_link(api, request, 0)


def last_link(api: Api, request: ParsedRequest, count: int) -> str | None:
    """
    Return the link to the last page, as many whole pages from the first as there are, or None on that page.
    """
    if request.offset_in(count) + request.limit >= count:
        return None
    return _page_link(api, request, PageStart(last=True).offset_in(request.limit, count))


def _page_link(api: Api, request: ParsedRequest, offset: int) -> str:
    """
    Change what leads to a page, leave it out for the first one, and send all parameters sorted by name.
    """
    del api
    changed = changed_in_link(request.paging, request.limit, offset)
    kept = [pair for pair in request.query if pair[0] not in changed]
    kept += [(name, text) for name, text in changed.items() if text]
    return request.url + ("?" + urlencode(sorted(kept, key=lambda pair: pair[0])) if kept else "")


def token_link(api: Api, request: ParsedRequest, found: str, relation: str) -> str:
    """
    Return the link that a page must have, given the token in the one that it has.
    """
    paging = api.paging
    kept = (pair for pair in request.query if pair[0] not in (paging.start, paging.back))
    pairs = [*kept, *paging.following(found, relation)]
    return f"{request.url}?{urlencode(sorted(pairs, key=lambda pair: pair[0]))}"


def self_link(api: Api, request: ParsedRequest, resource: Resource, identifier: Any, record: Mapping[str, Any]) -> str:
    """
    Return the URL of a record.
    """
    template = resource.route.choosing(resource.route.parents_in(record))
    return own_link(request, detail_path(api, replace(resource, template=template), identifier))


def own_link(request: ParsedRequest, path: str) -> str:
    """
    Return the URL of a path, on the host of the request, with its format parameter and no other.
    """
    formats = [value for name, value in request.query if name == FORMAT]
    query = "?" + urlencode([(FORMAT, formats[-1])]) if formats else ""
    return f"{request.origin}{path}{query}"


#: Relation type to the link, by request and count.
LINKS: Mapping[str, Callable[[Api, ParsedRequest, int], str | None]] = {
    NEXT: next_link,
    PREVIOUS: previous_link,
    FIRST: first_link,
    LAST: last_link,
}
