"""
What a query text stands for, and what a record's value is compared by: the reading of the side that serves.

`apicontract.contract.lookups` declares the types; `mockserver.engine` reads queries by this table, and the
placement of recorded pages sorts by it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import isodate

from apicontract.contract.lookups import (
    DAYS_BEYOND,
    INVALID_CHOICE,
    LARGEST_NUMBER,
    NULL_CHARACTER,
    TOO_LARGE,
    TYPES,
    Accepted,
    Ignored,
    Refused,
)
from apicontract.dataset import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json

#: Numbers are counted in billionths.
_BILLION = 10**9
#: Durations of which the text is remembered.
_REMEMBERED = 4096
#: Moments and durations are counted in microseconds.
_MICROSECOND = dt.timedelta(microseconds=1)
_SECOND = 1_000_000
_DAY_SECONDS = 86400
#: Days that one goes beyond the last known date.
_TEN_YEARS = 3650
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Scale:
    """
    How the values of a type are counted.

    Attributes:
        count: parsed value to number.
        value: number to JSON value.
        step: distance of the values that people write, in numbers.
        reach: how far beyond the last known value one goes; 0 is as far again as that is from zero.
        least, most: the smallest and the greatest number of a value, where there is one.
    """

    count: Callable[[Any], int]
    value: Callable[[int], Json]
    step: int = 1
    reach: int = 0
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ValueReader:
    """
    How the values of a type are read.

    Attributes:
        read: query text to `Accepted`, `Ignored` or `Refused`; the rule of a django-filter field.
        parse: a record's JSON value (never null) to a value that compares with `<`, `==` and with what `read`
            accepts; a ValueError, TypeError or ArithmeticError if it is none of the type.
        scale: how parsed values are counted, so that one is found between two others; None for texts and choices.
    """

    read: Callable[[str], Accepted | Ignored | Refused]
    parse: Callable[[Any], Any]
    scale: Scale | None = None


def _text(text: str) -> Accepted | Ignored | Refused:
    if "\x00" in text:
        return Refused((NULL_CHARACTER,))
    stripped = text.strip()
    return Accepted(stripped) if stripped else Ignored()


def _boolean(text: str) -> Accepted | Ignored | Refused:
    known = {"1": True, "true": True, "0": False, "false": False}
    value = known.get(text.lower())
    return Ignored() if value is None else Accepted(value)


def _form_boolean(text: str) -> Accepted | Ignored | Refused:
    known = {"true": True, "True": True, "2": True, "false": False, "False": False, "3": False}
    return Accepted(known[text]) if text in known else Ignored()


def _related(text: str) -> Accepted | Ignored | Refused:
    if text == "":
        return Ignored()
    if "\x00" in text:
        return Refused((NULL_CHARACTER,))
    try:
        return Accepted(int(text))
    except ValueError:
        return Refused((INVALID_CHOICE,))


def _choice(text: str) -> Accepted | Ignored | Refused:
    return Accepted(text) if text else Ignored()


def _number(text: str) -> Accepted | Ignored | Refused:
    """
    Read a number that is not larger than a filter of numbers allows (`django_filters.filters.NumberFilter`).
    """
    outcome = _field("number", texts.read_number)(text)
    too_large = isinstance(outcome, Accepted) and outcome.value > LARGEST_NUMBER
    return Refused((TOO_LARGE,)) if too_large else outcome


def _integer(text: str) -> Accepted | Ignored | Refused:
    """
    Read a number that is compared with a column of integers: its fraction is dropped.

    (`django.db.models.IntegerField.get_prep_value`).
    """
    outcome = _number(text)
    return Accepted(int(outcome.value)) if isinstance(outcome, Accepted) else outcome


def _duration(text: str) -> Accepted | Ignored | Refused:
    try:
        return Accepted(texts.read_duration(text)) if text else Ignored()
    except ValueError:
        return Refused((TYPES["duration"].refusal,))
    except OverflowError:
        return Refused((DAYS_BEYOND.format(dt.timedelta.min.days, dt.timedelta.max.days),))


def _uuid(text: str) -> Accepted | Ignored | Refused:
    return _field("uuid", uuid.UUID)(text.strip())


def _field(name: str, parse: Callable[[str], Any]) -> Callable[[str], Accepted | Ignored | Refused]:
    """
    Return a reader that ignores an empty text and refuses what `parse` cannot read.
    """

    def read(text: str) -> Accepted | Ignored | Refused:
        try:
            return Accepted(parse(text)) if text else Ignored()
        except (ValueError, OverflowError):
            return Refused((TYPES[name].refusal,))

    return read


def _moment(text: str) -> dt.datetime:
    value = dt.datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


@lru_cache(maxsize=_REMEMBERED)
def format_duration(value: dt.timedelta) -> str:
    """
    Write a duration as the recordings do: no padding, no weeks, zero parts dropped, zero is `P0D`.
    """
    text: str = isodate.duration_isoformat(value)
    return text


def _decimal(value: Any) -> Decimal:
    number = Decimal(str(value))
    if number.is_nan():
        # A number that is below, above and equal to nothing has no place in an order.
        raise ValueError(value)
    return number


def _real(number: int) -> float | int:
    return number // _BILLION if number % _BILLION == 0 else number / _BILLION


def _iso_date(number: int) -> str:
    # Ten years beyond the first or the last date there is none.
    return dt.date.fromordinal(min(max(number, 1), dt.date.max.toordinal())).isoformat()


def _iso_moment(number: int) -> str:
    return (_EPOCH + number * _MICROSECOND).isoformat().replace("+00:00", "Z")


_WHOLE = Scale(int, int)

#: type name to its reader.
READERS: Mapping[str, ValueReader] = {
    "text": ValueReader(_text, str),
    "boolean": ValueReader(_boolean, bool),
    "form-boolean": ValueReader(_form_boolean, bool),
    "related": ValueReader(_related, int, _WHOLE),
    "integer": ValueReader(_integer, _decimal, _WHOLE),
    "number": ValueReader(_number, _decimal, Scale(lambda value: int(value * _BILLION), _real, _BILLION // 10)),
    "date": ValueReader(
        _field("date", texts.read_date),
        dt.date.fromisoformat,
        Scale(dt.date.toordinal, _iso_date, reach=_TEN_YEARS),
    ),
    "date-time": ValueReader(
        _field("date-time", texts.read_moment),
        _moment,
        Scale(
            lambda value: (value - _EPOCH) // _MICROSECOND, _iso_moment, _SECOND, _TEN_YEARS * _DAY_SECONDS * _SECOND
        ),
    ),
    "duration": ValueReader(
        _duration,
        texts.read_iso_duration,
        Scale(lambda value: value // _MICROSECOND, lambda number: format_duration(number * _MICROSECOND), _SECOND),
    ),
    "uuid": ValueReader(
        _uuid,
        uuid.UUID,
        Scale(lambda value: value.int, lambda number: str(uuid.UUID(int=number)), least=0, most=2**128 - 1),
    ),
    "choice": ValueReader(_choice, str),
}
