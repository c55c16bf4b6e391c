"""
Requests that are sent while the answers to former ones are looked at, as many as a client may have under way.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.contract.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.planner.probe import Probe


@dataclass
class Ahead:
    """
    Probes in the order of their plan, of which the next ones are under way already.

    Attributes:
        client: what sends them.
        foreseen: probes of later turns, which are begun where otherwise less would be under way than may be.
    """

    client: Client
    foreseen: deque[Probe] = field(default_factory=deque)
    _waiting: deque[Probe] = field(default_factory=deque)
    _early: list[Probe] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def spent(self) -> int:
        """
        Requests that were paid for, but for those of later turns.
        """
        return self.client.budget.spent - len(self._under_way())

    def fill(self, held: int) -> None:
        """
        Begin what is foreseen, as long as more than one other request might be under way: a turn has precedence.
        """
        while self.foreseen and self.client.room > 1 and self.client.budget.left > held:
            probe = self.foreseen.popleft()
            if not self.client.is_under_way(*probe.parts):
                self.client.begin(*probe.parts)
                self._early.append(probe)

    def each(self, probes: Iterator[Probe], end: int, held: int, *, stay: bool = False) -> Iterator[Probe]:
        """
        Yield probes until so many requests are spent; those that follow are begun before, but for what is held back.

        Where one request may be under way nothing is begun: each probe is planned when the former one is answered.

        Args:
            probes: in the order of their plan.
            end: how many requests may be spent.
            held: requests that are held back.
            stay: leave the last ones under way; who comes next yields them first.
        """
        while True:
            while len(self._waiting) < self.client.concurrency and self.spent < end:
                probe = next(probes, None)
                if probe is None:
                    break
                self._waiting.append(probe)
                if self.client.concurrency > 1 and self.client.budget.left > held:
                    self.client.begin(*probe.parts)
            if not self._waiting or (stay and len(self._waiting) < self.client.concurrency):
                return
            yield self._waiting.popleft()

    def left(self, *, early: bool = False) -> Iterator[tuple[Probe, Exchange]]:
        """
        Yield the probes that nobody has come to, with their answers, where nothing more may be asked.

        Args:
            early: those of later turns, too, which will not come.
        """
        self._waiting.extend(self._early if early else ())
        while self._waiting:
            probe = self._waiting.popleft()
            if self.client.is_under_way(*probe.parts):
                with suppress(TargetError):
                    yield probe, self.client.request(*probe.parts, follow=False)

    def _under_way(self) -> Sequence[Probe]:
        self._early = [each for each in self._early if self.client.is_under_way(*each.parts)]
        return self._early
