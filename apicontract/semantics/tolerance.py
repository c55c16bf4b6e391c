"""
What a lenient service lets pass: parts of a query that have no effect, or another one than the text suggests.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.querynames import ordering_names, query_setting, search_name
from apicontract.semantics.asked import ordering_asked, search_asked
from apicontract.semantics.ordering import refuses_terms
from apicontract.semantics.paging import counts_as_none
from apicontract.semantics.sizes import paging_in_force, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.semantics.conditions import Filters

#: Parameters of the framework that every resource understands.
MODE, FORMAT = "mode", "format"

#: Kinds of tolerated parts by which a wrong server might select records.
MAY_FILTER = frozenset(
    {"filter-unreadable", "filter-empty", "search-empty", "undeclared", "ordering-unknown", "mode-unknown", "repeated"}
)


@dataclass(frozen=True, slots=True)
class Tolerated:
    """
    One part of a query that a lenient service lets pass.

    Attributes:
        kind: "limit-above", "limit-unreadable", "offset-unreadable", "ordering-unknown", "mode-unknown",
            "format-empty", "search-empty", "filter-unreadable", "filter-empty", "repeated" or
            "undeclared".
        parameter: whose value it is.
        text: the value, where it is the value that is unusual.
    """

    kind: str
    parameter: str
    text: str = ""


def tolerated_parts(api: Api, resource: Resource, exchange: Exchange, filters: Filters) -> Iterator[Tolerated]:
    """
    Yield everything that a lenient service lets pass in a request.
    """
    yield from _paging(api, exchange)
    yield from (Tolerated("filter-unreadable", name, exchange.parameter(name) or "") for name in filters.ignored)
    yield from (Tolerated("filter-empty", name, exchange.parameter(name) or "") for name in filters.empty)
    search = search_asked(api, exchange)
    blank = " ,\t\n" if query_setting(api, "search_words") else ""
    if resource.search and search is not None and not (search.strip(blank) if blank else search):
        yield Tolerated("search-empty", search_name(api), search)
    yield from _choices(api, resource, exchange)
    yield from _names(api, resource, exchange)


def _paging(api: Api, exchange: Exchange) -> Iterator[Tolerated]:
    paging = api.paging
    limit = exchange.parameter(paging.size) if paging.size else None
    if limit is not None:
        number = whole_number(limit)
        if number is None or number <= 0:
            yield Tolerated("limit-unreadable", paging.size, limit)
        elif number > paging.maximum_limit:
            yield Tolerated("limit-above", paging.size, limit)
    for name in filter(None, (paging.start, paging.back)):
        text = exchange.parameter(name)
        if text is not None and counts_as_none(paging_in_force(paging, limit), text):
            yield Tolerated("offset-unreadable", name, text)


def _choices(api: Api, resource: Resource, exchange: Exchange) -> Iterator[Tolerated]:
    ordering, mode = ordering_asked(api, exchange), exchange.parameter(MODE)
    known = {each.name for each in resource.ordering}
    terms = [] if ordering is None or (refuses_terms(api) and known) else ordering.split(",")
    if ordering is not None and any(term.strip().removeprefix("-") not in known for term in terms):
        yield Tolerated("ordering-unknown", ordering_names(api)[0], ordering)
    if mode is not None and resource.modes.choices and mode not in resource.modes.choices:
        yield Tolerated("mode-unknown", MODE, mode)
    if exchange.parameter(FORMAT) == "":
        yield Tolerated("format-empty", FORMAT)


def _names(api: Api, resource: Resource, exchange: Exchange) -> Iterator[Tolerated]:
    """
    Yield the parameters that are not declared, and those that are repeated though only one value counts.
    """
    framework = {*api.paging.parameters, FORMAT}
    framework |= {search_name(api)} if resource.search else set()
    framework |= set(ordering_names(api)) if resource.ordering else set()
    framework |= {MODE} if resource.modes.choices else set()
    for name, times in Counter(name for name, _ in exchange.query).items():
        parameter = resource.parameter(name)
        if parameter is None and name not in framework:
            yield Tolerated("undeclared", name)
        elif times > 1 and (parameter is None or LOOKUPS[parameter.lookup].values != "repeated"):
            yield Tolerated("repeated", name)
