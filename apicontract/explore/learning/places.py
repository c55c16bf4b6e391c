"""
Where a server has lists of records: at the path given, behind links in answers, or as its own description says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from apicontract.client.token import origin
from apicontract.explore.learning.asking import json_of
from apicontract.explore.learning.pages import list_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.explore.learning.asking import Asker
    from apicontract.explore.learning.pages import ListAnswer

#: Where services describe themselves.
_DOCUMENTS = ("openapi.json", "schema/?format=json", "swagger.json", "api/schema/?format=json", "api/openapi.json")
#: Where lists of links are usual, if the path given has none.
_BASES = ("api/", "v1/", "api/v1/")
#: Lists that are learnt; each needs some dozens of requests.
MOST_LISTS = 6
#: Links of an answer that are followed.
_MOST_LINKS = 20
_DETAIL = re.compile(r"[{<:]")


@dataclass
class Found:
    """
    The lists that were found, and what was tried.

    Attributes:
        lists: path to its answer without parameters.
        tried: path to what it turned out to be.
    """

    lists: dict[str, ListAnswer] = field(default_factory=dict)
    tried: dict[str, str] = field(default_factory=dict)


def find_lists(asker: Asker, path: str, others: Sequence[str] = ()) -> Found:
    """
    Return the lists of a server that begins at a path.

    Args:
        asker: sends.
        path: where to begin.
        others: where lists stand besides, as far as somebody knows.

    Raises:
        Unreachable: there is no answer.
    """
    found = Found()
    for each in (path, *others):
        _look(asker, each, found, follow=True)
    base = path if path.endswith("/") else f"{path}/"
    for each in (*_DOCUMENTS, *_BASES) if not found.lists else ():
        if found.lists or _hopeless(found):
            break
        _look(asker, base + each, found, follow=True)
    return found


def _hopeless(found: Found) -> bool:
    """
    Return whether all answers say that nobody is served.
    """
    return len(found.tried) > 1 and all(
        each.startswith(("status 401", "status 403", "status 5")) for each in found.tried.values()
    )


def _look(asker: Asker, path: str, found: Found, *, follow: bool) -> None:
    """
    Ask for a path: a list is kept, and so are those to which it leads.
    """
    if path in found.tried or len(found.lists) >= MOST_LISTS or not asker.left:
        return
    exchange = asker.get(path, purpose="where lists are")
    if exchange is None:
        found.tried[path] = "no answer"
        return
    found.tried[path] = what(exchange)
    answer = list_in(exchange)
    if answer is not None and answer.rows:
        found.lists[urlsplit(exchange.url).path] = answer
        return
    body = json_of(exchange)
    for each in list(_leads(exchange, body))[:_MOST_LINKS] if follow else ():
        _look(asker, each, found, follow=False)


def what(exchange: Exchange) -> str:
    """
    Return what an answer is, in a few words.
    """
    kind = (exchange.header("Content-Type") or "no type").partition(";")[0]
    if exchange.status != HTTPStatus.OK:
        return f"status {exchange.status}"
    body = json_of(exchange)
    answer = list_in(exchange)
    if answer is not None:
        return f"a list of {len(answer.rows)} rows" if answer.rows else "a list without rows"
    if isinstance(body, dict) and "paths" in body:
        return "a description"
    return "JSON without a list" if isinstance(body, dict | list) else f"no JSON ({kind})"


def _leads(exchange: Exchange, body: Any) -> Iterator[str]:
    """
    Yield the paths to which an answer leads: those that a description names, else links on the same origin.
    """
    if isinstance(body, dict) and isinstance(body.get("paths"), dict):
        prefix = _prefix(body)
        yield from (prefix + each for each in body["paths"] if isinstance(each, str) and not _DETAIL.search(each))
        return
    for text in _texts(body):
        if not text.startswith(("/", "http://", "https://")):
            continue
        url = urljoin(exchange.url, text)
        if origin(url) == origin(exchange.url) and not _DETAIL.search(urlsplit(url).path):
            yield unquote(urlsplit(url).path)


def _prefix(body: dict[str, Any]) -> str:
    servers = body.get("servers")
    first = servers[0].get("url", "") if isinstance(servers, list) and servers and isinstance(servers[0], dict) else ""
    return urlsplit(str(first or body.get("basePath", ""))).path.rstrip("/")


def _texts(body: Any) -> Iterator[str]:
    values = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    for each in values:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            yield from (value for value in each.values() if isinstance(value, str))
