"""
Whether a record satisfies a filter or contains a search term: yes, no, or it cannot be told.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.model import Field, Parameter
from apicontract.semantics.conditions import Condition
from apicontract.semantics.predicates import ascii_lower, contains_term, contains_terms, every, satisfies

A, B = Field("a", "a"), Field("b", "b.c")


def answered(lookup: str, wanted: Any, record: dict[str, Any], kind: str = "text") -> bool | None:
    """
    Return whether a record satisfies a filter of field `a` by a value, or by any of a tuple of values.
    """
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    return satisfies(Condition(Parameter("p", ("a",), lookup, kind), "", values), record)


@pytest.mark.parametrize(
    ("lookup", "yes", "no"),
    [
        ("exact", "Fox", "fox"),
        ("iexact", "fOX", "fo"),
        ("contains", "ox", "OX"),
        ("icontains", "OX", "fax"),
        ("startswith", "Fo", "ox"),
        ("startswith", "Fox", "fo"),
        ("istartswith", "fO", "ox"),
        ("endswith", "ox", "Fo"),
        ("endswith", "Fox", "OX"),
        ("iendswith", "OX", "fo"),
        ("gt", "Fow", "Fox"),
        ("gte", "Fox", "Foy"),
        ("lt", "Foy", "Fox"),
        ("lte", "Fox", "Fow"),
        ("in", "Fox", "Fo"),
        ("any", "Fox", "Fo"),
    ],
)
def test_lookups_of_a_text(lookup: str, yes: str, no: str) -> None:
    """
    Each lookup compares the record's value with that of the query by its sentence.
    """
    assert (True, False) == tuple(answered(lookup, wanted, {"a": "Fox"}) for wanted in (yes, no))


@pytest.mark.parametrize(
    ("lookup", "answers"),
    [
        ("exact", (False, True, False)),
        ("gt", (False, False, True)),
        ("gte", (False, True, True)),
        ("lt", (True, False, False)),
        ("lte", (True, True, False)),
    ],
)
def test_lookups_of_a_number(lookup: str, answers: tuple[bool, bool, bool]) -> None:
    """
    Numbers compare as numbers, not as texts.
    """
    assert answers == tuple(answered(lookup, 10, {"a": value}, "integer") for value in (9, 10, 11))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"a": 1}, True),
        ({"a": [2, 1]}, True),
        ({"a": [2, 3]}, False),
        ({"a": []}, False),
        ({"a": None}, False),
        ({}, None),
        ({"a": "x"}, None),
        ({"a": {}}, None),
        ({"a": [1, "x"]}, True),
        ({"a": ["x", 2]}, None),
    ],
)
def test_any_value_of_the_field_will_do(record: dict[str, Any], expected: bool | None) -> None:  # noqa: FBT001 - a case
    """
    One value that compares is enough; null compares with nothing, and what is no number leaves the answer open.
    """
    assert expected is answered("exact", 1, record, "integer")


def test_any_value_of_the_query_will_do() -> None:
    """
    Several values of a filter are alternatives.
    """
    assert answered("in", (1, 2), {"a": 2}, "integer")
    assert answered("in", (1, 2), {"a": 3}, "integer") is False


@pytest.mark.parametrize(
    ("record", "null", "filled"),
    [
        ({"a": None}, True, False),
        ({"a": 0}, False, True),
        ({"a": []}, True, False),
        ({"a": [None, 1]}, True, True),
        ({}, None, None),
        ({"a": [1, 2]}, False, True),
    ],
)
def test_null(record: dict[str, Any], null: bool | None, filled: bool | None) -> None:  # noqa: FBT001 - a case
    """
    A field is null, or holds something; an empty list counts as null, and what is not shown is open.
    """
    assert (null, filled) == tuple(answered("isnull", wanted, record, "boolean") for wanted in (True, False))


@pytest.mark.parametrize(
    ("value", "term", "expected"),
    [
        ("Straße", "straße", True),
        ("Straße", "strasse", None),
        ("ÄRGER", "är", None),
        ("ÄRGER", "ger", True),
        ("ÄRGER", "x", False),
        ("kelvin", "\u212a", None),
    ],
)
def test_letters_beyond_ascii(value: str, term: str, expected: bool | None) -> None:  # noqa: FBT001 - a case
    """
    Where only the case of letters beyond ASCII makes the difference, databases differ and nothing is told.
    """
    assert expected is contains_term([A], {"a": value}, term)


def test_letters_of_ascii_alone_are_lowered() -> None:
    """
    Letters beyond ASCII keep their case.
    """
    assert "aÄb1" == ascii_lower("AÄB1")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"a": "red fox", "b": {"c": "den"}}, True),
        ({"a": "red", "b": {"c": "FOX"}}, True),
        ({"a": "red", "b": {"c": None}}, False),
        ({"a": "red", "b": None}, False),
        ({"a": "red"}, None),
        ({"a": 5, "b": {"c": "fox"}}, True),
    ],
)
def test_a_term_in_any_field(record: dict[str, Any], expected: bool | None) -> None:  # noqa: FBT001 - a case
    """
    A term may stand in any search field; null holds none, and a field that is not shown leaves it open.
    """
    assert expected is contains_term([A, B], record, "fox")


@pytest.mark.parametrize(
    ("values", "terms", "expected"),
    [
        (["red fox", "den"], ["red", "fox"], None),
        (["red fox"], ["red", "fox"], True),
        ("red fox", ["red", "fox"], True),
        (["red fox", "den"], ["red"], True),
        (["red fox", "den"], ["red", "cat"], False),
        ("red fox", [], True),
    ],
)
def test_several_terms_in_several_values(values: Any, terms: list[str], expected: bool | None) -> None:  # noqa: FBT001 - a case
    """
    Every term must be there; whether in the same member of a list cannot be told.
    """
    assert expected is contains_terms([A], {"a": values}, terms)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], True),
        ([True, True], True),
        ([True, None], None),
        ([None, True], None),
        ([None, False], False),
        ([False, True], False),
    ],
)
def test_every(answers: list[bool | None], expected: bool | None) -> None:  # noqa: FBT001 - a case
    """
    One no decides, and without one an open answer leaves all open.
    """
    assert expected is every(answers)
