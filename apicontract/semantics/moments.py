"""
Dates and moments as people write them in a query, taken apart piece by piece.

The formats are those of `django.conf.locale.en.formats`, `django.utils.dateparse.parse_datetime` and
`django_filters.fields.IsoDateTimeField`.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

#: `DATE_INPUT_FORMATS` of the English locale, in their order.
_DATES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%b %d %Y",
    "%b %d, %Y",
    "%d %b %Y",
    "%d %b, %Y",
    "%B %d %Y",
    "%B %d, %Y",
    "%d %B %Y",
    "%d %B, %Y",
)


def date_of(text: str) -> dt.date:
    """
    Return the date that a text names in one of the formats of the English locale.

    Raises:
        ValueError: it is in none.
    """
    for form in _DATES:
        with suppress(ValueError):
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a date has no zone
    raise ValueError(text)


def moment_of(text: str) -> dt.datetime:
    """
    Return the moment that a text names by ISO 8601, perhaps with short numbers; without a zone it is UTC.

    Raises:
        ValueError: it names none.
    """
    written = text.strip()
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        moment = _short_moment(written)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def digits_of(text: str, fewest: int, most: int) -> int:
    """
    Return the number that so many digits make.

    Raises:
        ValueError: these are no digits, too few or too many.
    """
    if not text.isdecimal() or not fewest <= len(text) <= most:
        raise ValueError(text)
    return int(text)


def _short_moment(text: str) -> dt.datetime:
    """
    Read `2020-1-2 3:04`, `2020-1-2T3:04:05,678 +02`: a date, a clock, perhaps a zone.
    """
    separator = min("T ", key=lambda each: text.find(each) % (len(text) + 1))
    date, _, clock = text.partition(separator)
    year, month, day = date.split("-")
    clock, zone = _zone_of(clock)
    hour, minute, *seconds = clock.split(":")
    second, microsecond = _second_of(*seconds) if seconds else (0, 0)
    numbers = digits_of(year, 4, 4), digits_of(month, 1, 2), digits_of(day, 1, 2)
    return dt.datetime(*numbers, digits_of(hour, 1, 2), digits_of(minute, 1, 2), second, microsecond, tzinfo=zone)


def _second_of(text: str, *more: str) -> tuple[int, int]:
    """
    Return seconds and microseconds of `5`, `5.678` or `5,678`; at most twelve digits follow, of which six count.
    """
    if more:
        raise ValueError(text)
    second, comma, fraction = text.replace(",", ".", 1).partition(".")
    if comma:
        digits_of(fraction, 1, 12)
    return digits_of(second, 1, 2), int(fraction[:6].ljust(6, "0"))


def _zone_of(clock: str) -> tuple[str, dt.tzinfo | None]:
    """
    Split `3:04 +02:00` into the clock and its zone: `Z`, hours, or hours and minutes, perhaps with a colon.
    """
    if clock.endswith("Z"):
        return clock[:-1].rstrip(), dt.UTC
    for sign in "+-":
        clock_text, found, zone = clock.partition(sign)
        if found:
            hours, minutes = zone[:2], zone[2:].removeprefix(":") if len(zone) > len("02") else "00"
            away = dt.timedelta(hours=digits_of(hours, 2, 2), minutes=digits_of(minutes, 2, 2))
            return clock_text.rstrip(), dt.timezone(away if sign == "+" else -away)
    return clock, None
