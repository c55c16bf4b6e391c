"""
A table of every keyword of JSON Schema: both libraries judge by it, and a flaw is told where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from apicontract.contract.validation import Flaw, Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIBRARY = jsonschema.Draft202012Validator
#: What alternatives are told by has rules of its own, below.
ALTERNATIVES = {"anyOf", "oneOf"}
#: Needs a schema that is reached in two ways; no schema of an API uses it.
UNUSED = {"$dynamicRef"}


@dataclass(frozen=True)
class Keyword:
    """
    A keyword.

    Attributes:
        schema: that has it.
        right, wrong: a value that it allows, and one that it refuses.
    """

    schema: Mapping[str, Any]
    right: Any
    wrong: Any


KEYWORDS: Mapping[str, Keyword] = {
    "$ref": Keyword({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}, "x", 1),
    "additionalProperties": Keyword({"properties": {"a": {}}, "additionalProperties": False}, {"a": 1}, {"b": 1}),
    "allOf": Keyword({"allOf": [{"minimum": 1}, {"maximum": 3}]}, 2, 4),
    "const": Keyword({"const": "x"}, "x", "y"),
    "contains": Keyword({"contains": {"type": "string"}}, [1, "x"], [1]),
    "dependentRequired": Keyword({"dependentRequired": {"a": ["b"]}}, {"a": 1, "b": 2}, {"a": 1}),
    "dependentSchemas": Keyword({"dependentSchemas": {"a": {"required": ["b"]}}}, {"b": 1}, {"a": 1}),
    "enum": Keyword({"enum": ["x", None]}, None, "y"),
    "exclusiveMaximum": Keyword({"exclusiveMaximum": 3}, 2, 3),
    "exclusiveMinimum": Keyword({"exclusiveMinimum": 3}, 4, 3),
    "format": Keyword({"format": "date"}, "2024-02-29", "2023-02-29"),
    "if": Keyword({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 2}}, "xx", 1),
    "items": Keyword({"items": {"type": "integer"}}, [1, 2], [1, "x"]),
    "maxItems": Keyword({"maxItems": 1}, [1], [1, 2]),
    "maxLength": Keyword({"maxLength": 2}, "éé", "xxx"),
    "maxProperties": Keyword({"maxProperties": 1}, {"a": 1}, {"a": 1, "b": 2}),
    "maximum": Keyword({"maximum": 3}, 3, 4),
    "minItems": Keyword({"minItems": 1}, [1], []),
    "minLength": Keyword({"minLength": 2}, "xx", "x"),
    "minProperties": Keyword({"minProperties": 1}, {"a": 1}, {}),
    "minimum": Keyword({"minimum": 3}, 3, 2),
    "multipleOf": Keyword({"multipleOf": 3}, 6, 7),
    "not": Keyword({"not": {"type": "string"}}, 1, "x"),
    "pattern": Keyword({"pattern": r"^\d+$"}, "12", "12\n"),
    "patternProperties": Keyword({"patternProperties": {"^a": {"type": "integer"}}}, {"ab": 1}, {"ab": "x"}),
    "prefixItems": Keyword({"prefixItems": [{"type": "integer"}]}, [1, "x"], ["x"]),
    "properties": Keyword({"properties": {"a/b": {"properties": {"c~d": {"type": "null"}}}}}, {}, {"a/b": {"c~d": 1}}),
    "propertyNames": Keyword({"propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1}),
    "required": Keyword({"required": ["a"]}, {"a": None}, {}),
    "type": Keyword({"type": ["integer", "null"]}, 1, wrong=True),
    "unevaluatedItems": Keyword({"prefixItems": [{}], "unevaluatedItems": False}, [1], [1, 2]),
    "unevaluatedProperties": Keyword({"properties": {"a": {}}, "unevaluatedProperties": False}, {"a": 1}, {"b": 1}),
    "uniqueItems": Keyword({"uniqueItems": True}, [1, 2], [1, 1]),
}


def pointer(path: Any) -> str:
    """
    Return a path as a JSON pointer (RFC 6901).
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


@pytest.mark.parametrize("name", KEYWORDS)
def test_keyword(name: str) -> None:
    """
    A keyword allows the right value and refuses the wrong one, with what `jsonschema` by itself says of it.
    """
    keyword = KEYWORDS[name]
    validator = Validator(keyword.schema)
    errors = _LIBRARY(keyword.schema, format_checker=_LIBRARY.FORMAT_CHECKER).iter_errors(keyword.wrong)
    # The library lets `$` match before a newline at the end, which ECMA-262 does not.
    plain = [
        Flaw(pointer(each.absolute_path), each.message, str(each.validator), each.validator_value, each.instance)
        for each in errors
    ] or [Flaw("", r"'12\n' does not match '^\\d+$'", "pattern", r"^\d+$", "12\n")]

    assert (True, False) == (validator.is_valid(keyword.right), validator.is_valid(keyword.wrong))
    assert ([], plain) == (list(validator.errors(keyword.right)), list(validator.errors(keyword.wrong)))


def test_every_keyword_has_a_record() -> None:
    """
    The table has each keyword that `jsonschema` asserts.
    """
    assert set(KEYWORDS) == set(_LIBRARY.VALIDATORS) - ALTERNATIVES - UNUSED


_OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["b"]}
_ARRAY = {"type": "array", "items": {"type": "integer"}}


@pytest.mark.parametrize("key", sorted(ALTERNATIVES))
@pytest.mark.parametrize(
    ("branches", "value", "told"),
    [
        ([_OBJECT, {"type": "null"}], {"a": "x"}, [("/a", "type"), ("", "required")]),
        ([{"type": "null"}, _OBJECT], {"a": 1}, [("", "required")]),
        ([_OBJECT, {"type": "null"}], 3, None),
        ([_OBJECT, _ARRAY], [1, "x", None], [("/1", "type"), ("/2", "type")]),
        ([_OBJECT, _ARRAY], "x", None),
        ([{"type": "string", "maxLength": 1}, {"type": "integer", "maximum": 1}], "xx", [("", "maxLength")]),
        ([{"type": "string", "maxLength": 1}, {"type": "integer", "maximum": 1}], 2, [("", "maximum")]),
        ([{"type": "string", "maxLength": 1}, {"type": "string", "minLength": 3}], "xx", [("", "maxLength")]),
        ([{"properties": {"a": _OBJECT}}, {"type": "null"}], {"a": 3}, [("/a", "type")]),
        ([{"properties": {"a": {"type": "string"}}}, _ARRAY], {"a": 3}, [("/a", "type")]),
        ([{"anyOf": [_OBJECT, {"type": "null"}]}, _ARRAY], {"b": 1, "a": "x"}, [("/a", "type")]),
    ],
)
def test_alternatives_are_told_by_what_was_meant(
    key: str, branches: list[Any], value: Any, told: list[tuple[str, str]] | None
) -> None:
    """
    A value is told by the flaws of the one alternative whose type it has; without one, that it fits none.
    """
    found = [(each.pointer, each.keyword) for each in Validator({key: branches}).errors(value)]

    assert ([("", key)] if told is None else told) == found


def test_a_flaw_is_told_in_short() -> None:
    """
    Of a message with more than 300 characters both ends are told.
    """
    (flaw,) = Validator({"enum": ["x" * 278]}).errors("y")
    (longer,) = Validator({"enum": ["x" * 279]}).errors("y")

    assert f"'y' is not one of ['{'x' * 278}']" == flaw.message
    assert f"'y' is not one of ['{'x' * 130} … {'x' * 148}']" == longer.message


def test_a_pattern_that_only_one_library_reads() -> None:
    """
    What Python does not read as an expression is judged by the other library.
    """
    validator = Validator({"pattern": r"^\p{L}+$"})

    assert (True, False) == (validator.is_valid("é"), validator.is_valid("1"))
    assert ["pattern"] == [each.keyword for each in validator.errors("1")]


@pytest.mark.parametrize("value", ["ab1", 5, None, ["x"]])
def test_what_fits_a_pattern_is_no_flaw_beside_another(value: Any) -> None:
    """
    Where something else is wrong, a text that fits its pattern, and what is no text, is not told.
    """
    schema = {"properties": {"a": {"pattern": "^[a-z]+[0-9]$"}, "b": {"type": "integer"}}}
    fine, wrong = (Validator(schema).errors({"a": each, "b": "x"}) for each in (value, "1ab"))

    assert [("/b", "type")] == [(each.pointer, each.keyword) for each in fine]
    assert {("/a", "pattern"), ("/b", "type")} == {(each.pointer, each.keyword) for each in wrong}
