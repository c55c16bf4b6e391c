"""
What a request to the mock asks of the upstream.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote_plus

from apicontract.contract.exchange import Exchange
from apicontract.semantics.request import parse_request
from apicontract.semantics.tolerance import FORMAT
from mockserver.http.request import encode_path

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.semantics.request import ParsedRequest
    from mockserver.http.request import Request

#: What selects, orders and shapes rows, in this order: kind of the route, resource, key, parents, mode, filters,
#: refusals, terms, whether they hold a null character, ordering, and the URL of what is not understood.
Group: TypeAlias = "tuple[Any, ...]"
#: Kinds of routes that show records.
_OF_RECORDS = frozenset({"list", "detail"})
#: The representation in which the upstream is asked.
JSON = (("Accept", "application/json"),)


@dataclass(frozen=True)
class Wanted:
    """
    A request for records.

    Attributes:
        url: at the upstream, without the format.
        parsed: what it asks for.
        group: what selects, orders and shapes the rows; pages of one list are one group, whatever has no effect.
        as_json: whether JSON is asked for.
    """

    url: str
    parsed: ParsedRequest
    group: Group
    as_json: bool


def sent_to(origin: str, request: Request) -> Exchange:
    """
    Return a request to the mock as one to the upstream at an origin, which has not answered yet.
    """
    accept = (("accept", request.headers["accept"]),) if "accept" in request.headers else ()
    return Exchange("GET", _joined(f"{origin}{encode_path(request.path)}", request.query), 0, request_headers=accept)


def wanted_of(api: Api, sent: Exchange) -> Wanted | None:
    """
    Return what a request to the upstream asks for, as one that asks for JSON; None if it is none for records.
    """
    url, _, query = sent.url.partition("?")
    if FORMAT in query or "%" in query:
        query = "&".join(each for each in query.split("&") if each and _name(each) != FORMAT)
    asked = parse_request(api, sent)
    if asked.route.kind not in _OF_RECORDS or asked.representation.name is None:
        return None
    return _wanted(_joined(url, query), asked, as_json=asked.representation.name == "json")


def wanted_again(api: Api, exchange: Exchange) -> Wanted | None:
    """
    Return what the request of a genuine exchange asked for; None if it was none for records.
    """
    asked = parse_request(api, exchange)
    return _wanted(exchange.url, asked) if asked.route.kind in _OF_RECORDS else None


def _wanted(url: str, asked: ParsedRequest, *, as_json: bool = True) -> Wanted:
    filters = asked.filters
    group = (
        asked.route.kind,
        asked.resource.name,
        asked.route.key,
        asked.route.parents,
        asked.mode,
        frozenset((each.parameter.name, each.values) for each in filters.conditions),
        filters.refusals,
        frozenset(asked.terms),
        asked.null_search,
        tuple(map(str, asked.ordering)),
        # What is not understood may have any effect.
        url if filters.unclear else "",
    )
    return Wanted(url, asked, group, as_json)


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _joined(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url
