"""
The words of the command line -> what is switched on when a mock starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.errors import UsageError
from apicontract.contract.moments import moment_of
from mockserver.control.clock import ClockStart
from mockserver.control.failure_options import parse_failure
from mockserver.control.failures import Failure
from mockserver.control.state import Switches
from mockserver.control.throttle import parse_rate

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_switches(
    throttle: str | None,
    faults: Iterable[str],
    failures: Iterable[str],
    latency: str | None,
    error_rates: Iterable[str],
) -> Switches:
    """
    Read the options of `serve`.

    Raises:
        UsageError: a rate, a number or a member that cannot be used.
        UnknownName: no such kind of failure.
    """
    pending = [parse_failure(each) for each in failures]
    pending += [_error_rate(each) for each in error_rates]
    pending += [_latency(latency)] if latency else []
    return Switches(tuple(faults), tuple(pending), parse_rate(throttle) if throttle else None)


def read_clock(now: str | None, *, frozen: bool) -> ClockStart:
    """
    Read where the clock is to stand.

    Raises:
        UsageError: the text is no moment.
    """
    moment = moment_of(now) if now else None
    if now and moment is None:
        raise UsageError(f"--now {now!r} is no moment", "write it as 2026-01-01T00:00:00Z")
    return ClockStart(moment.timestamp() if moment else None, frozen)


def fault_lines() -> list[str]:
    """
    Return a line for every named fault: its name and what the server does.
    """
    from mockserver.faults.table import FAULTS  # noqa: PLC0415 - a mock that is right starts without them

    width = max(map(len, FAULTS))
    return [f"{each.name:{width}}  {each.sentence}" for each in FAULTS.values()]


def _error_rate(text: str) -> Failure:
    status, _, rate = text.partition("=")
    try:
        return Failure("status", status=int(status), rate=float(rate))
    except ValueError:
        raise UsageError(f"error rate {text!r}", "write a status and a probability, such as 503=0.1") from None


def _latency(text: str) -> Failure:
    least, _, most = text.partition("-")
    try:
        seconds = float(least)
        return Failure("latency", seconds=seconds, jitter=float(most) - seconds if most else 0.0)
    except ValueError:
        raise UsageError(f"latency {text!r}", "write seconds, such as 0.2, or a range, such as 0.2-0.8") from None
