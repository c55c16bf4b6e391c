"""
How a mock uses an upstream.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from apicontract.contract.model import Throttle

#: Seconds for one answer of the upstream: somebody waits for it.
SECONDS = 10.0
#: Seconds for which a genuine answer is fresh where the service does not say.
FRESH = 3600.0


@dataclass(frozen=True)
class UpstreamSettings:
    """
    What a user says of an upstream; it may have to travel to another process.

    Attributes:
        target: a declared host, or a URL.
        application: a WSGI callable that is called in process in the place of the URL.
        folder: data folder in whose `fixtures` the recordings go.
        fresh: seconds for which a genuine answer is fresh, where the service does not say.
        share: fraction of the limit that is used; the rest is left to others.
        rate: the limit, where the contract does not declare it.
        passthrough: patterns of paths whose answers are not remembered: the upstream gives each.
        only_mock: patterns of paths that the upstream is never asked for.
        timeout: seconds for one answer.
        token_hosts: hosts that may have the token besides those that the contract declares.
        log: file to which each genuine exchange is appended, if any.
        spend: requests that the planner may send on its own.
    """

    target: str
    folder: Path
    application: Callable[..., Iterable[bytes]] | None = None
    fresh: float = FRESH
    share: float = 1.0
    rate: Throttle | None = None
    passthrough: tuple[str, ...] = ()
    only_mock: tuple[str, ...] = ()
    timeout: float = SECONDS
    token_hosts: tuple[str, ...] = ()
    log: Path | None = None
    spend: int = 0

    def passes(self, path: str) -> bool:
        """
        Return whether the upstream alone answers for a path.
        """
        return _fits(path, self.passthrough)

    def mocks(self, path: str) -> bool:
        """
        Return whether the mock alone answers for a path.
        """
        return _fits(path, self.only_mock)


#: Units of a span of time to their seconds.
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


def seconds_of(text: str) -> float:
    """
    Read a span of time such as `90s`, `15m`, `1h` or `2d`; a number alone is seconds.

    Raises:
        UsageError: it is none, or longer than a year.
    """
    number, unit = (text[:-1], text[-1:]) if text[-1:] in _UNITS else (text, "s")
    whole, _, part = number.partition(".")
    seconds = (
        float(number) * _UNITS[unit] if (whole + part).isascii() and (whole + part).isdecimal() and whole else -1.0
    )
    if not 0 <= seconds <= 366 * _UNITS["d"]:
        raise UsageError(f"{text!r} is not a span of time", "write 90s, 15m, 1h or 2d; a year at the most")
    return seconds


def _fits(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, each) for each in patterns)
