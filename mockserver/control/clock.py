"""
A clock that can be moved, so that nobody waits an hour to see a throttle open again.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds that the clock may be moved in all: the journal writes dates, which end with the year 9999.
_FARTHEST = 1e11


@dataclass(frozen=True, slots=True)
class ClockStart:
    """
    Where the clock of a mock stands when it starts.

    Attributes:
        moment: seconds since the epoch; None is wall-clock time.
        frozen: whether it stands still there.
    """

    moment: float | None = None
    frozen: bool = False

    @property
    def day(self) -> dt.date:
        """
        The day on which it starts, in UTC: a generated world is as it is then.
        """
        return dt.datetime.fromtimestamp(time.time() if self.moment is None else self.moment, dt.UTC).date()


WALL_CLOCK = ClockStart()


@dataclass
class AdjustableClock:
    """
    Wall-clock time, or another one that began where a mock was started, plus an offset.

    Attributes:
        source: seconds since the epoch; a test gives its own.
        offset: seconds that the clock was moved forward.
        start: where it began.
    """

    source: Callable[[], float] = time.time
    offset: float = 0.0
    start: ClockStart = WALL_CLOCK

    def __post_init__(self) -> None:
        self._began = self.source()

    def now(self) -> float:
        """
        Return the seconds since the epoch, as the mock sees them.
        """
        wall = self._began if self.start.frozen else self.source()
        shift = 0.0 if self.start.moment is None else self.start.moment - self._began
        return wall + shift + self.offset

    @property
    def moved(self) -> bool:
        """
        Whether it shows another time than the wall's.
        """
        return bool(self.offset) or (self.start is not WALL_CLOCK and self.start != WALL_CLOCK)

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
        Return to where the clock began.
        """
        self.offset = 0.0
        self._began = self.source()
