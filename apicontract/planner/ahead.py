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
    from collections.abc import Iterator

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.planner.probe import Probe


@dataclass
class Ahead:
    """
    Probes in the order of their plan, of which the next ones are under way already.

    Attributes:
        client: what sends them.
    """

    client: Client
    _waiting: deque[Probe] = field(default_factory=deque)

    def each(self, probes: Iterator[Probe], end: int, held: int) -> Iterator[Probe]:
        """
        Yield probes until so many requests are spent; those that follow are begun before, but for what is held back.

        Where one request may be under way nothing is begun: each probe is planned when the former one is answered.
        """
        while True:
            while len(self._waiting) < self.client.concurrency and self.client.budget.spent < end:
                probe = next(probes, None)
                if probe is None:
                    break
                self._waiting.append(probe)
                if self.client.concurrency > 1 and self.client.budget.left > held:
                    self.client.begin(*probe.parts)
            if not self._waiting:
                return
            yield self._waiting.popleft()

    def left(self) -> Iterator[tuple[Probe, Exchange]]:
        """
        Yield the probes that nobody has come to, with their answers, where nothing more may be asked.
        """
        while self._waiting:
            probe = self._waiting.popleft()
            if self.client.is_under_way(*probe.parts):
                with suppress(TargetError):
                    yield probe, self.client.request(*probe.parts, follow=False)
