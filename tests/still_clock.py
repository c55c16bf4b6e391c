"""
A clock that stands still until somebody sleeps.
"""

from __future__ import annotations


class Still:
    """
    A clock that is set.
    """

    def __init__(self) -> None:
        self.time = 1000.0

    def now(self) -> float:
        """
        Return the time.
        """
        return self.time

    steady = now

    def sleep(self, seconds: float) -> None:
        """
        Let time pass.
        """
        self.time += seconds
