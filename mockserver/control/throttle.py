"""
So many requests in a rolling window for each client, as `rest_framework.throttling.SimpleRateThrottle` counts.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from apicontract.contract.errors import UsageError
from apicontract.contract.model import Throttle
from mockserver.engine.singletons import Usage

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"(?P<requests>\d+)/(?P<seconds>\d+)?(?P<unit>s|sec|second|m|min|minute|h|hour|d|day)s?")
#: Clients remembered at the most; the one seen longest ago is forgotten first.
_MOST_CLIENTS = 10_000


def parse_rate(text: str) -> Throttle:
    """
    Read a rate such as `15/hour`, `3/10s` or `1000/day`.

    Raises:
        UsageError: it is none, or allows nothing.
    """
    match = _RATE.fullmatch(text.strip())
    if not match or int(match["requests"]) < 1 or match["seconds"] == "0":
        raise UsageError(f"{text!r} is no rate", "write requests per period, such as 15/hour, 3/10s or 1000/day")
    unit = next(seconds for name, seconds in _UNITS.items() if name.startswith(match["unit"][0]))
    return Throttle(requests=int(match["requests"]), seconds=int(match["seconds"] or 1) * unit)


@dataclass
class Window:
    """
    The requests of every client that still count.

    Attributes:
        rate: the limit in force, or None for none.
        seen: client to the moments of its counted requests, oldest first.
    """

    rate: Throttle | None = None
    seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def admit(self, client: str, now: float) -> float | None:
        """
        Count a request and return None, or return the seconds to wait; a refused request does not count.
        """
        if self.rate is None:
            return None
        moments = self._moments(client, now)
        if len(moments) >= self.rate.requests:
            return max(self.rate.seconds - (now - moments[0]), 0.0)
        moments.append(now)
        return None

    def usage(self, client: str, now: float, published: Throttle | None) -> Usage:
        """
        Return what a client is told of its limit; where no limit is in force, the published one, unused.
        """
        rate = self.rate or published
        if rate is None:
            return Usage(None, None, 0, 0, client)
        moments = self._moments(client, now) if self.rate else deque[float]()
        wait = math.ceil(rate.seconds - (now - moments[0])) if len(moments) >= rate.requests else 0
        return Usage(rate.requests, rate.seconds, len(moments), wait, client)

    def reset(self) -> None:
        """
        Forget every request; the limit stays.
        """
        self.seen.clear()

    def _moments(self, client: str, now: float) -> deque[float]:
        """
        Return the moments of a client that lie inside the window.
        """
        moments = self.seen.setdefault(client, deque())
        self.seen.move_to_end(client)
        while len(self.seen) > _MOST_CLIENTS:
            self.seen.popitem(last=False)
        while moments and self.rate and moments[0] <= now - self.rate.seconds:
            moments.popleft()
        return moments


def wording(wait: float) -> str:
    """
    Return the sentence of a throttled answer (`rest_framework.exceptions.Throttled`).
    """
    seconds = math.ceil(wait)
    return f"Request was throttled. Expected available in {seconds} second{'' if seconds == 1 else 's'}."
