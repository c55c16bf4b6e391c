"""
A few requests that try what an API only usually promises: each kind once, and one thing at a time.
"""

from __future__ import annotations

from contextlib import suppress
from math import fsum
from random import Random
from typing import TYPE_CHECKING

from apicontract.contract.errors import TargetError
from apicontract.contract.keys import key_of
from apicontract.contract.routes import list_path
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner.allocation import primary_first
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Candidate
from apicontract.planner.exchange_log import page_of
from apicontract.planner.misreadings import misreadings
from apicontract.planner.priors import kind_of, share_of
from apicontract.planner.probe import Probe
from apicontract.planner.query_parts import limit_parts, offset_parts
from apicontract.semantics.routes import route_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record, Resource


def tried(api: Api, client: Client, known: Sequence[Exchange]) -> list[Exchange]:
    """
    Ask what tells most of the habits that nobody saw at a service, by GET alone, and return the answers.

    It ends when the budget is spent, when each kind of request was sent once, or when the server answers no more.

    Args:
        api: the contract.
        client: reaches the server; its budget is that of the trial.
        known: answers of the service, whose rows say what to ask for.
    """
    answers: list[Exchange] = []
    with suppress(TargetError):
        for probe in _planned([_survey(api, each, known) for each in primary_first(api, ())]):
            if not client.left:
                break
            answers.append(client.request(probe.method, probe.path, probe.query, probe.headers, follow=False))
    return answers


def _planned(surveys: Sequence[KnownRecords]) -> Iterator[Probe]:
    """
    Yield requests, those first that show most of what no earlier one showed.
    """
    left = {each.probe: each for survey in surveys for each in _single(survey) if each.probe.method == "GET"}
    kinds = {probe: frozenset(map(kind_of, each.misreadings)) for probe, each in left.items()}
    covered: frozenset[str] = frozenset()
    while kinds:
        best = max(kinds, key=lambda probe: (fsum(map(share_of, kinds[probe] - covered)), -len(probe.query)))
        new = kinds.pop(best) - covered
        if not new:
            return
        covered |= new
        yield best


def _survey(api: Api, resource: Resource, known: Sequence[Exchange]) -> KnownRecords:
    """
    Return the rows that answers show of a resource.
    """
    of_resource = (each for each in known if route_of(api, each.path).resource is resource)
    rows = {repr(key_of(resource, row)): row for each in of_resource for row in _rows(api, each)}
    return KnownRecords(api, resource, tuple(rows.values()), complete=False)


def _rows(api: Api, exchange: Exchange) -> Sequence[Record]:
    page = page_of(api, exchange)
    return page.rows if page else ()


def _single(survey: KnownRecords) -> Iterator[Candidate]:
    """
    Yield the requests for a resource that ask for one thing: also for each size and each place by itself.
    """
    yield from fixed_candidates(survey)
    path = list_path(survey.api, survey.resource)
    starts = offset_parts(survey, len(survey.rows), Random(0))  # noqa: S311 - no secret
    for query in dict.fromkeys((*limit_parts(survey), *starts)):
        probe = Probe(path, query)
        yield Candidate(probe, misreadings(survey, probe))
