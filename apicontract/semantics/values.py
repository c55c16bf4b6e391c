"""
What a query text stands for, and what a record's value is compared by: the naive reading.

Each type is read as the form field does that django-filter uses for it, in plain steps; dates and durations are
taken apart in `moments` and `durations`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import (
    DAYS_BEYOND,
    LARGEST_NUMBER,
    NULL_CHARACTER,
    TOO_LARGE,
    TYPES,
    Accepted,
    Ignored,
    Refused,
)
from apicontract.semantics.durations import duration_of, iso_duration_of
from apicontract.semantics.moments import date_of, moment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def read_value(type_name: str, text: str) -> Accepted | Ignored | Refused:
    """
    Return what a text stands for in a filter of a type: a value, nothing, or a refusal with its sentences.
    """
    if type_name in ("text", "uuid"):
        text = text if "\x00" in text else text.strip()
    if text == "":
        return Ignored()
    try:
        return Accepted(QUERY_VALUES[type_name](text))
    except _Refusal as refusal:
        return Refused((str(refusal),))
    except (ValueError, ArithmeticError):
        sentence = TYPES[type_name].refusal
        return Refused((sentence,)) if sentence else Ignored()


def parse_value(type_name: str, value: Any) -> Any:
    """
    Return what a record's value (never null) is compared by, with `<` and `==`, also with what a query stands for.

    Raises:
        ValueError, TypeError, ArithmeticError: it is no value of the type.
    """
    try:
        return RECORD_VALUES[type_name](value)
    except AttributeError as error:
        # A number where a text is promised lacks the methods of texts.
        message = f"{value!r} is no {type_name}"
        raise TypeError(message) from error


class _Refusal(Exception):
    """
    A text that is readable, and refused for another reason than its type's usual one.
    """


def _text(text: str) -> str:
    if "\x00" in text:
        raise _Refusal(NULL_CHARACTER)
    return text


def _boolean(text: str) -> bool:
    if text.lower() in ("true", "1"):
        return True
    if text.lower() in ("false", "0"):
        return False
    raise ValueError(text)


def _form_boolean(text: str) -> bool:
    """
    Read what `django.forms.NullBooleanSelect` understands, letter by letter.
    """
    if text in ("true", "True", "2"):
        return True
    if text in ("false", "False", "3"):
        return False
    raise ValueError(text)


def _key(text: str) -> int:
    return int(_text(text))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if number.is_nan() or number.is_infinite():
        raise ValueError(text)
    if number > LARGEST_NUMBER:
        raise _Refusal(TOO_LARGE)
    return number


def _integer(text: str) -> int:
    """
    Read a number and drop its fraction, as a column of integers does.
    """
    return int(_number(text))


def _duration(text: str) -> dt.timedelta:
    try:
        return duration_of(text)
    except OverflowError as error:
        raise _Refusal(DAYS_BEYOND.format(dt.timedelta.min.days, dt.timedelta.max.days)) from error


def _exact(value: Any) -> Decimal:
    number = Decimal(str(value))
    if number.is_nan():
        # It is neither below nor above anything: comparing it raises.
        raise ValueError(value)
    return number


def _recorded_moment(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


#: type name to what makes a value of a query text that is not empty.
QUERY_VALUES: Mapping[str, Callable[[str], Any]] = {
    "text": _text,
    "boolean": _boolean,
    "form-boolean": _form_boolean,
    "related": _key,
    "integer": _integer,
    "number": _number,
    "date": date_of,
    "date-time": moment_of,
    "duration": _duration,
    "uuid": uuid.UUID,
    "choice": str,
}

#: type name to what makes a comparable value of a record's.
RECORD_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "text": str,
    "boolean": bool,
    "form-boolean": bool,
    "related": int,
    "integer": _exact,
    "number": _exact,
    "date": dt.date.fromisoformat,
    "date-time": _recorded_moment,
    "duration": iso_duration_of,
    "uuid": uuid.UUID,
    "choice": str,
}
