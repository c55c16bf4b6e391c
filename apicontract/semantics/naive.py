"""
The reading of a contract that is obviously right, and what it predicts.

::

    predict(NAIVE, api, exchange, {"maker": records})                # a right answer
    predict(replace(NAIVE, window=...), api, exchange, tables)       # that of a server that reads offsets wrongly
"""

from __future__ import annotations

from functools import cmp_to_key
from itertools import groupby
from typing import TYPE_CHECKING

from apicontract.contract.paths import values_at
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS
from apicontract.semantics.links import LINKS
from apicontract.semantics.predicates import contains_terms, satisfies
from apicontract.semantics.prediction import PredictedLinks
from apicontract.semantics.request import parse_request
from apicontract.semantics.responding import respond
from apicontract.semantics.routes import route_of
from apicontract.semantics.sorting import Rules, compare_rows
from apicontract.semantics.stages import Semantics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record
    from apicontract.semantics.prediction import Prediction
    from apicontract.semantics.request import ParsedRequest
    from apicontract.semantics.stages import Tables


def order_by(api: Api, request: ParsedRequest, records: Sequence[Record]) -> list[list[Record]] | None:
    """
    Return records in the order that a request asks for, those that tie in one group; None if that is not known.

    Without an ordering the natural order counts; one by fields of which nothing is known leaves all open.
    """
    if not request.ordering:
        return [list(records)] if request.resource.default_ordering and records else [[each] for each in records]
    rules = Rules(nulls_last=api.setting("nulls") == "last", strict=True)
    paths = [term.field.path for term in request.ordering]
    if any(len(list(values_at(record, path))) != 1 for record in records for path in paths):
        return None
    if any(compare_rows(request.ordering, each, each, rules)[0] is None for each in records):
        return None

    def compared(one: Record, other: Record) -> int:
        return compare_rows(request.ordering, one, other, rules)[0] or 0

    key = cmp_to_key(compared)
    return [list(group) for _, group in groupby(sorted(records, key=key), key=key)]


def links_of(api: Api, request: ParsedRequest, count: int) -> PredictedLinks | None:
    """
    Return the links of a page of so many selected records; None where they hold tokens, which only the service makes.
    """
    if request.paging.unit == TOKENS:
        return None
    made = {name: link(api, request, count) for name, link in LINKS.items() if name in request.paging.led_to}
    return PredictedLinks(made.get(NEXT), made.get(PREVIOUS), made.get(FIRST), made.get(LAST))


def page_of(limit: int, offset: int, count: int) -> range:
    """
    Return the places, counted from 0, of the rows that a page of so many selected rows holds.
    """
    return range(min(offset, count), min(offset + limit, count))


#: The reading that is obviously right.
NAIVE = Semantics(
    route=route_of,
    parse=parse_request,
    filter=satisfies,
    search=contains_terms,
    order=order_by,
    window=page_of,
    links=links_of,
    respond=respond,
)


def predict(semantics: Semantics, api: Api, exchange: Exchange, tables: Tables) -> Prediction:
    """
    Return the answer to the request of an exchange by a reading of the contract; what was answered is not looked at.
    """
    route = semantics.route(api, exchange.path)
    return semantics.respond(semantics, api, semantics.parse(api, exchange, route), tables)
