"""
How a value is read from the query, and in which ways it can be compared with a record.

Two tables of small records. A *type* reads text (`"True"` is the boolean true) and says what is
unreadable; a *lookup* names a comparison (`gt`), how many values it takes, its OpenAPI fragment and its
sentence. Declarations and parsers only: the predicates are written twice, naively in
`apicontract.semantics` and fast in `mockserver`, and each is tested against Django REST Framework.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import isodate

from apicontract.contract import formtexts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NULL_CHARACTER = "Null characters are not allowed."
TOO_LARGE = "Ensure this value is less than or equal to 1e+50."
LARGEST_NUMBER = 1e50
INVALID_CHOICE = "Select a valid choice. That choice is not one of the available choices."


@dataclass(frozen=True, slots=True)
class Accepted:
    """
    A query text that was understood, and the value it stands for.
    """

    value: Any


@dataclass(frozen=True, slots=True)
class Ignored:
    """
    A query text that has no effect, as if the parameter had not been given.
    """


@dataclass(frozen=True, slots=True)
class Refused:
    """
    A query text that is answered with 400 and these sentences.
    """

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueType:
    """
    A type that a query text is read as, and that orders the values of a record's field.

    Attributes:
        name: key of `TYPES`.
        read: query text to `Accepted`, `Ignored` or `Refused`; the rule of a django-filter field.
        parse: a record's JSON value (never null) to a value that compares with `<`, `==` and with what `read` accepts.
        schema: OpenAPI fragment of a parameter of this type.
    """

    name: str
    read: Callable[[str], Accepted | Ignored | Refused]
    parse: Callable[[Any], Any]
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lookup:
    """
    A way in which record and query are compared.

    Attributes:
        name: key of `LOOKUPS`; also the suffix of the parameter's name (`net__gt`), but for `exact` and `any`.
        values: "one" (the last one given counts), "comma" (one text, separated by commas), "repeated"
            (each occurrence counts).
        sentence: the promise; `{field}` and `{value}` are filled in.
    """

    name: str
    values: str
    sentence: str


def _text(text: str) -> Accepted | Ignored | Refused:
    if "\x00" in text:
        return Refused((NULL_CHARACTER,))
    stripped = text.strip()
    return Accepted(stripped) if stripped else Ignored()


def _boolean(text: str) -> Accepted | Ignored | Refused:
    known = {"1": True, "true": True, "0": False, "false": False}
    value = known.get(text.lower())
    return Ignored() if value is None else Accepted(value)


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
    if not text:
        return Ignored()
    try:
        number = formtexts.read_number(text)
    except ValueError:
        return Refused(("Enter a number.",))
    return Accepted(number) if number <= LARGEST_NUMBER else Refused((TOO_LARGE,))


def _integer(text: str) -> Accepted | Ignored | Refused:
    """
    Read a number that is compared with a column of integers: its fraction is dropped.

    (`django.db.models.IntegerField.get_prep_value`).
    """
    outcome = _number(text)
    return Accepted(int(outcome.value)) if isinstance(outcome, Accepted) else outcome


def _duration(text: str) -> Accepted | Ignored | Refused:
    try:
        return Accepted(formtexts.read_duration(text)) if text else Ignored()
    except ValueError:
        return Refused(("Enter a valid duration.",))
    except OverflowError:
        return Refused((f"The number of days must be between {dt.timedelta.min.days} and {dt.timedelta.max.days}.",))


def _uuid(text: str) -> Accepted | Ignored | Refused:
    try:
        return Accepted(uuid.UUID(text.strip())) if text.strip() else Ignored()
    except ValueError:
        return Refused(("Enter a valid UUID.",))


def _field(message: str, parse: Callable[[str], Any]) -> Callable[[str], Accepted | Ignored | Refused]:
    """
    Return a reader that ignores an empty text and refuses what `parse` cannot read.
    """

    def read(text: str) -> Accepted | Ignored | Refused:
        try:
            return Accepted(parse(text)) if text else Ignored()
        except (ValueError, OverflowError):
            return Refused((message,))

    return read


def _moment(text: str) -> dt.datetime:
    value = dt.datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


_ISO_DURATION = re.compile(r"^-?P(?=.)(?:\d+(?:\.\d+)?D)?(?:T(?=.)(?:\d+(?:\.\d+)?[HMS])+)?$")


def parse_duration(text: str) -> dt.timedelta:
    """
    Read an ISO 8601 duration of days and below, as the recordings write it (`P169DT5H21M30S`).

    Raises:
        ValueError: it is not one.
    """
    if not _ISO_DURATION.match(text):
        message = f"{text!r} is not an ISO 8601 duration of days, hours, minutes and seconds"
        raise ValueError(message)
    try:
        value = isodate.parse_duration(text)
    except isodate.ISO8601Error as error:
        raise ValueError(str(error)) from error
    if not isinstance(value, dt.timedelta):
        message = f"{text!r} has years or months"
        raise ValueError(message)  # noqa: TRY004 - the text is wrong, not a type
    return value


def format_duration(value: dt.timedelta) -> str:
    """
    Write a duration as the recordings do: no padding, no weeks, zero parts dropped, zero is `P0D`.
    """
    text: str = isodate.duration_isoformat(value)
    return text


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _frozen(**members: Any) -> Mapping[str, Any]:
    return MappingProxyType(members)


#: type name to type.
TYPES: Mapping[str, ValueType] = {
    each.name: each
    for each in (
        ValueType("text", _text, str, _frozen(type="string")),
        ValueType("boolean", _boolean, bool, _frozen(type="boolean")),
        ValueType("related", _related, int, _frozen(type="integer")),
        ValueType("integer", _integer, _decimal, _frozen(type="integer")),
        ValueType("number", _number, _decimal, _frozen(type="number")),
        ValueType(
            "date",
            _field("Enter a valid date.", formtexts.read_date),
            dt.date.fromisoformat,
            _frozen(type="string", format="date"),
        ),
        ValueType(
            "date-time",
            _field("Enter a valid date/time.", formtexts.read_moment),
            _moment,
            _frozen(type="string", format="date-time"),
        ),
        ValueType("duration", _duration, parse_duration, _frozen(type="string")),
        ValueType("uuid", _uuid, uuid.UUID, _frozen(type="string", format="uuid")),
        ValueType("choice", _choice, str, _frozen(type="string")),
    )
}

#: lookup name to lookup.
LOOKUPS: Mapping[str, Lookup] = {
    each.name: each
    for each in (
        Lookup("exact", "one", "{field} is {value}"),
        Lookup("iexact", "one", "{field} is {value}, whatever the letter case"),
        Lookup("contains", "one", "{field} contains {value}"),
        Lookup("icontains", "one", "{field} contains {value}, whatever the letter case"),
        Lookup("startswith", "one", "{field} starts with {value}"),
        Lookup("istartswith", "one", "{field} starts with {value}, whatever the letter case"),
        Lookup("endswith", "one", "{field} ends with {value}"),
        Lookup("iendswith", "one", "{field} ends with {value}, whatever the letter case"),
        Lookup("gt", "one", "{field} is greater than {value}"),
        Lookup("gte", "one", "{field} is at least {value}"),
        Lookup("lt", "one", "{field} is less than {value}"),
        Lookup("lte", "one", "{field} is at most {value}"),
        Lookup("isnull", "one", "{field} is null: {value}"),
        Lookup("in", "comma", "{field} is one of {value}"),
        Lookup("any", "repeated", "{field} is one of {value}"),
    )
}
