"""
What the answer to a request can tell: the misreadings of the contract under which it would be another one.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.requests import request_of
from apicontract.diagnosis.wrong_forms import clear_forms, wrong_forms
from apicontract.diagnosis.wrong_pages import clear_pages, wrong_parts
from apicontract.diagnosis.wrong_selections import selections_apart
from apicontract.semantics.request import parse_request
from apicontract.semantics.tolerance import MAY_FILTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apicontract.contract.exchange import Exchange
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.diagnosis.requests import ListRequest, PredictedPage


def refuted(known: KnownRecords, exchange: Exchange) -> frozenset[Misreading]:
    """
    Return the misreadings that the answer to a request refutes, if it is the right one.
    """
    request = request_of(known, exchange, ("list", "detail"))
    if request is None:
        return frozenset(_of_others(known, exchange))
    return frozenset(_by_list(request) if request.asked.route.kind == "list" else _by_record(request))


def _of_others(known: KnownRecords, exchange: Exchange) -> Iterator[Misreading]:
    """
    Yield what shows in a request that is refused for its method, or for the representation it asks for.
    """
    if exchange.method != "GET":
        yield Misreading("a method is answered otherwise", "kind", exchange.method)
        return
    status = parse_request(known.api, exchange, known.route(exchange.path)).representation.status
    if status != HTTPStatus.OK:
        yield Misreading("a request for a representation is answered otherwise", "kind", str(int(status)))


def _by_list(request: ListRequest) -> Iterator[Misreading]:
    # What might select by mistake leaves the rest of the answer without weight: its cause could not be told.
    blurred = request.asked.conditioned and any(each.kind in MAY_FILTER for each in request.asked.tolerated)
    yield from _shown(request, clear_pages(request))
    if request.right.status != HTTPStatus.OK:
        return
    if blurred:
        yield from clear_forms(request)
        return
    for selection, misreadings in selections_apart(request).items():
        if request.shows(request.listing(selection)):
            yield from misreadings
    yield from _shown(request, wrong_parts(request))
    yield from wrong_forms(request)


def _shown(request: ListRequest, pages: Iterable[tuple[Misreading, PredictedPage]]) -> Iterator[Misreading]:
    """
    Yield the misreadings whose pages would be told from the right one.
    """
    last, shows = request.right, False
    for misreading, page in pages:
        # Several that follow each other may come to one page.
        if page is not last:
            last, shows = page, request.shows(page)
        if shows:
            yield misreading


def _by_record(request: ListRequest) -> Iterator[Misreading]:
    """
    Yield what shows in whether a record is found that filters and a search leave or take away.
    """
    keys = (str(key_of(request.known.resource, row)) for row in request.known.rows)
    number = next((number for number, key in enumerate(keys) if key == request.asked.route.key), None)
    if number is None or not request.asked.conditioned:
        return
    found = request.selected >> number & 1
    for selected, misreadings in selections_apart(request).items():
        if selected >> number & 1 != found:
            yield from misreadings
    if not found:
        yield Misreading("a record that is filtered away is found", "kind", "filtered away")
    yield Misreading("a record is answered otherwise", "kind", str(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND))
