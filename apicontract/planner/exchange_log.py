"""
The exchanges of a run: who sent them, and which of them the report rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.checks import judge
from apicontract.checks.answers import reading_of
from apicontract.checks.context import ExchangeCache
from apicontract.contract.model import Level
from apicontract.semantics.request import parse_request
from apicontract.semantics.routes import route_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.checks import CheckResults
    from apicontract.checks.answers import Page
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record, Resource
    from apicontract.contract.violation import Violation
    from apicontract.planner.probe import Probe


@dataclass
class ExchangeLog:
    """
    What was sent and answered, with the probe behind each answer.

    Attributes:
        api: the contract.
        strict: whether inferred promises count in full.
        exchanges: every answer, in order.
        probes: identity of an exchange to its probe.
        superseded: identities of exchanges that a smaller one explains.
        rows: records of the primary resource that were seen.
        basis: how many of the first exchanges a single new one is judged with.
        cache: what single answers say, worked out once.
        recorded: answers of earlier days, with which records are compared.
    """

    api: Api
    strict: bool = False
    exchanges: list[Exchange] = field(default_factory=list)
    probes: dict[int, Probe] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    rows: list[Record] = field(default_factory=list)
    basis: int = 0
    cache: ExchangeCache = field(default_factory=ExchangeCache)
    recorded: Sequence[Exchange] = ()

    def add(self, exchange: Exchange, probe: Probe) -> None:
        """
        Keep an answer.
        """
        if id(exchange) not in self.probes:
            self.exchanges.append(exchange)
            self.probes[id(exchange)] = probe

    def check_results(self, resource: str | None = None, *, weighed: bool = True) -> CheckResults:
        """
        Judge everything, or everything about one resource, that no smaller request explains.

        If nothing is wrong with the smaller ones in the end, everything counts again.
        """
        asked = [each for each in self.exchanges if resource is None or self._is_of(resource, each)]
        kept = [each for each in asked if id(each) not in self.superseded]
        judged = self._judge(kept, weighed=weighed)
        unexplained = len(kept) < len(asked) and not any(map(is_fault, judged.violations))
        return self._judge(asked, weighed=weighed) if unexplained else judged

    def faults_of(self, exchange: Exchange, *, beside: bool = False) -> Sequence[Violation]:
        """
        Return what one answer violates by itself, or beside the walk through the collection.
        """
        basis = [each for each in self.exchanges[: self.basis] if id(each) not in self.superseded] if beside else []
        others = [each for each in basis if each is not exchange]
        judged = self._judge([*others, exchange], weighed=False)
        return [each for each in judged.violations if is_fault(each) and each.exchanges[0] is exchange]

    def _is_of(self, resource: str, exchange: Exchange) -> bool:
        asked = route_of(self.api, exchange.path).resource
        return asked is not None and asked.name == resource

    def _judge(self, exchanges: Sequence[Exchange], *, weighed: bool) -> CheckResults:
        return judge(self.api, exchanges, strict=self.strict, cache=self.cache, weighed=weighed, recorded=self.recorded)


def page_of(api: Api, exchange: Exchange, start: int | None = None) -> Page | None:
    """
    Return the page of a list that an answer holds, or None; behind so many rows, if a token led there.
    """
    return reading_of(api, exchange, start).page


def pages_of(api: Api, answers: Iterable[Exchange]) -> Iterator[Page]:
    """
    Yield the pages of lists among answers.
    """
    return filter(None, (page_of(api, each) for each in answers))


def is_fault(violation: Violation) -> bool:
    """
    Whether a finding is more than a note.
    """
    return violation.level > Level.NOTE and bool(violation.exchanges)


def selects(api: Api, resource: Resource, exchange: Exchange) -> bool:
    """
    Whether this is an answer to a filter or a search of a resource.
    """
    asked = parse_request(api, exchange)
    return asked.route.resource is not None and asked.route.resource.name == resource.name and asked.conditioned
