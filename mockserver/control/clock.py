"""
A clock that can be moved, so that nobody waits an hour to see a throttle open again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds that the clock may be moved in all: the journal writes dates, which end with the year 9999.
_FARTHEST = 1e11


@dataclass
class AdjustableClock:
    """
    Wall-clock time plus an offset.

    Attributes:
        source: seconds since the epoch; a test gives its own.
        offset: seconds that the clock was moved forward.
    """

    source: Callable[[], float] = time.time
    offset: float = 0.0

    def now(self) -> float:
        """
        Return the seconds since the epoch, as the mock sees them.
        """
        return self.source() + self.offset

    def advance(self, seconds: float) -> None:
        """
        Move the clock forward.

        Raises:
            ValueError: backward, which would reopen windows that are closed.
            UsageError: beyond what a date can hold.
        """
        if seconds < 0:
            raise ValueError(f"the clock moves forward only, not by {seconds} seconds")
        if self.offset + seconds > _FARTHEST:
            raise UsageError(f"a clock {self.offset + seconds:g} seconds ahead", f"advance it by {_FARTHEST:g} in all")
        self.offset += seconds

    def reset(self) -> None:
        """
        Return to wall-clock time.
        """
        self.offset = 0.0
