"""
Requests for books as the contract reads them, and servers that answer by a reading of it.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from books import survey

from apicontract.contract.exchange import Exchange
from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.records import KnownRecords
from apicontract.diagnosis.requests import ListRequest, request_of
from apicontract.diagnosis.wrong_pages import wrong_pages
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from apicontract.diagnosis.requests import PredictedPage
    from apicontract.planner.probe import Pairs

_HOST = "https://library.example"


def known_books(*parameters: str, **changes: Any) -> KnownRecords:
    """
    Return the books that are known, with the named filters.
    """
    known = survey(*parameters, **changes)
    return KnownRecords(known.api, known.resource, known.rows, known.complete)


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
    Return the misreadings under which a request for the list would be answered otherwise.
    """
    request = request_of(known, probe.as_exchange())
    if request is None:
        return frozenset()
    return frozenset(misreading for misreading, page in wrong_pages(request) if shows(request, page))


def shows(request: ListRequest, wrong: PredictedPage) -> bool:
    """
    Whether an answer of this page would be told from the right one.
    """
    right = request.right
    if wrong.status != right.status or wrong.status != HTTPStatus.OK:
        return wrong.status != right.status
    if wrong.total != right.total and request.known.api.paging.counts:
        return True
    if wrong.next not in (None, right.next) or wrong.previous not in (None, right.previous):
        return True
    if (right.next or right.previous) and any(name in wrong.lost for name, _ in request.exchange.query):
        return True
    return not request.allows(request.page(wrong))


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
        "next": _link(request, outcome, outcome.start + outcome.limit) if _leads_on(outcome) else None,
        "previous": _link(request, outcome, outcome.start - outcome.limit) if _leads_back(outcome) else None,
        "results": [request.known.rows[number] for number in request.page(outcome)],
    }
    return Exchange("GET", url, 200, headers, json.dumps(page).encode())


def _leads_on(outcome: PredictedPage) -> bool:
    return outcome.start + outcome.limit < outcome.total if outcome.next is None else outcome.next


def _leads_back(outcome: PredictedPage) -> bool:
    return outcome.start > 0 if outcome.previous is None else outcome.previous


def _link(request: ListRequest, outcome: PredictedPage, start: int) -> str:
    kept = [each for each in request.exchange.query if each[0] not in {"limit", "offset", *outcome.lost}]
    query = [*kept, ("limit", str(outcome.limit)), ("offset", str(max(start, 0)))]
    return f"{_HOST}{request.exchange.path}?{urlencode(query)}"
