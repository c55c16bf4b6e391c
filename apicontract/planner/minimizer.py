"""
What is done about a fault: the smallest request that shows it, and those that say more about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from apicontract.contract.querynames import search_name
from apicontract.contract.routes import list_path
from apicontract.planner.ddmin import canonicalize, lowercase_search, minimize
from apicontract.planner.parents import below
from apicontract.semantics.request import parse_request
from apicontract.semantics.tolerance import FORMAT, MODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.contract.violation import Violation
    from apicontract.planner.crawl import Crawl
    from apicontract.planner.exchange_log import ExchangeLog
    from apicontract.planner.probe import Probe

#: Faults of one run that are isolated.
_MOST_FAULTS = 6


@dataclass
class Minimizer:
    """
    Narrows faults down, each kind once.

    Attributes:
        api: the contract.
        evidence: what was answered.
        send: sends a probe and keeps the answer.
        walks: resource to the walk through it.
        seen: check and place of the faults that were isolated.
        isolated: how many these are.
    """

    api: Api
    evidence: ExchangeLog
    send: Callable[[Probe], Exchange]
    walks: Mapping[str, Crawl]
    seen: set[tuple[str, str]] = field(default_factory=set)
    isolated: int = 0

    def minimize(self, violation: Violation) -> None:
        """
        Find the smallest request that shows a fault, unless its like was narrowed before.
        """
        exchange, kind = violation.exchanges[0], (violation.check, _kind(violation.place))
        probe = self.evidence.probes.get(id(exchange))
        if probe is None or kind in self.seen or self.isolated >= _MOST_FAULTS:
            return
        if len(probe.names) > 1 or probe != self._plain(probe, exchange):
            self.seen.add(kind)
            self.isolated += 1
            self._complement(minimize(self.evidence, self._related(exchange), self.send))

    def _plain(self, probe: Probe, exchange: Exchange) -> Probe:
        search = search_name(self.api)
        return lowercase_search(canonicalize(probe, parse_request(self.api, exchange), search), search)

    def _shifted(self, resource: Resource) -> None:
        """
        Ask for the first page of the walk again, one record later: each place on it is known.
        """
        walk = self.walks.get(resource.name)
        if walk is not None and walk.opening is not None and self.api.paging.any_row:
            self.send(walk.opening.replacing(self.api.paging.start, "1"))

    def _related(self, exchange: Exchange) -> Exchange:
        """
        Ask a list for what went wrong with a single record: a filter that is wrong is wrong there, and says more.
        """
        asked, probe = parse_request(self.api, exchange), self.evidence.probes[id(exchange)]
        if asked.route.kind == "detail" and asked.conditioned and asked.route.resource is not None:
            answer = self.send(replace(probe, path=list_path(self.api, below(asked.resource, asked.route.parents))))
            if self.evidence.faults_of(answer) or self.evidence.faults_of(answer, beside=True):
                self.evidence.superseded.add(id(exchange))
                return answer
        return exchange

    def _complement(self, exchange: Exchange) -> None:
        """
        Ask for what says more about a fault than the smallest request that shows it.

        That is the other half where a yes-or-no filter alone goes wrong, JSON where a browser's page alone does,
        the same list without a mode, and where an offset goes wrong, a page whose records are known.
        What was spelled in a way that only the framework understands is asked for plainly, too.
        """
        asked, probe = parse_request(self.api, exchange), self.evidence.probes[id(exchange)]
        if asked.representation.name == "api":
            headers = tuple(each for each in probe.headers if each[0] != "Accept")
            self.send(replace(probe.without(FORMAT), headers=headers))
        if asked.route.kind == "list" and exchange.parameter(MODE) is not None:
            self.send(probe.without(MODE))
        plain = canonicalize(probe, asked, search_name(self.api))
        if plain != probe:
            self.send(plain)
        if asked.route.kind == "list" and asked.offset:
            self._shifted(asked.resource)
        one = asked.filters.conditions[0] if len(asked.filters.conditions) == 1 and not asked.terms else None
        # Not by comparing: the number 1 of a related record equals True.
        if one is not None and asked.route.kind == "list" and isinstance(one.values[0], bool):
            other = (one.parameter.name, str(not one.values[0]).lower())
            self.send(replace(probe, query=tuple(other if each[0] == other[0] else each for each in probe.query)))


def _kind(place: str) -> str:
    """
    Return a place without the numbers of rows.
    """
    return "/".join(step for step in place.split("/") if not step.isdecimal())
