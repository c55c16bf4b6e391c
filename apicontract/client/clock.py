"""
Time as a value that is handed in, so that a test waits for nothing.
"""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """
    What the client knows of time.
    """

    def now(self) -> float:
        """
        Return the seconds since the epoch, the same for every process of the machine.
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

    def sleep(self, seconds: float) -> None:
        """
        Wait.
        """
        time.sleep(seconds)
