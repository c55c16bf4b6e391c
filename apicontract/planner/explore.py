"""
What nobody planned: requests that hypothesis makes of the contract, shrunk to the smallest that shows a fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from apicontract.contract import strategies
from apicontract.contract.errors import TargetError
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Record, Resource
    from apicontract.planner.exchange_log import ExchangeLog

#: The share of the requests that is kept for making a request smaller.
_SHRINKING = 0.5
#: Draws for one request: many draws are requests that were sent before.
_DRAWS = 4


class _FaultFound(Exception):
    """
    A request shows a fault; hypothesis looks for a smaller one.
    """


def explore(  # noqa: PLR0913 - each is a collaborator
    evidence: ExchangeLog,
    resource: Resource,
    rows: Sequence[Record],
    send: Callable[[Probe], Exchange],
    *,
    most: int,
    seed: int,
) -> Exchange | None:
    """
    Send generated requests until one shows a fault that no answer has shown before, and make that one smaller.

    Larger requests that show the same fault are then superseded.
    Out of requests it returns: neither does it skip, nor does the end look like another fault.

    Raises:
        TargetError: the server could not be asked, and no fault was found.
    """
    found = _Exploration(evidence, send, most)

    @hypothesis.seed(seed)
    @settings(
        max_examples=most * _DRAWS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(strategies.requests(evidence.api, resource, rows))
    def ask(asking: strategies.Asking) -> None:
        parts = urlsplit(asking.target)
        if found.shows(Probe(parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)), asking.headers)):
            raise _FaultFound

    try:
        ask()
    except _FaultFound:
        return found.smallest()
    if found.target_error:
        raise found.target_error
    return None


@dataclass
class _Exploration:
    """
    What was asked so far; the same request is asked once.
    """

    evidence: ExchangeLog
    send: Callable[[Probe], Exchange]
    most: int
    known: set[str] = field(default_factory=set)
    checks: dict[Probe, frozenset[str]] = field(default_factory=dict)
    answers: dict[Probe, Exchange] = field(default_factory=dict)
    last: Probe | None = None
    target_error: TargetError | None = None

    def __post_init__(self) -> None:
        outcomes = self.evidence.check_results().outcomes.values()
        self.known = {each.check.id for each in outcomes if each.verdict.value == "violated"}

    def shows(self, probe: Probe) -> bool:
        """
        Return whether the answer shows a fault, the one that is looked for if there is one.
        """
        if probe not in self.checks:
            if self.target_error or len(self.checks) >= self._allowed():
                return False
            self.checks[probe] = self._ask(probe)
        faults = self.checks[probe]
        wanted = faults & self.checks[self.last] if self.last else faults
        if wanted:
            self.last = probe
        return bool(wanted)

    def smallest(self) -> Exchange:
        """
        Return the last answer that showed the fault, which is the smallest, and supersede the others.
        """
        assert self.last is not None  # noqa: S101 - only asked for after a fault
        for probe, exchange in self.answers.items():
            if probe != self.last and self.checks[probe] & self.checks[self.last]:
                self.evidence.superseded.add(id(exchange))
        return self.answers[self.last]

    def _allowed(self) -> int:
        """
        Return how many requests may be sent; a part is kept for making the one that shows a fault smaller.
        """
        return self.most if self.last else max(int(self.most * (1 - _SHRINKING)), 1)

    def _ask(self, probe: Probe) -> frozenset[str]:
        try:
            exchange = self.send(probe)
        except TargetError as error:
            self.target_error = error
            return frozenset()
        self.answers[probe] = exchange
        return frozenset(each.check for each in self.evidence.faults_of(exchange, beside=True)) - self.known
