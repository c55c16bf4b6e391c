"""
URLs whose answer could not be used: they are left alone for some time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.client.clock import Clock

#: Seconds for which a URL whose answer could not be used is not asked for again.
_FAILED = 60.0
#: URLs that are left alone, before those whose time is over are forgotten.
_MOST_FAILED = 1000


class LeftAlone:
    """
    The URLs that are not asked for, and until when, by the clock that nobody sets.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def __contains__(self, url: str) -> bool:
        """
        Whether a URL is not asked for now.
        """
        return self.until(url) > self._clock.steady()

    def until(self, url: str) -> float:
        """
        Return from when on a URL may be asked for; the past if it may be asked for now.
        """
        return self._until.get(url, 0.0)

    def add(self, url: str) -> None:
        """
        Do not ask for a URL for some time.
        """
        now = self._clock.steady()
        if len(self._until) > _MOST_FAILED:
            self._until = {each: until for each, until in self._until.items() if until > now}
        self._until[url] = now + _FAILED

    def remove(self, url: str) -> None:
        """
        Ask for a URL again.
        """
        self._until.pop(url, None)
