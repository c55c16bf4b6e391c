"""
Which misreadings of the contract a request can refute, and which of the known records it selects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.diagnosis.refuting import refuted
from apicontract.diagnosis.requests import ListRequest
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.probe import Probe


def misreadings(known: KnownRecords, probe: Probe) -> frozenset[Misreading]:
    """
    Return the misreadings that the answer to a request refutes, if it is the right one.
    """
    return refuted(known, probe.as_exchange())


def expected_size(known: KnownRecords, probe: Probe) -> int:
    """
    Return how many of the known records a list request selects.
    """
    return selection(known, probe).bit_count()


def selection(known: KnownRecords, probe: Probe) -> int:
    """
    Return the known records that a list request selects.
    """
    exchange = probe.as_exchange()
    return ListRequest(known, exchange, parse_request(known.api, exchange, known.route(exchange.path))).selected
