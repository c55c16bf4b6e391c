"""
Tests of values held to shapes.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.validation import Flaw, Validator, validator_for
from apicontract.evidence.recordings import recordings_of

API = load_api()
RESOURCE = API.resources[API.primary]
ROWS = [row for exchange in recordings_of(API, API.primary) for row in exchange.json["results"]]
SHAPE = RESOURCE.shapes[RESOURCE.modes.list]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """
    Return the paths of every place in a value.
    """
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(each for key in keys for each in places(value[key], (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """
    Draw a recorded row in which one value is replaced or removed.
    """
    row = copy.deepcopy(draw(st.sampled_from(ROWS)))
    *path, key = draw(st.sampled_from(places(row)[1:]))
    holder = row
    for step in path:
        holder = holder[step]
    if draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = draw(SCALARS | st.just([]) | st.just({}))
    return row


@given(damaged())
def test_same_verdict(row: Any) -> None:
    """
    The fast library and the explaining one agree about every damaged row.
    """
    validator = validator_for(API, SHAPE)

    assert validator.is_valid(row) == (not list(validator.explain(row)))
    assert list(validator.errors(row)) == list(validator.explain(row))


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"format": "uri"}, ["https://a.test/", "http://", "a b", "/x", "urn:x", "https://é.test/", ""]),
        ({"format": "date"}, ["2024-02-29", "2023-02-29", "2024-1-1", "20240101", "2024-01-01T00:00:00Z", ""]),
        (
            {"format": "date-time"},
            ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-01-01T25:00:00Z", "x"],
        ),
        ({"format": "uuid"}, ["00000000-0000-4000-8000-000000000000", "0", "00000000000040008000000000000000"]),
        ({"pattern": r"^\d+D$"}, ["1D", "1D\n", "\u0661D", "D", "x1D"]),
        ({"type": "integer"}, [1, 1.0, 1.5, True, "1", 10**30, None]),
        ({"const": 1}, [1, 1.0, True, "1"]),
        ({"maxLength": 1}, ["é", "🚀", "ab", ""]),
        ({"additionalProperties": {"type": "null"}}, [{}, {"a": None}, {"a": 1}]),
    ],
)
def test_same_verdict_on_corner_cases(schema: dict[str, Any], values: list[Any]) -> None:
    """
    The two libraries agree about formats, patterns and numbers.
    """
    validator = Validator(schema)

    assert {json.dumps(each): validator.is_valid(each) for each in values} == {
        json.dumps(each): not list(validator.explain(each)) for each in values
    }


def test_recorded_rows_are_valid() -> None:
    """
    Every recorded row is what its shape says.
    """
    validator = validator_for(API, SHAPE)

    assert [] == [flaw for row in ROWS for flaw in validator.errors(row)]


def test_flaws_of_a_nullable_object_are_its_own() -> None:
    """
    A flaw inside an object that may be null is told where it is, not as "not valid under any schema".
    """
    inner = {"type": "object", "properties": {"a/b": {"type": "integer"}}, "required": ["c"]}
    validator = Validator({"properties": {"x": {"anyOf": [inner, {"type": "null"}]}}})

    assert [
        Flaw("/x", "'c' is a required property", "required", ["c"], {"a/b": "1"}),
        Flaw("/x/a~1b", "'1' is not of type 'integer'", "type", "integer", "1"),
    ] == sorted(validator.errors({"x": {"a/b": "1"}}), key=lambda flaw: flaw.pointer)
    assert ["anyOf"] == [flaw.keyword for flaw in validator.errors({"x": 3})]


def test_validators_are_made_once() -> None:
    """
    The validator of a shape is made once for an API.
    """
    assert validator_for(API, SHAPE) is validator_for(API, SHAPE)


def test_unknown_shape() -> None:
    """
    A shape that the API does not have is a clear error.
    """
    with pytest.raises(UnknownName, match="unknown shape 'nothing'"):
        validator_for(API, "nothing")


@pytest.mark.parametrize(
    ("reference", "found"),
    [("missing.json", "missing.json is no schema of this API"), ("#/missing", "Pointer '/missing' does not exist")],
)
def test_dangling_reference_of_a_shape_is_named(reference: str, found: str) -> None:
    """
    A shape that refers to what its API does not have is one line, with the shape.
    """
    shape = replace(API.shapes[SHAPE], schema={"$ref": reference})
    api = replace(API, shapes={SHAPE: shape})

    with pytest.raises(DataError) as caught:
        validator_for(api, SHAPE)

    assert f"the schema of the shape {SHAPE}" == caught.value.place
    assert "references to shapes of the same API" == caught.value.expected
    assert caught.value.found.endswith(found)


def test_dangling_reference_is_refused() -> None:
    """
    A schema that refers to nothing is refused when the validator is made, not when it is used.
    """
    with pytest.raises(ValueError, match="missing"):
        Validator({"$ref": "https://a.test/missing.json"})


def test_a_dangling_reference_of_a_shape_is_one_line() -> None:
    """
    A shape that refers to nothing is an error of the data, which names the shape.
    """
    shape = replace(API.shapes[SHAPE], schema={"$id": "https://a.test/x.json", "$ref": "missing.json"})
    api = replace(API, shapes={"x": shape})

    with pytest.raises(DataError, match=r"the schema of the shape x: .*missing"):
        validator_for(api, "x")
