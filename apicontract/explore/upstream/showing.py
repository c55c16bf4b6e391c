"""
Genuine answers as the mock hands them on, and the mock's own as they compare with genuine ones.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.contract.exchange import Exchange
from mockserver.http.answer import Answer

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.explore.upstream.wanted import Wanted
    from mockserver.control.genuine import Answered
    from mockserver.http.request import Request

#: Headers that say something of the body or of the service; others belong to the connection, to the upstream's own
#: place, or to a single answer.
_HANDED_ON = frozenset(
    {
        *("allow", "cache-control", "content-disposition", "content-language", "content-type", "etag", "expires"),
        *("last-modified", "link", "vary", "x-content-type-options", "x-frame-options"),
    }
)


def handed_on(api: Api, origin: str, exchange: Exchange, request: Request) -> Answer:
    """
    Return a genuine answer with its links leading to the mock.

    Args:
        api: the contract.
        origin: scheme and host of the upstream.
        exchange: the answer.
        request: to the mock.
    """
    named = {*_HANDED_ON, api.paging.total.lower(), api.paging.links.lower()}
    headers = tuple(
        (name, _relinked_text(api, origin, request.origin, value) if "//" in value else value)
        for name, value in exchange.headers
        if name.lower() in named
    )
    return Answer(exchange.status, headers, relinked(api, origin, request.origin, exchange.body), remembered=True)


def relinked(api: Api, old: str, new: str, text: bytes) -> bytes:
    """
    Return a text in which the URLs of the API at one origin lead to another, whichever of http and https they name.

    In JSON a slash may be written with a backslash (RFC 8259, section 7).
    """
    return _links_below(f"{old.partition('://')[2]}{api.base_path}").sub(f"{new}{api.base_path}".encode(), text)


def compared(api: Api, origin: str, request: Request, answered: Answered, wanted: Wanted) -> Exchange:
    """
    Return what the mock answers in JSON as an exchange with the upstream.
    """
    answer, query = answered.answer, urlsplit(wanted.url).query
    if not wanted.as_json or query != request.query:
        headers = {**request.headers, "accept": "application/json"}
        answer = answered.mock.answer(replace(request, headers=headers, query=query))
    body = relinked(api, request.origin, origin, answer.body)
    return Exchange("GET", wanted.url, answer.status, answer.headers, body, source="answered by the mock")


@lru_cache(maxsize=16)
def _links_below(place: str) -> re.Pattern[bytes]:
    slash = rb"(?:\\?/)"
    return re.compile(rb"https?:" + slash * 2 + slash.join(re.escape(each.encode()) for each in place.split("/")))


def _relinked_text(api: Api, old: str, new: str, text: str) -> str:
    return relinked(api, old, new, text.encode("latin-1", "replace")).decode("latin-1")
