"""
The types of JSON, and the plainest value of a schema.
"""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from apicontract.contract.jsontypes import has_own_value, is_integer, plainest, types_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, True), (-5, True), (True, False), (False, False), (1.0, False), ("1", False), (None, False)],
)
def test_a_whole_number_is_no_boolean(value: Any, expected: bool) -> None:  # noqa: FBT001 - what is stated
    """
    Whole numbers are integers, and neither true and false nor a number with a fraction are.
    """
    assert expected is is_integer(value)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [({}, []), ({"type": "string"}, ["string"]), ({"type": ["string", "null"]}, ["string", "null"])],
)
def test_types_are_one_or_several(schema: dict[str, Any], expected: list[str]) -> None:
    """
    A schema names no type, one or several.
    """
    assert expected == types_of(schema)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, None),
        ({"const": 5, "default": 6, "enum": [7]}, 5),
        ({"default": 6, "enum": [7]}, 6),
        ({"const": None, "type": "null"}, None),
        ({"enum": [7, 8]}, 7),
        ({"enum": [], "type": "string"}, ""),
        ({"type": "null"}, None),
        ({"type": "boolean"}, False),
        ({"type": "integer"}, 0),
        ({"type": "number"}, 0),
        ({"type": "string"}, ""),
        ({"type": "array"}, []),
        ({"type": "object"}, {}),
        ({"type": ["string", "null"]}, None),
        ({"type": ["string", "integer"]}, ""),
        ({"type": "string", "format": "date"}, "1970-01-01"),
        ({"type": ["string", "null"], "format": "date"}, None),
        ({"type": "string", "format": "unknown"}, ""),
    ],
)
def test_the_plainest_value(schema: dict[str, Any], expected: Any) -> None:
    """
    A value that the schema names, null where it is allowed, or else what is empty of the first type or format.
    """
    assert (expected, type(expected)) == ((found := plainest(schema)), type(found))


@pytest.mark.parametrize("form", ["date", "date-time", "email", "time", "uri", "uuid"])
def test_a_text_has_its_format(form: str) -> None:
    """
    The plainest text of a format is one by the library that explains refusals.
    """
    schema = {"type": "string", "format": form}
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)

    assert plainest(schema)
    assert validator.is_valid(plainest(schema))


def test_an_empty_value_is_a_new_one() -> None:
    """
    Who changes a list that was made changes no other one.
    """
    plainest({"type": "array"}).append(1)

    assert [] == plainest({"type": "array"})


@pytest.mark.parametrize(
    ("schema", "expected"),
    [({}, False), ({"const": None}, True), ({"default": None}, True), ({"enum": [1]}, True), ({"enum": []}, False)],
)
def test_a_schema_may_name_its_value(schema: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - what is stated
    """
    A constant, a default and a list of values with a member name one.
    """
    assert expected is has_own_value(schema)
