"""
How a Django form field reads the text of a query parameter: numbers, dates, moments and durations.

The formats are those of `django.conf.locale.en.formats`, `django.utils.dateparse` and
`django_filters.fields.IsoDateTimeField`; `values` says which type uses which.
Each reader raises ValueError for a text that the field refuses with its usual sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

#: Durations that are remembered: each is read for its column, its order and its place, or written for several records.
_REMEMBERED = 4096

_DATE_FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    *(f"{month} %d{comma} %Y" for month in ("%b", "%B") for comma in ("", ",")),
    *(f"%d {month}{comma} %Y" for month in ("%b", "%B") for comma in ("", ",")),
)

_LOOSE_MOMENT = re.compile(
    r"""
    (?P<date> \d{4}-\d{1,2}-\d{1,2} ) [T ]
    (?P<hour> \d{1,2} ) : (?P<minute> \d{1,2} )
    (?: : (?P<second> \d{1,2} ) (?: [.,] (?P<fraction> \d{1,6} ) \d{0,6} )? )? \s*
    (?P<zone> Z | (?P<sign> [+-] ) (?P<zone_hours> \d{2} ) (?: :? (?P<zone_minutes> \d{2} ) )? )?
    """,
    re.VERBOSE,
)
_FRACTION = r"\d+(?:[.,]\d+)?"
_ISO_DURATION = re.compile(
    rf"""
    (?P<sign> [-+]? ) P (?: (?P<days> {_FRACTION} ) D )?
    (?: T (?: (?P<hours> {_FRACTION} ) H )? (?: (?P<minutes> {_FRACTION} ) M )? (?: (?P<seconds> {_FRACTION} ) S )? )?
    """,
    re.VERBOSE,
)
_CLOCK_DURATION = re.compile(
    r"""
    (?: (?P<days> -?\d+ ) [ ] (?: days? ,[ ] )? )?
    (?P<sign> -? )
    (?: (?: (?P<hours> \d+ ) : )? (?P<minutes> \d+ ) : )?
    (?P<seconds> \d+ ) (?: [.,] (?P<microseconds> \d{1,6} ) \d{0,6} )?
    """,
    re.VERBOSE,
)
_DATABASE_DURATION = re.compile(
    r"""
    (?: (?P<days> -?\d+ ) [ ] days? [ ]? )?
    (?: (?P<sign> [-+] )? (?P<hours> \d+ ) : (?P<minutes> \d\d ) : (?P<seconds> \d\d )
        (?: \. (?P<microseconds> \d{1,6} ) )? )?
    """,
    re.VERBOSE,
)


def read_number(text: str) -> Decimal:
    """
    Read a finite decimal number, as `decimal.Decimal` does: blanks around, other digits, underscores.

    Raises:
        ValueError: it is none.
    """
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number


def read_date(text: str) -> dt.date:
    """
    Read a date in one of the formats of the English locale.

    Raises:
        ValueError: it is in none.
    """
    for form in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError(text)


def read_moment(text: str) -> dt.datetime:
    """
    Read a date and time of ISO 8601, or one with short numbers; without a zone it is UTC.

    Raises:
        ValueError: it is neither.
    """
    stripped = text.strip()
    try:
        value = dt.datetime.fromisoformat(stripped)
    except ValueError:
        value = _loose_moment(stripped)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def read_duration(text: str) -> dt.timedelta:
    """
    Read a duration: ISO 8601 down from days, `1 02:03:04`, or as PostgreSQL writes an interval.

    Raises:
        ValueError: it is none of these.
        OverflowError: it is too long for Python.
    """
    for form in (_CLOCK_DURATION, _ISO_DURATION, _DATABASE_DURATION):
        match = form.fullmatch(text.removesuffix("\n"))
        if match:
            return _length(match.groupdict(), all_negative=form is _ISO_DURATION)
    raise ValueError(text)


@lru_cache(maxsize=_REMEMBERED)
def read_iso_duration(text: str) -> dt.timedelta:
    """
    Read an ISO 8601 duration of days and below, as records hold it (`P169DT5H21M30S`): no plus, no comma.

    Raises:
        ValueError: it is not one.
    """
    match = None if text.endswith(("P", "T")) or not {"+", ","}.isdisjoint(text) else _ISO_DURATION.fullmatch(text)
    if not match:
        message = f"{text!r} is not an ISO 8601 duration of days, hours, minutes and seconds"
        raise ValueError(message)
    return _length(match.groupdict(), all_negative=True)


def _loose_moment(text: str) -> dt.datetime:
    match = _LOOSE_MOMENT.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = map(int, match["date"].split("-"))
    microsecond = int((match["fraction"] or "0").ljust(6, "0"))
    zone = dt.UTC if match["zone"] == "Z" else None
    if match["sign"]:
        away = dt.timedelta(hours=int(match["zone_hours"]), minutes=int(match["zone_minutes"] or 0))
        zone = dt.timezone(-away if match["sign"] == "-" else away)
    second = int(match["second"] or 0)
    return dt.datetime(year, month, day, int(match["hour"]), int(match["minute"]), second, microsecond, tzinfo=zone)


def _length(parts: dict[str, str | None], *, all_negative: bool) -> dt.timedelta:
    """
    Add up the parts of a duration; a sign before the clock spares the days, one before an ISO duration does not.
    """
    sign = -1 if parts.pop("sign") == "-" else 1
    parts["microseconds"] = (parts.get("microseconds") or "").ljust(6, "0")
    amounts = {name: float((value or "0").replace(",", ".")) for name, value in parts.items()}
    days = dt.timedelta(days=amounts.pop("days"))
    return (sign if all_negative else 1) * days + sign * dt.timedelta(**amounts)
