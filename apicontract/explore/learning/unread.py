"""
What of a request a server does not read: the form that it asks for, and who asks; and how it answers beside its lists.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import NULL_CHARACTER
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.refusals import REFUSED, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Record
    from apicontract.contract.paging import Pairs
    from apicontract.explore.learning.asking import Asker
    from apicontract.explore.learning.pages import ListAnswer

#: A form that no list of records has, and a header that begins as one with a token and has none.
_NO_FORM, _NO_FORMAT, _NO_TOKEN = ("Accept", "image/png"), ("format", "xyz"), ("Authorization", "Token")


#: Headers that middleware adds, and the one of them that a redirect usually lacks.
_ADDED = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
_USUAL = ["X-Frame-Options"]
#: The header by which code of a project opens its views to pages of other origins.
_OPEN = "Access-Control-Allow-Origin"
_PAGE = "text/html"
#: One more than Django reads, if nobody says otherwise.
_MANY = 1001


def _body(exchange: Exchange | None) -> Any:
    """
    Return the JSON of a refusal, None if it is none.
    """
    try:
        return None if exchange is None else exchange.json
    except (ValueError, RecursionError):
        return None


def _inner_headers(heard: Sequence[Exchange], path: str) -> Iterator[tuple[str, list[str]]]:
    """
    Yield the headers of a list that the redirect to its closing slash lacks, if these are others than usual.
    """
    listed = next((each for each in heard if each.path == path and each.status == HTTPStatus.OK), None)
    moved = (each for each in heard if each.path == path.rstrip("/") and each.status == HTTPStatus.MOVED_PERMANENTLY)
    redirect = next(moved, None)
    if listed is not None and redirect is not None:
        added = [name for name in _ADDED if listed.header(name)]
        lacking = [name for name in added if not redirect.header(name)]
        if lacking != [name for name in _USUAL if name in added]:
            yield "inner_headers", lacking


def _unrouted(heard: Sequence[Exchange], path: str, page: Exchange) -> Iterator[tuple[str, list[str]]]:
    """
    Yield the headers of a list that a page lacks where a path leads nowhere.
    """
    listed = next((each for each in heard if each.path == path and each.status == HTTPStatus.OK), None)
    names = (*_ADDED, _OPEN) if listed is not None else ()
    lacking = [name for name in names if listed is not None and listed.header(name) and not page.header(name)]
    if lacking:
        yield "unrouted_headers", lacking


def many_parameters(asker: Asker, path: str, rows: Sequence[Record]) -> dict[str, None]:
    """
    Return that a request may have any number of parameters, if one with more than the framework reads is answered.
    """
    exchange = asker.aside(path, (("x", ""),) * _MANY, (), "many parameters")
    answer = list_in(exchange) if exchange is not None and exchange.status == HTTPStatus.OK else None
    read = answer is not None and list(answer.rows) == list(rows[: len(answer.rows)])
    return {"most_parameters": None} if read else {}


def refused_first(asker: Asker, path: str, search: str, named: str) -> dict[str, str]:
    """
    Return whether a search that cannot be read is refused before a filter that cannot, if refusals say so.

    Args:
        asker: sends.
        path: of a list.
        search: the parameter that searches there.
        named: a filter that refuses what it does not read.
    """
    exchange = asker.get(path, ((search, "\0"), (named, UNREADABLE)), "what is refused first")
    refused = exchange is not None and exchange.status in REFUSED
    return {"refused_first": "search"} if refused and _body(exchange) == [NULL_CHARACTER] else {}


def learn_unread(asker: Asker, path: str, first: ListAnswer) -> dict[str, Any]:
    """
    Return the settings that a few requests show, as `behaviour` has them; where they show none, what is usual holds.

    Args:
        asker: sends; who is signed in sends no other token.
        path: of a list.
        first: what it answers.
    """

    def alike(query: Pairs, headers: Pairs, purpose: str) -> bool:
        exchange = asker.aside(path, query, headers, purpose)
        answer = list_in(exchange) if exchange is not None and exchange.status == HTTPStatus.OK else None
        return answer is not None and len(answer.rows) == len(first.rows)

    found: dict[str, Any] = dict(_inner_headers(asker.heard, path))
    if alike((), (_NO_FORM,), "a form that there is not") and alike((_NO_FORMAT,), (), "a format that there is not"):
        found["negotiation"] = "fixed"
    page = asker.aside(f"{path.rstrip('/')}/no/such/path/", (), (), "a path that there is not")
    dead = page is not None and page.status == HTTPStatus.NOT_FOUND
    if page is not None and dead:
        found |= dict(_unrouted(asker.heard, path, page))
    sent = (page.header("Content-Type") or "") if page is not None and dead else ""
    if sent.startswith(_PAGE) and sent.lower() != f"{_PAGE}; charset=utf-8":
        found["page_type"] = sent
    if not asker.client.signed_in and alike((), (_NO_TOKEN,), "a header without its token"):
        found["authorization"] = "ignored"
    return found
