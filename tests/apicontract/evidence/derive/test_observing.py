"""
Every value is counted at the field of the shape in which it stands.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from apicontract.evidence.derive.declared import facts_of
from apicontract.evidence.derive.likeness import forms_by_key
from apicontract.evidence.derive.observing import SourceRow, _Object, _Telling, observe

NONE = facts_of({"source": "nobody", "grade": "guess"}, "none.json")
HOST = "https://fleet.example"


def declaring(**shapes: Any) -> Any:
    """
    Return facts that declare shapes, by entity and mode.
    """
    made = {
        name.replace("_", "/"): {"entity": name.partition("_")[0], "properties": properties}
        for name, properties in shapes.items()
    }
    return facts_of({"source": "code", "grade": "published", "shapes": made}, "facts.json")


def row(record: dict[str, Any], resource: str = "vehicles", source: str = "a.json") -> SourceRow:
    """
    Return a row of a list.
    """
    return SourceRow(resource, "plain", record, source, HOST, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))


MODEL = {"id": True, "name": True}


@pytest.mark.parametrize(
    ("declared", "adopted", "shape"),
    [
        ({"$ref": "models/plain"}, False, "models/plain"),
        ({"$ref": "models/plain"}, True, "models/plain"),
        (None, True, "models/rich"),
        (None, False, ""),
        ({"$ref": "models/other"}, False, ""),
        ({"$ref": "models/other"}, True, "models/rich"),
        ({"anyOf": [{"$ref": "models/other"}, {"$ref": "models/plain"}]}, False, "models/plain"),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_nested_object_has_the_shape_that_is_declared_or_recognised(
    declared: Any, shape: str, *, adopted: bool, known: bool
) -> None:
    """
    What is declared of the field counts first, if the object has the form of it, and then what was recognised there.
    """
    facts = declaring(
        vehicles_plain={"model": declared} if declared else {},
        models_plain=MODEL,
        models_other={"x": True, "y": True, "z": True},
        models_rich=MODEL,
    )
    record = {"model": {"id": 1, "name": "M"}}
    one = _Object(("vehicles", "plain"), "vehicles/plain" if known else "", record, row(record))
    forms = forms_by_key([record], "")
    path, _ = _Telling(facts, "", forms).nested(one, "model", record["model"])
    telling = _Telling(facts, "", forms, {path: "models/rich"} if adopted else {})
    expected = shape if known else "models/rich" if adopted else ""

    assert one.own == path[:-1]
    assert (path, expected) == telling.nested(one, "model", record["model"])


@pytest.mark.parametrize(
    ("record", "fits"),
    [
        ({}, True),
        ({"model": None}, True),
        ({"model": {"id": 1, "name": "M"}}, True),
        ({"model": {"id": 1}}, False),
        ({"model": {"id": 1, "name": "M", "more": 1}}, True),
        ({"model": {"a": 1, "b": 2}}, False),
        ({"model": [{"id": 1, "name": "M"}, {"a": 1, "b": 2}]}, False),
        ({"level": "plain"}, True),
        ({"level": "rich"}, False),
    ],
)
def test_a_record_fits_a_shape_if_all_in_it_do(record: dict[str, Any], *, fits: bool) -> None:
    """
    Constants must be the same, and each nested object must have the form of a shape that its field refers to.
    """
    facts = declaring(vehicles_plain={"model": {"$ref": "models/plain"}}, models_plain=MODEL)
    if "level" in record:
        facts = declaring(vehicles_plain={"level": {"const": "plain"}})

    assert fits == _Telling(facts, "", {}).fits("vehicles/plain", record)


def test_every_value_is_counted_where_it_stands() -> None:
    """
    Rows of a list, and the objects in them, each with its identity and its source.
    """
    rows = [
        row({"id": number, "name": f"V{number}", "model": {"id": 7, "title": "M"}, "tags": [{"a": 1}, {"a": 2}]})
        for number in (1, 2, 3)
    ]
    seen = observe(rows, NONE, "/v1/", "")
    shape = seen.roots["vehicles", "plain"]
    counts = {name: {key: stats.present for key, stats in each.fields.items()} for name, each in seen.shapes.items()}

    assert {"id": 3, "name": 3, "model": 3, "tags": 3} == counts.pop(shape)
    assert sorted([{"id": 3, "title": 3}, {"a": 6}], key=str) == sorted(counts.values(), key=str)
    assert "id" == seen.identifiers[shape]


def test_nothing_observed_says_nothing() -> None:
    """
    Without rows there are no shapes.
    """
    seen = observe([], NONE, "/v1/", "")

    assert ({}, {}, {}, {}) == (seen.shapes, dict(seen.kinds), seen.roots, seen.identifiers)
