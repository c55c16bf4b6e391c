"""
What a request asks for, by the contract: the naive and obviously right reading that the checks start from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from apicontract.contract.grades import Grade
from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.paging import NO_PAGING
from apicontract.contract.querynames import last_counts, ordering_names, query_setting, search_name
from apicontract.contract.representations import negotiates
from apicontract.semantics.asked import ordering_asked, search_asked
from apicontract.semantics.conditions import Condition, Filters, read_filters, selection_of
from apicontract.semantics.modes import mode_of
from apicontract.semantics.negotiation import Negotiated, representation_of
from apicontract.semantics.ordering import OrderingTerm, ordering_terms, refused_terms, refuses_terms
from apicontract.semantics.paging import PageStart, place_of, token_asked
from apicontract.semantics.routes import Route, decoded, route_of
from apicontract.semantics.sizes import limit_of, paging_in_force
from apicontract.semantics.terms import search_terms
from apicontract.semantics.tolerance import FORMAT, MODE, Tolerated, tolerated_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.contract.paging import Paging


#: Characters of a path that Django leaves as they are.
_UNESCAPED = "/:@&+$,-_.!~*'()"
#: What parts a search into terms besides blanks, in the framework.
_SEPARATORS = frozenset("'\",")
NO_FILTERS, FIRST = Filters(), PageStart()


@dataclass(frozen=True, slots=True)
class PageAsked:
    """
    Which page of a list a request asks for.

    Attributes:
        limit: rows of it at the most.
        paging: of its answer.
        place: where it begins.
    """

    limit: int
    paging: Paging
    place: PageStart


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """
    What a request asks for.

    Attributes:
        route: where its URL leads.
        method: upper case.
        url: as the service writes it, without its query: its path decoded and escaped anew.
        query: names and values, decoded, in order.
        headers: names, in lower case, of those that were sent.
        representation: of the answer.
        mode: the mode of the rows.
        filters: what the filters come to.
        selection: what the resource lists of its entity whatever is asked; None if that is every record.
        searched: the text of the search, as given.
        terms: of the search.
        null_search: whether the search holds a null character, which is refused.
        ordering: the terms of the ordering; none means "as the service likes".
        limit: rows of the page at the most.
        paging: of its answer.
        place: where the page begins.
        tolerated: everything in the query that must have no effect, or another one than its text suggests.
        presumed: parameters that nobody saw the service read as they are sent, so that only what is usual says what
            they come to, by what is unusual: "search-parted", "ordering-blank", "format" or "repeated".
    """

    route: Route
    method: str
    url: str
    query: tuple[tuple[str, str], ...]
    headers: frozenset[str]
    representation: Negotiated
    mode: str = ""
    filters: Filters = NO_FILTERS
    selection: Condition | None = None
    searched: str = ""
    terms: tuple[str, ...] = ()
    null_search: bool = False
    ordering: tuple[OrderingTerm, ...] = ()
    limit: int = 0
    paging: Paging = NO_PAGING
    place: PageStart = FIRST
    tolerated: tuple[Tolerated, ...] = ()
    presumed: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """
        Scheme and authority of the URL.
        """
        return _origin(self.url)

    @property
    def resource(self) -> Resource:
        """
        The resource of a list or a record.
        """
        assert self.route.resource is not None  # noqa: S101 - only lists and records are asked for it
        return self.route.resource

    @property
    def offset(self) -> int:
        """
        Rows before the page, where the request alone says so; otherwise 0.
        """
        return self.place.offset

    def offset_in(self, count: int) -> int:
        """
        Return how many of so many selected rows stand before the page.
        """
        return self.place.offset_in(self.limit, count)

    @property
    def refused(self) -> bool:
        """
        Whether the request must be answered with an error, whatever there is in the collection.
        """
        return bool(self.filters.refusals) or self.null_search or self.representation.status != HTTPStatus.OK

    @property
    def certain(self) -> bool:
        """
        Whether the reading knows what the request selects.
        """
        return not self.refused and not self.filters.unclear

    @property
    def selecting(self) -> tuple[Condition, ...]:
        """
        What every row must satisfy: what the resource lists, and the filters.
        """
        return self.filters.conditions if self.selection is None else (self.selection, *self.filters.conditions)

    @property
    def conditioned(self) -> bool:
        """
        Whether anything selects among the records.
        """
        return bool(self.filters.conditions or self.terms)


def parse_request(api: Api, exchange: Exchange, route: Route | None = None) -> ParsedRequest:
    """
    Return what the request of an exchange asks for; what was answered is not looked at.

    Args:
        api: the contract.
        exchange: the request.
        route: where its URL leads, if not where `route_of` says.
            Of one that leads to no list and no record, there is little to know.
    """
    sent, exchange = exchange.query, exchange if last_counts(api) else _first_of_each(exchange)
    route = route or route_of(api, exchange.path)
    base, representation = _escaped_anew(exchange.url.partition("?")[0]), _representation(api, exchange)
    headers = frozenset(name.lower() for name, _ in exchange.request_headers)
    resource = route.resource
    if resource is None or not route.of_records:
        return ParsedRequest(route, exchange.method, base, exchange.query, headers, representation)
    page = page_asked(api, exchange)
    filters = _with_ordering(api, resource, exchange)
    search = search_asked(api, exchange) or ""
    quoted = bool(api.setting("quoted_search"))
    return ParsedRequest(
        route=route,
        method=exchange.method,
        url=base,
        query=sent,
        headers=headers,
        representation=representation,
        mode=mode_of(resource, exchange.parameter(MODE), detail=route.kind == "detail"),
        filters=filters,
        selection=selection_of(resource, exchange),
        searched=search,
        terms=_terms(api, search) if resource.search else (),
        null_search=quoted and bool(query_setting(api, "search_words")) and "\x00" in search,
        ordering=ordering_terms(resource, ordering_asked(api, exchange), strict=refuses_terms(api)),
        limit=page.limit,
        paging=page.paging,
        place=page.place,
        tolerated=tuple(tolerated_parts(api, resource, exchange, filters)),
        presumed=dict(_presumed(api, resource, sent, search)),
    )


def page_asked(api: Api, exchange: Exchange) -> PageAsked:
    """
    Return which page the request of an exchange asks for, where the last of repeated parameters counts.
    """
    size = exchange.parameter(api.paging.size) if api.paging.size else None
    paging = paging_in_force(api.paging, size)
    limit = limit_of(size, paging)
    return PageAsked(limit, paging, place_of(token_asked(paging, exchange.parameter)[1], paging, limit))


def _first_of_each(exchange: Exchange) -> Exchange:
    """
    Return an exchange whose query has the first value of each parameter alone.
    """
    first = dict(reversed(exchange.query))
    if len(first) == len(exchange.query):
        return exchange
    kept = [(name, first[name]) for name in dict.fromkeys(name for name, _ in exchange.query)]
    return replace(exchange, url=f"{exchange.url.partition('?')[0]}?{urlencode(kept)}")


def _with_ordering(api: Api, resource: Resource, exchange: Exchange) -> Filters:
    """
    Return what the filters come to, the refusal of an ordering among them, if the API refuses unknown terms.
    """
    held = api.setting("unknown_choice") == "refuse"
    filters = read_filters(resource, exchange, _identifier_types(api, resource), held=held)
    messages = refused_terms(resource, ordering_asked(api, exchange)) if refuses_terms(api) else ()
    name = ordering_names(api)[0]
    return replace(filters, refusals=(*filters.refusals, (name, messages))) if messages else filters


def _presumed(api: Api, resource: Resource, query: Sequence[tuple[str, str]], search: str) -> Iterator[tuple[str, str]]:
    """
    Yield the parameters of which only what is usual says how they are read as they are sent, with what is unusual.

    They are a search that quotes or commas part, an order by terms in blanks, one of several values of a parameter, and
    a format where a parameter that there is not may change the answer.
    """
    parted = resource.search and query_setting(api, "search_words") and not _SEPARATORS.isdisjoint(search)
    if parted and _unseen(api, "quoted_search"):
        yield search_name(api), "search-parted"
    names = [name for name, _ in query]
    order = ordering_names(api)[0] if resource.ordering else ""
    blank = any(term != term.strip() for name, text in query if name == order for term in text.split(","))
    if blank and _unseen(api, "unknown_ordering"):
        yield order, "ordering-blank"
    if FORMAT in names and _unseen(api, "representations") and api.grade_of("parameter-undeclared").guessed:
        yield FORMAT, "format"
    if len({*names}) < len(names):
        # Recordings show it of the size of a page alone; a service may hold a row to both of two filters.
        seen = () if _unseen(api, "repeated") else api.paging.parameters
        for name, values in Counter(name for name, _ in {*query}).items():
            parameter = resource.parameter(name)
            several = parameter is not None and LOOKUPS[parameter.lookup].values == "repeated"
            if values > 1 and not several and name not in seen and not _published(api, "repeated"):
                yield name, "repeated"


def _unseen(api: Api, setting: str) -> bool:
    return setting not in api.behaviour or api.behaviour[setting].grade.inferred


def _published(api: Api, setting: str) -> bool:
    return setting in api.behaviour and api.behaviour[setting].grade is Grade.PUBLISHED


def _terms(api: Api, text: str) -> tuple[str, ...]:
    """
    Return the terms of a search: its words, or the text as it stands.
    """
    if not query_setting(api, "search_words"):
        return (text,) if text else ()
    return search_terms(text, quoted=bool(api.setting("quoted_search")))


@lru_cache(maxsize=1024)
def _escaped_anew(url: str) -> str:
    """
    Return a URL with its path escaped as Django does it (`django.utils.encoding.escape_uri_path`).
    """
    path = urlsplit(url).path
    return url.removesuffix(path) + quote(decoded(path), safe=_UNESCAPED)


@lru_cache(maxsize=1024)
def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _representation(api: Api, exchange: Exchange) -> Negotiated:
    """
    Return the representation asked for; a page copied from a browser came from a browser, whatever it sent.
    """
    if exchange.documentation is not None:
        return Negotiated("api")
    if not negotiates(api):
        return Negotiated(api.setting("representations")[0])
    accept = next((value for name, value in exchange.request_headers if name.lower() == "accept"), None)
    return _negotiated(exchange.parameter(FORMAT), accept, tuple(api.setting("representations")))


@lru_cache(maxsize=1024)
def _negotiated(format_parameter: str | None, accept: str | None, names: tuple[str, ...]) -> Negotiated:
    return representation_of(format_parameter, accept, names)


def _identifier_types(api: Api, resource: Resource) -> Mapping[str, str]:
    """
    Return the entities that a resource's filters refer to, with the type as which their identifiers are read.

    Numbers that are not held to the choices are those of a `django_filters.NumberFilter`.
    """
    number = "related" if api.setting("unknown_choice") == "refuse" else "integer"
    types = {each.entity: each.identifier.type for each in api.resources.values()}
    found = {each.related: types.get(each.related, each.type) for each in resource.parameters if each.related}
    return {entity: number if kind in ("integer", "related") else kind for entity, kind in found.items()}
