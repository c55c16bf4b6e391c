"""
Whether the upstream may be asked, and from when on again.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from apicontract.client.clock import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.client.clock import Clock
    from apicontract.client.ledger import Ledger
    from apicontract.contract.model import Throttle


class Quota:
    """
    What is left of the upstream's limit, and whether something else keeps from asking.

    Args:
        clock: tells the time.
        ledger: what was sent to each host; None for an application in process.
        host: key of the ledger.
        share: fraction of the limit that is used.
        say: told in one sentence why the upstream is asked no longer, once each time.
    """

    def __init__(
        self, clock: Clock, ledger: Ledger | None, host: str, share: float, say: Callable[[str], None]
    ) -> None:
        self.clock = clock
        self._ledger = ledger
        self._host = host
        self._share = share
        self._say = say
        self._limit: Throttle | None = None
        self._opens = 0.0
        self._reason = ""
        self._lock = threading.Lock()

    @property
    def opens(self) -> float:
        """
        From when on the upstream may be asked, by the clock that nobody sets; the past if it may be asked now.
        """
        return self._opens

    @property
    def open(self) -> bool:
        """
        Whether the upstream may be asked now.
        """
        return self.clock.steady() >= self._opens

    def close(self, seconds: float, reason: str) -> None:
        """
        Ask no more for so many seconds, and say why, unless that was the reason the last time.
        """
        with self._lock:
            self._opens = max(self._opens, self.clock.steady() + seconds)
            told = reason != self._reason
            self._reason = reason
        if told:
            until = time.strftime("%H:%M:%S", time.localtime(self.clock.now() + seconds))
            self._say(f"{reason}; until {until} the answers are recorded ones, and those of the mock")

    def heard(self, limit: Throttle | None) -> None:
        """
        Take into account that an answer came, and what the limit is by now.
        """
        with self._lock:
            self._limit, self._reason = limit, ""

    def describe(self) -> Mapping[str, Any]:
        """
        Return the limit, what is left of it, and why and for how long the upstream is not asked; "" if it is.
        """
        limit, left = self._limit, None
        if limit is not None and self._ledger is not None:
            left = self._ledger.left(self._host, limit.scaled(self._share), moment(self.clock))
        return {
            "limit": {"requests": limit.requests, "seconds": limit.seconds} if limit else None,
            "left": left,
            "closed": "" if self.open else self._reason,
            "opens_in": round(max(self._opens - self.clock.steady(), 0.0), 1),
        }
