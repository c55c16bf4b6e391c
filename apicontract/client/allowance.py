"""
What a server may use up of us: time and bytes for one answer, time for a run.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from apicontract.contract.errors import OutOfTime

if TYPE_CHECKING:
    from collections.abc import Callable

#: Bytes of an answer when nobody says, as sent and unpacked alike: pages of an API have some megabytes at the most.
DEFAULT_BYTES = 32 * 1024 * 1024
#: Seconds for an answer when nobody says.
DEFAULT_SECONDS = 30.0


class TooLarge(httpx.TransportError):
    """
    An answer has more bytes than are taken; the connection is given up, and the request is not sent again.
    """


@dataclass
class Allowance:
    """
    What one request may use, from the look-up of the host to the last byte of the answer, interim answers included.

    Attributes:
        most: bytes that are read, and bytes that they may be unpacked to.
        elapsed: seconds on a clock that nobody sets.
    """

    most: int = DEFAULT_BYTES
    elapsed: Callable[[], float] = time.monotonic
    _seconds: float = DEFAULT_SECONDS
    _end: float = field(default=math.inf, init=False)
    _read: int = field(default=0, init=False)

    def begin(self, seconds: float) -> None:
        """
        Start anew, with so many seconds for the next request.
        """
        self._seconds, self._end, self._read = seconds, self.elapsed() + seconds, 0

    @property
    def left(self) -> float:
        """
        Seconds that are left, 0 if none are.
        """
        return max(self._end - self.elapsed(), 0.0)

    @property
    def told(self) -> str:
        """
        The time that was given, for a message.
        """
        return f"{self._seconds:.3g} seconds"

    def count(self, size: int) -> None:
        """
        Count bytes that were read.

        Raises:
            TooLarge: too many were.
        """
        self._read += size
        self.hold(self._read, "sent")

    def hold(self, size: int, verb: str) -> None:
        """
        Do nothing, as long as the answer has no more bytes than are taken.

        Raises:
            TooLarge: it has more.
        """
        if size > self.most:
            raise TooLarge(f"the response has more than {self.most:,} bytes as {verb}; take more with --max-body")


@dataclass
class Deadline:
    """
    When a run ends, however far it has come.

    Attributes:
        seconds: from now on; None for a run that ends with its budget alone.
        elapsed: seconds on a clock that nobody sets.
    """

    seconds: float | None = None
    elapsed: Callable[[], float] = time.monotonic
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        self._end = math.inf if self.seconds is None else self.elapsed() + self.seconds

    @property
    def left(self) -> float:
        """
        Seconds that are left, 0 if none are.
        """
        return max(self._end - self.elapsed(), 0.0)

    def hold(self, target: str) -> None:
        """
        Do nothing, as long as the run has time left.

        Raises:
            OutOfTime: the run is over.
        """
        if not self.left:
            raise OutOfTime(target, f"the deadline of the run, {self.seconds:g} seconds, has passed; raise it")
