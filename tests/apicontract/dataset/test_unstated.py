"""
Values that nobody stated: drawn from a schema, as empty as it allows, or following from other records.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fixed_random import NEARLY, Fixed
from things_api import API, BASE, FIELDS

from apicontract.contract.errors import DataError
from apicontract.contract.model import Grade, Setting
from apicontract.dataset.completion import Completion
from apicontract.dataset.fields import Fields
from apicontract.dataset.later_fields import DerivedFields
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.dataset.reference_index import ReferenceIndex
from apicontract.dataset.synthesis import Synthesis


def _value(schema: dict[str, Any], fraction: float) -> Any:
    return Synthesis(FIELDS, {}, Fixed(fraction)).value(schema, BASE, Fixed(fraction), 26)


@pytest.mark.parametrize(
    ("schema", "least", "most"),
    [
        ({"const": 0}, 0, 0),
        ({"enum": ["a", "b"]}, "a", "b"),
        ({"anyOf": [{"type": "null"}, {"const": 3}]}, 3, 3),
        ({"oneOf": [{"const": 3}, {"const": 4}]}, 3, 3),
        ({"properties": {"a": {"const": 1}}}, {"a": 1}, {"a": 1}),
        ({"type": "null"}, None, None),
        ({}, None, None),
        ({"type": ["null", "boolean"]}, True, False),
        ({"type": "integer"}, 0, 100),
        ({"type": "integer", "minimum": 5}, 5, 105),
        ({"type": "integer", "exclusiveMinimum": 5}, 6, 106),
        ({"type": "integer", "minimum": 5, "maximum": 7}, 5, 7),
        ({"type": "integer", "minimum": 5, "exclusiveMaximum": 7}, 5, 6),
        ({"type": "integer", "minimum": 5, "maximum": 29, "multipleOf": 10}, 10, 20),
        ({"type": "integer", "multipleOf": 10}, 0, 1000),
        ({"type": "integer", "minimum": 5, "maximum": 9, "multipleOf": 0.5}, 5, 9),
        ({"type": "integer", "minimum": 11, "maximum": 12, "multipleOf": 10}, 20, 20),
        ({"type": "number"}, 5.0, 95.0),
        ({"type": "number", "minimum": 10}, 15.0, 105.0),
        ({"type": "number", "exclusiveMinimum": 10, "exclusiveMaximum": 20}, 10.5, 19.5),
        ({"type": "number", "minimum": 10, "maximum": 20}, 10.5, 19.5),
        ({"type": "number", "multipleOf": 0.5}, 0.5, 4.5),
        ({"type": "array"}, [], []),
        ({"type": "array", "items": {"const": 1}}, [1, 1], [1, 1]),
        ({"type": "array", "items": {"const": 1}, "maxItems": 1}, [1], [1]),
        ({"type": "array", "items": {"const": 1}, "minItems": 3}, [1, 1, 1], [1, 1, 1]),
        ({"type": "string"}, "Amber 26 (synthetic)", "Lumen 26 (synthetic)"),
        ({"type": "string", "minLength": 22}, "Amber 26 (synthetic)xx", "Lumen 26 (synthetic)xx"),
        ({"type": "string", "maxLength": 20}, "Amber 26 (synthetic)", "Lumen 26 (synthetic)"),
        ({"type": "string", "maxLength": 19}, "1a", "1a"),
        ({"type": "string", "maxLength": 1}, "a", "a"),
        ({"type": "string", "maxLength": 0}, "", ""),
        ({"type": "string", "maxLength": 5, "minLength": 4}, "1axx", "1axx"),
        ({"type": "string", "pattern": "^a[bc]$"}, "ab", "ac"),
        ({"type": "string", "pattern": r"^P(\d+D)?(T[\dHMS]+)?$"}, "P0D", "P90D"),
        ({"type": "string", "format": "date", "pattern": "^a[bc]$"}, "ab", "ac"),
        ({"type": "string", "format": "date"}, "1990-01-01", "2022-11-09"),
        ({"type": "string", "format": "date-time"}, "1990-01-01T00:00:00Z", "2022-11-09T23:59:00Z"),
        ({"type": "string", "format": "time"}, "00:00:00Z", "23:59:00Z"),
        ({"type": "string", "format": "email"}, "someone1@example.test", "someone9999@example.test"),
        ({"type": "string", "format": "hostname"}, "host1.example.test", "host9999.example.test"),
        ({"type": "string", "format": "ipv4"}, "192.0.2.1", "192.0.2.254"),
        ({"type": "string", "format": "ipv6"}, "2001:db8::1", "2001:db8::ffff"),
        ({"type": "string", "format": "uri"}, "https://example.test/1", "https://example.test/99999"),
        ({"type": "string", "format": "uri-reference"}, "/1", "/99999"),
        ({"type": "string", "format": "duration"}, "P0D", "P90D"),
        (
            {"type": "string", "format": "uuid"},
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-c000-ffff-ffffffffc000",
        ),
        ({"type": "string", "format": "unknown"}, "Amber 26 (synthetic)", "Lumen 26 (synthetic)"),
    ],
)
def test_a_value_is_drawn_from_its_schema(schema: dict[str, Any], least: Any, most: Any) -> None:
    """
    The least number gives the least value that the schema allows, or the usual one, and the greatest the greatest.
    """
    found = [_value(schema, fraction) for fraction in (0.0, NEARLY)]

    assert repr([least, most]) == repr(found)


def test_a_row_leads_to_records_that_exist() -> None:
    """
    ReferenceIndex lead to records of the tables; identifier, links and references to nothing are left out.
    """
    kinds = {"k1": {"id": "k1"}, "k2": {"id": "k2"}}
    tables: Any = {"kinds": kinds, "makers": {"m": {}, "n": {}}}
    row = Synthesis(FIELDS, tables, Fixed(NEARLY)).row("things", 26)

    assert {
        "size": 100,
        "maker": "n",
        "kind": kinds["k2"],
        "maybe": kinds["k2"],
        "kinds": [kinds["k1"], kinds["k2"]],
        "tags": ["Lumen 260 (synthetic)", "Lumen 261 (synthetic)"],
        "box": {"born": "2022-11-09"},
        "note": "Lumen 26 (synthetic)",
    } == row
    assert {"size": None, "maybe": None, "kinds": [], "kind": kinds["k1"]}.items() <= Synthesis(
        FIELDS, tables, Fixed(0.19)
    ).row("things", 26).items()
    assert {"kind", "maybe"}.isdisjoint(Synthesis(FIELDS, {}, Fixed(NEARLY)).row("things", 26))


@pytest.mark.parametrize(
    ("entity", "path", "kind", "listed"),
    [
        ("things", "size", "number", False),
        ("things", "id", "integer", False),
        ("things", "maker", "related", False),
        ("things", "box.born", "date", False),
        ("things", "note", "text", False),
        ("things", "tags", "text", True),
        ("things", "kinds.name", "text", True),
        ("things", "kind.name", "text", False),
        ("things", "nowhere", "text", False),
        ("kinds", "id", "uuid", False),
    ],
)
def test_the_type_of_a_path(entity: str, path: str, kind: str, listed: bool) -> None:  # noqa: FBT001 - a case
    """
    A path has the type that the contract sorts or selects by, or else its schema's; it may lead through a list.
    """
    assert (kind, listed) == (FIELDS.kind_of(entity, path), FIELDS.meets_list(entity, path))


@pytest.mark.parametrize(("entity", "kind"), [("things", "integer"), ("kinds", "uuid"), ("makers", "text")])
def test_the_type_of_an_identifier(entity: str, kind: str) -> None:
    """
    It is the resource's, or what the shapes say where no resource serves the entity.
    """
    assert kind == FIELDS.kind_of_identifier(entity)


def test_stored_fields() -> None:
    """
    Links and constants that differ from shape to shape are not stored; references know their entity, number and null.
    """
    members = FIELDS.members["things"]

    assert ["id", "size", "maker", "kind", "maybe", "kinds", "tags", "box", "note"] == list(members)
    assert {
        "kind": ("kinds", False, False),
        "maybe": ("kinds", False, True),
        "kinds": ("kinds", True, False),
        "tags": ("", True, False),
        "size": ("", False, True),
        "note": ("", False, False),
    } == {
        name: (each.entity, each.many, each.nullable)
        for name, each in members.items()
        if name not in {"id", "maker", "box"}
    }


@pytest.mark.parametrize(
    ("record", "path", "expected"),
    [
        ({}, "a", {"a": 1}),
        ({"a": 0, "b": 2}, "a", {"a": 1, "b": 2}),
        ({"a": {"c": 3}}, "a.b", {"a": {"c": 3, "b": 1}}),
        ({"a": None}, "a.b.c", {"a": {"b": {"c": 1}}}),
        ({"a": {"b": {"d": 4}}}, "a.b.c", {"a": {"b": {"d": 4, "c": 1}}}),
    ],
)
def test_a_value_is_put_at_its_path(record: dict[str, Any], path: str, expected: dict[str, Any]) -> None:
    """
    What stands beside it stays, and objects on the way are copied.
    """
    inner = record.get("a")
    before = repr(inner)
    Fields.put(record, path, 1)

    assert expected == record
    assert "." not in path or before == repr(inner)


def _complete(entity: str, record: dict[str, Any], withheld: Any = None) -> tuple[dict[str, Any], Any]:
    tables: Any = {}
    Completion(FIELDS, tables, withheld or {}).complete(entity, record)
    return record, tables


def test_what_nobody_stated_is_empty() -> None:
    """
    Null where it may be, else an empty value of the type; a reference leads to the first record, made if need be.
    """
    record, tables = _complete("things", {"id": 7, "note": "kept"})
    name = "00000000-0000-4000-8000-000000000000"

    assert {
        "id": 7,
        "note": "kept",
        "size": None,
        "maker": 0,
        "kind": {"id": name, "name": ""},
        "maybe": None,
        "kinds": [],
        "tags": [],
        "box": {"born": "1970-01-01"},
    } == record
    assert {"kinds": {name: record["kind"]}} == tables


def test_what_a_record_does_without_stays_away() -> None:
    """
    Withheld fields and the identifier are not filled in.
    """
    record: dict[str, Any] = {}

    assert {"name": None} == _complete("makers", record)[0]
    record = {}
    assert {} == _complete("makers", record, {id(record): frozenset({"name"})})[0]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"default": 5, "type": "integer"}, 5),
        ({"const": "c"}, "c"),
        ({"enum": ["e", "f"]}, "e"),
        ({"anyOf": [{"const": 1}, {"const": 2}]}, 1),
        ({"allOf": [{"type": "boolean"}]}, False),
        ({"properties": {"a": {"type": "number"}}}, {"a": 0}),
        ({"type": ["string", "integer"]}, ""),
        ({"type": "array"}, []),
        ({"type": "object"}, {}),
        ({"type": "string", "format": "email"}, "nobody@example.test"),
        ({"type": "string", "format": "date-time"}, "1970-01-01T00:00:00Z"),
        ({"type": "string", "format": "odd"}, ""),
        ({"type": "string", "pattern": "^ab$"}, "ab"),
        ({"type": "string", "pattern": "^a*$"}, ""),
        ({"type": "string", "minLength": 3}, "xxx"),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "exclusiveMinimum": 5}, 6),
        ({"type": "integer", "minimum": -5}, 0),
        ({"type": "number", "minimum": 0.5}, 0.5),
        ({}, None),
    ],
)
def test_the_emptiest_value(schema: dict[str, Any], expected: Any) -> None:
    """
    A default, a constant or the first choice, else the empty value of the type or the format, or one that is allowed.
    """
    assert repr(expected) == repr(Completion(FIELDS, {}, {})._value(schema, BASE))


_MAKERS: Any = {1: {"id": 1}, 2: {"id": 2}, 3: {"id": 3, "things": "seen"}}
_MADE: Any = {
    1: {"id": 1, "maker": _MAKERS[1], "size": 5},
    2: {"id": 2, "maker": _MAKERS[1], "size": None},
    3: {"id": 3, "maker": None, "size": 5},
    4: {"id": 4, "maker": _MAKERS[3], "size": 9},
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"count": {}}, [2, 0, "seen"]),
        ({"any": {}}, [True, False, "seen"]),
        ({"reverse": {}}, [[_MADE[1], _MADE[2]], [], "seen"]),
        ({"count": {"where": {"size": {"minimum": 5}}}}, [1, 0, "seen"]),
        ({"count": {"where": {"size": {"minimum": 6}}}}, [0, 0, "seen"]),
        ({"count": {"where": {"size": {"in": [5, 6]}}}}, [1, 0, "seen"]),
        ({"count": {"where": {"size": {"in": [7]}}}}, [0, 0, "seen"]),
        ({"count": {"where": {"size": {"minimum": 1}, "id": {"in": [2]}}}}, [0, 0, "seen"]),
    ],
)
def test_fields_follow_from_other_records(rule: Any, expected: list[Any]) -> None:
    """
    What refers to a record, how many do, whether any does, under a condition; a recorded value stands as it is.
    """
    (kind, source), *_ = rule.items()
    tables: Any = {"makers": {key: LazyRecord(each) for key, each in _MAKERS.items()}}
    tables["things"] = {
        key: each | {"maker": tables["makers"][each["maker"]["id"]] if each["maker"] else None}
        for key, each in _MADE.items()
    }
    seen = {id(tables["makers"][3]): frozenset({"things"})}
    rule = {kind: {"entity": "things", "path": "maker", **source}}
    derived = DerivedFields("makers", {"things": rule}, ReferenceIndex(tables), seen)
    for each in tables["makers"].values():
        each.makers = (derived,)
    found = [each["things"] for each in tables["makers"].values()]

    assert expected == [[_MADE[row["id"]] for row in each] if isinstance(each, list) else each for each in found]


def test_a_derived_field_may_not_follow_from_itself() -> None:
    """
    Rules that ask for each other in a circle are an error that names the field.
    """
    rule = {"rank": {"by": "place"}}
    tables: Any = {"makers": {1: LazyRecord({"id": 1})}}
    tables["makers"][1].makers = (DerivedFields("makers", {"place": rule}, ReferenceIndex(tables), {}),)

    with pytest.raises(DataError, match=r"makers\.place: a derived field that follows from itself"):
        tables["makers"][1]["place"]


def test_a_number_may_be_negative_where_one_was() -> None:
    """
    Without a stated minimum the least number is zero, for an identifier one, unless a lesser one was recorded.
    """
    least = {
        name: FIELDS.domain("things", path, "integer", {}, known).minimum  # type: ignore[union-attr]
        for name, path, known in (
            ("size", "size", [3]),
            ("negative", "size", [3, -1]),
            ("identifier", "id", [3]),
            ("zero", "id", [0, 3]),
        )
    }

    assert {"size": 0, "negative": None, "identifier": 1, "zero": 0} == least


def test_a_related_value_is_one_of_the_records() -> None:
    """
    A path through a reference, and a filter's identifier, take the values that the records have.
    """
    tables: Any = {"kinds": {"k": {"name": "b"}, "l": {"name": "a"}}, "makers": {2: {}, 1: {}}}
    listed = [
        [value for _, value in FIELDS.domain("things", path, kind, tables, []).values]  # type: ignore[union-attr]
        for path, kind in (("kind.name", "text"), ("maybe.name", "text"), ("maker", "related"), ("flag", "boolean"))
    ]

    assert [["a", "b"], ["a", "b", None], [1, 2], [False, True]] == listed


@pytest.mark.parametrize(("setting", "last"), [(None, True), ("last", True), ("first", False)])
def test_nulls_are_sorted_as_the_contract_says(setting: str | None, last: bool) -> None:  # noqa: FBT001 - a case
    """
    Only where they come first does null sort before everything.
    """
    behaviour = {} if setting is None else {"nulls": Setting(setting, Grade.FRAMEWORK)}
    fields, tables = Fields(replace(API, behaviour=behaviour)), {"kinds": {"k": {"name": "a"}}}
    values = fields.domain("things", "maybe.name", "text", tables, []).values  # type: ignore[union-attr]

    assert (["a", None] if last else [None, "a"]) == [value for _, value in values]
