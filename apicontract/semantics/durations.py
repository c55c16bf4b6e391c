"""
Durations, in a query and in a record, taken apart piece by piece (`django.utils.dateparse.parse_duration`).
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from apicontract.semantics.moments import digits_of


def duration_of(text: str) -> dt.timedelta:
    """
    Return the duration that a query text names: a clock, ISO 8601 down from days, or an interval of PostgreSQL.

    Raises:
        ValueError: it names none.
        OverflowError: it is too long for Python.
    """
    written = text.removesuffix("\n")
    for read in (_clock_duration, _iso_duration, _interval):
        with suppress(ValueError):
            return read(written)
    raise ValueError(text)


def iso_duration_of(text: str) -> dt.timedelta:
    """
    Return the duration that a record holds: ISO 8601 of days and below, such as `P169DT5H21M30S`.

    Raises:
        ValueError: it is none.
    """
    with suppress(ValueError):
        if not (text.startswith("+") or "," in text or text.endswith(("P", "T"))):
            return _iso_duration(text)
    message = f"{text!r} is not an ISO 8601 duration of days, hours, minutes and seconds"
    raise ValueError(message)


def _iso_duration(text: str) -> dt.timedelta:
    """
    Read an optional sign, `P`, days, and after a `T` hours, minutes and seconds, each with a fraction if it likes.
    """
    unsigned = text[1:] if text[:1] in ("-", "+") else text
    if not unsigned.startswith("P"):
        raise ValueError(text)
    days, _, clock = unsigned.removeprefix("P").partition("T")
    amounts: dict[str, float] = {}
    for rest, units in ((days, {"D": "days"}), (clock, {"H": "hours", "M": "minutes", "S": "seconds"})):
        left = rest
        for letter, unit in units.items():
            amount, found, after = left.partition(letter)
            if found:
                amounts[unit], left = _decimal_of(amount), after
        if left:
            raise ValueError(text)
    whole = dt.timedelta(days=amounts.pop("days", 0.0))
    sign = -1 if text.startswith("-") else 1
    return sign * whole + sign * dt.timedelta(**amounts)


def _clock_duration(text: str) -> dt.timedelta:
    """
    Read `[days ][day[s], ][-][[hours:]minutes:]seconds[.fraction]`; the minus of the clock spares the days.
    """
    word = next((each for each in (" days, ", " day, ", " ") if each in text), None)
    days, clock = text.split(word, 1) if word else ("0", text)
    *larger, seconds = clock.removeprefix("-").split(":")
    if len(larger) > len(("hours", "minutes")):
        raise ValueError(text)
    second, point, fraction = seconds.replace(",", ".", 1).partition(".")
    if point:
        digits_of(fraction, 1, 12)
    minutes, hours = [*reversed(larger), "0", "0"][:2]
    length = _length(hours, minutes, second, fraction)
    return _days_of(days) + (-length if clock.startswith("-") else length)


def _interval(text: str) -> dt.timedelta:
    """
    Read `[days day[s]][ ][sign][hours:mm:ss[.fraction]]`; days alone will do, and so will nothing.
    """
    days, found, rest = text.partition(" day")
    clock = rest.removeprefix("s").removeprefix(" ") if found else text
    length = dt.timedelta()
    if clock:
        hours, minutes, seconds = clock[clock[0] in "+-" :].split(":")
        second, point, fraction = seconds.partition(".")
        if point:
            digits_of(fraction, 1, 6)
        if not len(minutes) == len(second) == len("00"):
            raise ValueError(text)
        length = _length(hours, minutes, second, fraction)
    return (_days_of(days) if found else dt.timedelta()) + (-length if clock[:1] == "-" else length)


def _length(hours: str, minutes: str, seconds: str, fraction: str) -> dt.timedelta:
    microseconds = float(fraction[:6].ljust(6, "0"))
    return dt.timedelta(
        hours=_amount(hours), minutes=_amount(minutes), seconds=_amount(seconds), microseconds=microseconds
    )


def _days_of(text: str) -> dt.timedelta:
    days = _amount(text.removeprefix("-"))
    return dt.timedelta(days=-days if text.startswith("-") else days)


def _decimal_of(text: str) -> float:
    whole, point, fraction = text.replace(",", ".", 1).partition(".")
    if not whole.isdecimal() or (point and not fraction.isdecimal()):
        raise ValueError(text)
    return float(f"{whole}.{fraction or 0}")


def _amount(text: str) -> float:
    if not text.isdecimal():
        raise ValueError(text)
    return float(text)
