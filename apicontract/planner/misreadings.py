"""
What the answer to a request can tell: the misreadings of the contract under which it would be another one.

A misreading is an operator that is applied to an element of the contract, or to all elements of a kind, and comes to a
prediction like any reading. Requests are chosen by the misreadings that their answers would refute.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.planner.cases import Case, case_of
from apicontract.planner.operators import Misreading
from apicontract.planner.wrong_pages import clear_pages, wrong_pages
from apicontract.planner.wrong_selections import wrong_selections
from apicontract.semantics.request import parse_request
from apicontract.semantics.tolerance import MAY_FILTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.exchange import Exchange
    from apicontract.planner.cases import Outcome
    from apicontract.planner.probe import Probe
    from apicontract.planner.survey import Survey


def misreadings(survey: Survey, probe: Probe) -> frozenset[Misreading]:
    """
    Return the misreadings that the answer to a request refutes, if it is the right one.
    """
    case = case_of(survey, probe.as_exchange())
    return frozenset() if case is None else frozenset(refuted(case))


def refuted(case: Case) -> Iterator[Misreading]:
    """
    Yield the misreadings under which a request would be answered otherwise.
    """
    if case.asked.route.kind == "detail":
        yield from _refuted_by_record(case)
        return
    known: dict[Outcome, bool] = {}
    # What might select by mistake leaves the rest of the answer without weight: its cause could not be told.
    blurred = case.asked.conditioned and any(each.kind in MAY_FILTER for each in case.asked.tolerated)
    for misreading, outcome in clear_pages(case) if blurred else wrong_pages(case):
        shown = known.get(outcome)
        if shown is None:
            shown = known[outcome] = case.shows(outcome)
        if shown:
            yield misreading


def predictions(survey: Survey, exchange: Exchange) -> tuple[Case, dict[Misreading, Outcome]] | None:
    """
    Return the reading of a list request, and what each misreading of it predicts; None if it is read as none.
    """
    case = case_of(survey, exchange)
    if case is None or case.asked.route.kind != "list" or case.asked.place.unknown or not case.certain:
        return None
    return case, dict(wrong_pages(case))


def expected_size(survey: Survey, probe: Probe) -> int:
    """
    Return how many of the known records a list request selects.
    """
    return selection(survey, probe).bit_count()


def selection(survey: Survey, probe: Probe) -> int:
    """
    Return the known records that a list request selects.
    """
    exchange = probe.as_exchange()
    return Case(survey, exchange, parse_request(survey.api, exchange, survey.route(exchange.path))).selected


def _refuted_by_record(case: Case) -> Iterator[Misreading]:
    """
    Yield what shows in whether a record is found that filters and a search leave or take away.
    """
    keys = (str(key_of(case.survey.resource, row)) for row in case.survey.rows)
    number = next((number for number, key in enumerate(keys) if key == case.asked.route.key), None)
    if number is None or not case.asked.conditioned:
        return
    found = case.selected >> number & 1
    for misreading, selected in wrong_selections(case):
        if selected >> number & 1 != found:
            yield misreading
    if not found:
        yield Misreading("a record that is filtered away is found", "kind", "filtered away")
    yield Misreading("a record is answered otherwise", "kind", str(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND))
