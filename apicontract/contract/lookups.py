"""
How a value is read from the query, and in which ways it can be compared with a record.

Two tables of declarations. A *type* names what a query text is read as, its OpenAPI fragment, and the sentence by
which an unreadable text is refused; a *lookup* names a comparison (`gt`), how many values it takes, and its sentence.
What the names mean is written twice, naively in `apicontract.semantics` and fast in `apicontract.dataset` and
`mockserver.engine`, and each is tested against Django REST Framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NULL_CHARACTER = "Null characters are not allowed."
TOO_LARGE = "Ensure this value is less than or equal to 1e+50."
#: More than a filter of numbers takes (`django_filters.filters.NumberFilter.get_max_validator`).
LARGEST_NUMBER = 1e50
INVALID_CHOICE = "Select a valid choice. That choice is not one of the available choices."
#: With the text that was given.
NOT_A_CHOICE = "Select a valid choice. {} is not one of the available choices."
#: Beginning of a sentence to the code that Django gives the error (`django.forms.fields`); the others are `invalid`.
CODES = MappingProxyType({"Select a valid choice.": "invalid_choice", NULL_CHARACTER: "null_characters_not_allowed"})
NOT_A_KEY = "“{}” is not a valid value."
NOT_A_UUID = "“{}” is not a valid UUID."
#: With the fewest and the most days of Python's `timedelta`.
DAYS_BEYOND = "The number of days must be between {} and {}."


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
        schema: OpenAPI fragment of a parameter of this type.
        refusal: the sentence that answers an unreadable text (with the text, where it has a place for it);
            "" where such a text has no effect.
        example: a readable text, shown where a person types one; "" where none is needed.
    """

    name: str
    schema: Mapping[str, Any]
    refusal: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """
    A way in which record and query are compared.

    Attributes:
        name: key of `LOOKUPS`; also the suffix of the parameter's name (`born__gt`), but for `exact` and `any`.
        values: "one" (the last one given counts), "comma" (one text, separated by commas), "repeated"
            (each occurrence counts).
        sentence: the promise; `{field}` and `{value}` are filled in.
        confused: the lookups that a careless server may use instead; requests are planned so that it shows.
        record_type: key of `TYPES` as which the record's value is read, where that is not the parameter's type.
    """

    name: str
    values: str
    sentence: str
    confused: tuple[str, ...] = ()
    record_type: str = ""


def _schema(**members: Any) -> Mapping[str, Any]:
    return MappingProxyType(members)


#: type name to type; the sentences are those of `django.forms.fields`.
TYPES: Mapping[str, ValueType] = {
    each.name: each
    for each in (
        ValueType("text", _schema(type="string"), NULL_CHARACTER),
        ValueType("boolean", _schema(type="boolean"), ""),
        ValueType("form-boolean", _schema(type="boolean"), ""),
        ValueType("related", _schema(type="integer"), INVALID_CHOICE),
        ValueType("integer", _schema(type="integer"), "Enter a number."),
        ValueType("number", _schema(type="number"), "Enter a number."),
        ValueType("date", _schema(type="string", format="date"), "Enter a valid date.", "2024-01-31"),
        ValueType(
            "date-time",
            _schema(type="string", format="date-time"),
            "Enter a valid date/time.",
            "2024-01-31T12:00:00Z",
        ),
        ValueType("duration", _schema(type="string"), "Enter a valid duration.", "P1DT2H"),
        ValueType(
            "uuid", _schema(type="string", format="uuid"), "Enter a valid UUID.", "00000000-0000-4000-8000-000000000000"
        ),
        ValueType("choice", _schema(type="string"), NOT_A_CHOICE),
    )
}

#: Type of true and false to the texts that a filter of it understands: those of `django_filters.widgets.BooleanWidget`,
#: in any letters, which filters for APIs have, and those of `django.forms.NullBooleanSelect`, which plain ones have.
BOOLEANS: Mapping[str, tuple[str, ...]] = {
    "boolean": ("true", "false", "True", "False", "1", "0"),
    "form-boolean": ("true", "false", "True", "False", "2", "3"),
}
#: JSON Schema's format of a text to the name of the type that reads it.
TYPE_OF_FORMAT: Mapping[str, str] = {
    each.schema["format"]: each.name for each in TYPES.values() if "format" in each.schema
}

#: lookup name to lookup.
LOOKUPS: Mapping[str, Lookup] = {
    each.name: each
    for each in (
        Lookup("exact", "one", "{field} is {value}", ("iexact", "icontains", "contains", "startswith")),
        Lookup("iexact", "one", "{field} is {value} (case-insensitive)", ("exact", "icontains")),
        Lookup("contains", "one", "{field} contains {value}", ("icontains", "startswith", "exact")),
        Lookup(
            "icontains",
            "one",
            "{field} contains {value} (case-insensitive)",
            ("contains", "istartswith", "iexact"),
        ),
        Lookup("startswith", "one", "{field} starts with {value}", ("istartswith", "contains")),
        Lookup("istartswith", "one", "{field} starts with {value} (case-insensitive)", ("startswith", "icontains")),
        Lookup("endswith", "one", "{field} ends with {value}", ("iendswith", "contains")),
        Lookup("iendswith", "one", "{field} ends with {value} (case-insensitive)", ("endswith", "icontains")),
        Lookup("gt", "one", "{field} is greater than {value}", ("gte", "lt")),
        Lookup("gte", "one", "{field} is at least {value}", ("gt", "lte")),
        Lookup("lt", "one", "{field} is less than {value}", ("lte", "gt")),
        Lookup("lte", "one", "{field} is at most {value}", ("lt", "gte")),
        Lookup("isnull", "one", "{field} is null: {value}"),
        Lookup("in", "comma", "{field} is one of {value}"),
        Lookup("any", "repeated", "{field} is one of {value}"),
        Lookup("year", "comma", "the year of {field}, in UTC, is one of {value}", ("month",), "date-time"),
        Lookup("month", "comma", "the month of {field}, in UTC, is one of {value}", ("day",), "date-time"),
        Lookup("day", "comma", "the day of the month of {field}, in UTC, is one of {value}", ("month",), "date-time"),
        Lookup("rule", "one", "{field} are as the rule for {value} says"),
    )
}

#: Lookups that ask for no value of a certain type: a null or none, and rules, which read fields by themselves.
_UNREAD = frozenset({"isnull", "rule"})


def compared_type(lookup: str, type_name: str) -> str:
    """
    Return the type as which a filter reads the values of records, "" where it reads none.
    """
    return "" if lookup in _UNREAD else LOOKUPS[lookup].record_type or type_name
