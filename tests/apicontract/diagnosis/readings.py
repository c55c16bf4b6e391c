"""
Requests for books as the contract reads them, and servers that answer by a reading of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from apicontract.contract.exchange import Exchange
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.diagnosis import refuting
from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.requests import ListRequest, request_of
from apicontract.diagnosis.wrong_pages import wrong_pages
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.diagnosis.requests import PredictedPage
    from apicontract.planner.probe import Pairs

_HOST = "https://library.example"


def asking(query: str, headers: Pairs = ()) -> Probe:
    """
    Return a request for the list of books.
    """
    return Probe("/v1/books/", tuple(parse_qsl(query, keep_blank_values=True)), headers)


def read(known: KnownRecords, query: str, headers: Pairs = ()) -> ListRequest:
    """
    Return the reading of a request for the list, which there must be.
    """
    request = request_of(known, asking(query, headers).as_exchange())
    assert request is not None, query
    return request


def predicted(known: KnownRecords, query: str) -> dict[Misreading, PredictedPage]:
    """
    Return what each misreading of a request for the list predicts.
    """
    return dict(wrong_pages(read(known, query)))


def refuted(known: KnownRecords, probe: Probe) -> frozenset[Misreading]:
    """
    Return the misreadings under which a request would be answered otherwise.
    """
    return refuting.refuted(known, probe.as_exchange())


def misread(text: str) -> Misreading:
    """
    Return a misreading written as `operator`, or `operator | scope | element`.
    """
    return Misreading(*text.split(" | "))


def numbers(known: KnownRecords, rows: int) -> list[int]:
    """
    Return the identifiers of a set of rows.
    """
    return [row["id"] for number, row in enumerate(known.rows) if rows >> number & 1]


def shown(request: ListRequest, outcome: PredictedPage) -> list[int]:
    """
    Return the identifiers on the page of an outcome.
    """
    return [request.known.rows[number]["id"] for number in request.page(outcome)]


def answer(request: ListRequest, outcome: PredictedPage) -> Exchange:
    """
    Return what a server sends that reads a request so; where that is not told by the rows, these are the right ones.
    """
    asked = request.exchange
    url = f"{_HOST}{asked.path}" + (f"?{urlencode(asked.query)}" if asked.query else "")
    headers = (("Content-Type", "application/json"),)
    if outcome.status not in (0, 200):
        return Exchange("GET", url, outcome.status, headers, b'{"detail": "x"}')
    page = {
        "count": outcome.total,
        "next": _link(request, outcome, NEXT, outcome.start + outcome.limit) if _leads_on(outcome) else None,
        "previous": _link(request, outcome, PREVIOUS, outcome.start - outcome.limit) if _leads_back(outcome) else None,
        "results": [request.known.rows[number] for number in request.page(outcome)],
    }
    return Exchange("GET", url, 200, headers, json.dumps(page).encode())


def _leads_on(outcome: PredictedPage) -> bool:
    return outcome.start + outcome.limit < outcome.total if outcome.next is None else outcome.next


def _leads_back(outcome: PredictedPage) -> bool:
    return outcome.start > 0 if outcome.previous is None else outcome.previous


def _link(request: ListRequest, outcome: PredictedPage, relation: str, start: int) -> str:
    lost = {name for each, name in outcome.lost if each == relation}
    kept = [each for each in request.exchange.query if each[0] not in {"limit", "offset", *lost}]
    query = [*kept, ("limit", str(outcome.limit)), ("offset", str(max(start, 0)))]
    return f"{_HOST}{request.exchange.path}?{urlencode(query)}"
