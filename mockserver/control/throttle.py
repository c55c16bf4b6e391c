"""
So many requests in a rolling window for each client, as `rest_framework.throttling.SimpleRateThrottle` counts.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from sys import getsizeof

from apicontract.contract.errors import UsageError
from apicontract.contract.model import Throttle
from mockserver.engine.singletons import ThrottleUsage

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(
    r"(?P<requests>[0-9]{1,9})/(?P<seconds>[0-9]{1,9})?(?P<unit>s|sec|second|m|min|minute|h|hour|d|day)s?"
)
#: Clients remembered at the most; the one seen longest ago is forgotten first.
MOST_CLIENTS = 1_000
#: Requests that a rate may allow, and that are counted over all clients: each takes 32 bytes.
MOST_COUNTED = 100_000
#: Seconds of the longest window: a year.
_LONGEST = 366 * 86_400
#: Characters of a client's name that are kept; a longer one, which any client can send, is kept as its digest.
_LONGEST_NAME = 200
#: Bytes of a client apart from its name: an empty deque (760), its place in the table.
_CLIENT = 1_000
#: Bytes of a counted request: a float and its place in the deque.
_MOMENT = 32


def parse_rate(text: str) -> Throttle:
    """
    Read a rate such as `15/hour`, `3/10s` or `1000/day`.

    Raises:
        UsageError: it is none, allows nothing, or more than can be counted.
    """
    match = _RATE.fullmatch(text.strip())
    if not match or int(match["requests"]) < 1 or int(match["seconds"] or 1) < 1:
        problem = f"{text[:40]!r} is not a rate"
        raise UsageError(problem, "write requests per period, such as 15/hour, 3/10s or 1000/day")
    unit = next(seconds for name, seconds in _UNITS.items() if name.startswith(match["unit"][0]))
    rate = Throttle(requests=int(match["requests"]), seconds=int(match["seconds"] or 1) * unit)
    if rate.requests > MOST_COUNTED or rate.seconds > _LONGEST:
        raise UsageError(f"rate {text[:40]!r}", f"allow up to {MOST_COUNTED} requests in up to 366 days")
    return rate


@dataclass
class RollingWindow:
    """
    The requests of every client that still count.

    Attributes:
        rate: the limit in force, or None for none.
        seen: client to the moments of its counted requests, oldest first.
    """

    rate: Throttle | None = None
    seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _counted: int = 0
    _names: int = 0

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
        self._counted += 1
        self._forget()
        return None

    def usage(self, client: str, now: float, published: Throttle | None) -> ThrottleUsage:
        """
        Return what a client is told of its limit; where no limit is in force, the published one, unused.
        """
        rate = self.rate or published
        if rate is None:
            return ThrottleUsage(None, None, 0, 0, client)
        moments = self._moments(client, now) if self.rate else deque[float]()
        wait = math.ceil(rate.seconds - (now - moments[0])) if len(moments) >= rate.requests else 0
        return ThrottleUsage(rate.requests, rate.seconds, len(moments), wait, client)

    def reset(self) -> None:
        """
        Forget every request; the limit stays.
        """
        self.seen.clear()
        self._counted = self._names = 0

    @property
    def weight(self) -> int:
        """
        Roughly how many bytes the counts take.
        """
        return self._names + len(self.seen) * _CLIENT + self._counted * _MOMENT

    def _moments(self, client: str, now: float) -> deque[float]:
        """
        Return the moments of a client that lie inside the window.
        """
        name = client if len(client) <= _LONGEST_NAME else hashlib.sha256(client.encode("utf-8", "replace")).hexdigest()
        if name not in self.seen:
            self.seen[name] = deque()
            self._names += getsizeof(name)
        self.seen.move_to_end(name)
        moments = self.seen[name]
        while moments and self.rate and moments[0] <= now - self.rate.seconds:
            moments.popleft()
            self._counted -= 1
        self._forget()
        return moments

    def _forget(self) -> None:
        while len(self.seen) > MOST_CLIENTS or self._counted > MOST_COUNTED:
            name, moments = self.seen.popitem(last=False)
            self._names -= getsizeof(name)
            self._counted -= len(moments)


def wording(wait: float) -> str:
    """
    Return the sentence of a throttled answer (`rest_framework.exceptions.Throttled`).
    """
    seconds = math.ceil(wait)
    return f"Request was throttled. Expected available in {seconds} second{'' if seconds == 1 else 's'}."
