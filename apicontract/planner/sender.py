"""
What sends the probes of a run and keeps their answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.contract.errors import NotServing, OutOfBudget, OutOfTime, TargetError, Throttled
from apicontract.planner.ahead import Ahead
from apicontract.planner.standstill import FEW, MANY, refusal_of, standing

if TYPE_CHECKING:
    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.planner.exchange_log import ExchangeLog
    from apicontract.planner.probe import Probe

#: Called with the requests spent, the budget and what is being asked.
Progress = Callable[[int, int, str], None]


@dataclass(kw_only=True)
class Sender:
    """
    What sends probes.

    Attributes:
        client: reaches the server.
        evidence: what was answered.
        progress: told of each request.
        remarks: sentences about the run as a whole.
        ended: why the run ended early for a reason of the server, or because it was interrupted; else "".
        asked_again: so many answers in a row served nobody when a former request was last asked again.
        unanswered: requests in a row without an answer.
        held: requests that are held back for the end.
        ahead: the probes that are under way.
    """

    client: Client
    evidence: ExchangeLog
    progress: Progress | None = None
    remarks: list[str] = field(default_factory=list)
    ended: str = ""
    asked_again: int = 0
    unanswered: int = 0
    held: int = 0
    ahead: Ahead = field(init=False)

    def __post_init__(self) -> None:
        """
        Begin with nothing under way.
        """
        self.ahead = Ahead(self.client)

    def send(self, probe: Probe, *, fresh: bool = False) -> Exchange:
        """
        Send a probe, again where its answer must be fresh, and keep the answer.

        Raises:
            OutOfBudget: only the requests that are held back are left.
        """
        if 0 < self.client.budget.left <= self.held and not self.client.is_under_way(*probe.parts):
            raise OutOfBudget(self.client.target.name, "the last request is reserved for a recheck")
        if self.progress:
            self.progress(self.client.budget.spent, self.client.budget.limit, f"{probe.method} {probe.path}")
        exchange = self.client.request(*probe.parts, follow=False, fresh=fresh)
        self.unanswered = 0
        self.evidence.add(exchange, probe)
        if refusal_of(exchange):
            self.hold_service(exchange)
        return exchange

    def hold_service(self, last: Exchange) -> None:
        """
        End the run if the server serves nobody any more; then the answers that only say so are no evidence.

        Raises:
            NotServing: it refuses, fails on or redirects every request.
        """
        answers = self.evidence.exchanges
        tail = standing(answers)
        always = tail == len(answers)
        if tail < (FEW if always else max(MANY, 2 * self.asked_again)):
            return
        if not always:
            self.asked_again = tail
            former = next(each for each in answers if not refusal_of(each))
            last = self.client.request(
                former.method, former.url, headers=former.request_headers, follow=False, fresh=True
            )
            if not refusal_of(last):
                return
        del answers[len(answers) - tail :]
        since = "" if always else f", since answer {len(answers) + 1}"
        raise NotServing(self.client.target.name, f"{refusal_of(last)}{since}")

    @property
    def spent(self) -> int:
        """
        Requests that were paid for, but for those of later turns.
        """
        return self.ahead.spent

    def keep(self, *, early: bool = False) -> None:
        """
        Keep the answers to what is under way, where nothing more may be asked; to what is of later turns, too.
        """
        for probe, answer in self.ahead.left(early=early):
            self.evidence.add(answer, probe)

    def end(self, error: TargetError) -> None:
        """
        Say why a run ends; what is under way is kept, unless its server serves nobody.
        """
        if not isinstance(error, NotServing):
            self.keep(early=True)
        if isinstance(error, Throttled) and error.refusal:
            self.evidence.exchanges.append(error.refusal)
        if isinstance(error, OutOfTime):
            self.remarks.append(str(error))
        else:
            self.ended = str(error)
