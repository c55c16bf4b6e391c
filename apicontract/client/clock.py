"""
Time as a value that is handed in, so that a test waits for nothing.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Moment:
    """
    A moment on two clocks, of which the first can be set and the second starts anew with the machine.

    Attributes:
        wall: seconds since the epoch.
        steady: seconds since the machine was started.
    """

    wall: float
    steady: float

    @property
    def document(self) -> dict[str, float]:
        """
        What is written down of it.
        """
        return {"wall": self.wall, "steady": self.steady}

    def age(self, now: Moment) -> float:
        """
        Return the seconds that have passed until now, at least; 0 where no clock can tell.

        A clock that says that the moment has not come yet was set, or started anew, so it tells nothing.
        If both can tell, the smaller number is the safe one: a clock that was set forward makes nothing older.
        """
        ages = (now.wall - self.wall, now.steady - self.steady)
        return min((each for each in ages if each >= 0), default=0.0)

    def known(self, now: Moment) -> bool:
        """
        Whether a clock can tell how long ago the moment was.
        """
        return now.wall >= self.wall or now.steady >= self.steady


def told_wait(seconds: float) -> str:
    """
    Return a time to wait as people say it, rounded up: `90 seconds`, `50 minutes`, `24 hours`.
    """
    whole = math.ceil(seconds)
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if whole >= 2 * size:
            return f"{math.ceil(whole / size)} {unit}"
    return f"{whole} second{'' if whole == 1 else 's'}"


class Clock(Protocol):
    """
    What the client knows of time.
    """

    def now(self) -> float:
        """
        Return the seconds since the epoch, the same for every process of the machine.
        """

    def steady(self) -> float:
        """
        Return seconds that nobody can set, the same for every process of the machine.
        """

    def sleep(self, seconds: float) -> None:
        """
        Wait.
        """


class SystemClock:
    """
    The machine's own time.
    """

    def now(self) -> float:
        """
        Return the seconds since the epoch.
        """
        return time.time()

    def steady(self) -> float:
        """
        Return the seconds since the machine was started, sleep included where the system tells.
        """
        # CLOCK_MONOTONIC of Linux stands still while the machine sleeps; that of macOS goes on.
        clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
        return time.monotonic() if clock is None else time.clock_gettime(clock)

    def sleep(self, seconds: float) -> None:
        """
        Wait.
        """
        time.sleep(seconds)


def moment(clock: Clock) -> Moment:
    """
    Return the present moment.
    """
    return Moment(clock.now(), clock.steady())
