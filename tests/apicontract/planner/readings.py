"""
Requests for books as the contract reads them, and servers that answer by a reading of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from apicontract.contract.exchange import Exchange
from apicontract.planner.cases import Case, case_of
from apicontract.planner.operators import Misreading
from apicontract.planner.probe import Probe
from apicontract.planner.wrong_pages import wrong_pages

if TYPE_CHECKING:
    from apicontract.planner.cases import Outcome
    from apicontract.planner.probe import Pairs
    from apicontract.planner.survey import Survey

_HOST = "https://library.example"


def asking(query: str, headers: Pairs = ()) -> Probe:
    """
    Return a request for the list of books.
    """
    return Probe("/v1/books/", tuple(parse_qsl(query, keep_blank_values=True)), headers)


def read(known: Survey, query: str, headers: Pairs = ()) -> Case:
    """
    Return the reading of a request for the list, which there must be.
    """
    case = case_of(known, asking(query, headers).as_exchange())
    assert case is not None, query
    return case


def predicted(known: Survey, query: str) -> dict[Misreading, Outcome]:
    """
    Return what each misreading of a request for the list predicts.
    """
    return dict(wrong_pages(read(known, query)))


def misread(text: str) -> Misreading:
    """
    Return a misreading written as `operator`, or `operator | scope | element`.
    """
    return Misreading(*text.split(" | "))


def numbers(known: Survey, rows: int) -> list[int]:
    """
    Return the identifiers of a set of rows.
    """
    return [row["id"] for number, row in enumerate(known.rows) if rows >> number & 1]


def shown(case: Case, outcome: Outcome) -> list[int]:
    """
    Return the identifiers on the page of an outcome.
    """
    return [case.survey.rows[number]["id"] for number in case.page(outcome)]


def answer(case: Case, outcome: Outcome) -> Exchange:
    """
    Return what a server sends that reads a request so; where that is not told by the rows, these are the right ones.
    """
    asked = case.exchange
    url = f"{_HOST}{asked.path}" + (f"?{urlencode(asked.query)}" if asked.query else "")
    headers = (("Content-Type", "application/json"),)
    if outcome.status not in (0, 200):
        return Exchange("GET", url, outcome.status, headers, b'{"detail": "x"}')
    page = {
        "count": outcome.total,
        "next": _link(case, outcome, outcome.start + outcome.limit) if _leads_on(outcome) else None,
        "previous": _link(case, outcome, outcome.start - outcome.limit) if _leads_back(outcome) else None,
        "results": [case.survey.rows[number] for number in case.page(outcome)],
    }
    return Exchange("GET", url, 200, headers, json.dumps(page).encode())


def _leads_on(outcome: Outcome) -> bool:
    return outcome.start + outcome.limit < outcome.total if outcome.next is None else outcome.next


def _leads_back(outcome: Outcome) -> bool:
    return outcome.start > 0 if outcome.previous is None else outcome.previous


def _link(case: Case, outcome: Outcome, start: int) -> str:
    kept = [each for each in case.exchange.query if each[0] not in {"limit", "offset", *outcome.lost}]
    query = [*kept, ("limit", str(outcome.limit)), ("offset", str(max(start, 0)))]
    return f"{_HOST}{case.exchange.path}?{urlencode(query)}"
