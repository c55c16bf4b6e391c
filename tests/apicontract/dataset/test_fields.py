"""
Which values a field can take, by its type.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.grades import Grade
from apicontract.contract.model import Field, Parameter, Setting, Shape
from apicontract.dataset.domains import Texts, key_of
from apicontract.dataset.fields import Fields

API = load_api()


@pytest.mark.parametrize(("low", "high"), [(2**128 - 3, None), (None, 2)])
def test_identifiers_end_at_their_bounds(low: int | None, high: int | None) -> None:
    """
    Beyond the greatest known UUID but two, and below the second smallest, the values are UUIDs still.
    """
    domain = Fields(API).domain(API.primary, "no_such_field", "uuid", {}, [])
    bounds = [None if each is None else key_of(str(uuid.UUID(int=each)), "uuid") for each in (low, high)]

    picked = {value for draw in (0.0, 0.4, 0.6, 0.99) for value in domain.between(bounds[0], bounds[1], draw)}

    assert picked
    assert picked <= {str(uuid.UUID(int=each)) for each in (0, 1, 2**128 - 2, 2**128 - 1)}


BASE = "https://example.test/"


def shape(name: str, entity: str, /, **properties: Any) -> Shape:
    """
    Return a shape with some fields.
    """
    return Shape(name, f"{BASE}{name}", entity, {"x-entity": entity, "properties": properties})


SHAPES = (
    shape(
        "plain",
        "things",
        mode={"const": "plain"},
        same={"const": 1},
        url={"type": "string", "x-link": "self"},
        id={"type": "integer"},
        size={"type": ["integer", "null"]},
        low={"type": "integer", "minimum": -5, "maximum": 5},
        born={"type": "string", "format": "date"},
        grade={"enum": ["a", "b", None]},
        kind={"anyOf": [{"$ref": "kinds"}, {"type": "null"}]},
        kinds={"type": "array", "items": {"$ref": "kinds"}},
        tags={"type": ["array", "null"], "items": {"type": "string"}},
        box={"type": "object", "properties": {"width": {"type": "number"}, "lists": {"type": "array"}}},
        free={},
    ),
    # Shapes belong together by the name of their entity, wherever that was read.
    shape("more", str(b"things", "ascii"), mode={"const": "more"}, size={"type": "integer"}, note={"type": "string"}),
    shape("kinds", "kinds", id={"type": "string", "format": "uuid"}, name={"type": "string"}, of={"$ref": "groups"}),
    shape("groups", "groups", id={"type": "string"}, members={"type": "array", "items": {"$ref": "kinds"}}),
)
THINGS = replace(
    API.resources[API.primary],
    name="things",
    entity="things",
    identifier=Field("id", "id", "integer"),
    parameters=(
        Parameter("size", ("size",), "exact", "number"),
        Parameter("born__isnull", ("born",), "isnull", "boolean"),
        Parameter("kind", ("kind.id",), "exact", "related", related="kinds"),
        Parameter("maker", ("maker",), "exact", "related", related="kinds"),
        Parameter("either", ("tags", "note"), "exact", "text", related="kinds"),
    ),
    ordering=(Field("note", "note", "duration"),),
)
SMALL = replace(
    API, primary="things", resources={"things": THINGS}, shapes={each.name: each for each in SHAPES}, behaviour={}
)
FIELDS = Fields(SMALL)
TABLES: Any = {"kinds": {"k": {"id": "k", "name": "K"}, "l": {"id": "l", "name": None}}}


def test_the_fields_of_an_entity() -> None:
    """
    Those of all its shapes, but for links, and for constants that tell the shapes apart.
    """
    assert {"same", "id", "size", "low", "born", "grade", "kind", "kinds", "tags", "box", "free", "note"} == set(
        FIELDS.members["things"]
    )
    assert {"id", "name", "of"} == set(FIELDS.members["kinds"])


@pytest.mark.parametrize(
    ("name", "entity", "many", "nullable"),
    [
        ("id", "", False, False),
        ("size", "", False, False),
        ("grade", "", False, True),
        ("kind", "kinds", False, True),
        ("kinds", "kinds", True, False),
        ("tags", "", True, True),
    ],
)
def test_what_a_field_holds(name: str, entity: str, *, many: bool, nullable: bool) -> None:
    """
    A record of another entity, a list, or null, if every shape allows that.
    """
    member = FIELDS.members["things"][name]

    assert (entity, many, nullable) == (member.entity, member.many, member.nullable)


@pytest.mark.parametrize(
    ("entity", "path", "kind"),
    [
        ("things", "size", "number"),
        ("things", "note", "duration"),
        ("things", "low", "integer"),
        ("things", "born", "date"),
        ("things", "box.width", "number"),
        ("things", "box.depth", "text"),
        ("things", "free", "text"),
        ("things", "missing", "text"),
        ("kinds", "id", "uuid"),
    ],
)
def test_the_type_of_a_path(entity: str, path: str, kind: str) -> None:
    """
    As the contract sorts or selects by it, or else by format and type.
    """
    assert kind == FIELDS.kind_of(entity, path)


@pytest.mark.parametrize(("entity", "kind"), [("things", "integer"), ("kinds", "uuid"), ("groups", "text")])
def test_the_type_of_identifiers(entity: str, kind: str) -> None:
    """
    That of the resource, or else what the shape says.
    """
    assert kind == FIELDS.kind_of_identifier(entity)


@pytest.mark.parametrize(
    ("path", "met"),
    [
        ("id", False),
        ("tags", True),
        ("kinds.name", True),
        ("kind", False),
        ("kind.name", False),
        ("kind.of", False),
        ("kind.of.members", True),
        ("kind.of.id", False),
        ("missing", False),
    ],
)
def test_a_list_on_the_way(path: str, *, met: bool) -> None:
    """
    A list may stand at a path's end or before it.
    """
    assert met is FIELDS.meets_list("things", path)


@pytest.mark.parametrize(
    ("path", "kind", "values"),
    [
        ("grade", "choice", ["a", "b", None]),
        ("same", "boolean", [False, True]),
        ("kind.name", "text", ["K", None]),
        ("maker", "text", ["k", "l"]),
    ],
)
def test_values_that_are_listed(path: str, kind: str, values: list[Any]) -> None:
    """
    Those of an enumeration, both booleans, what references lead to, or the identifiers of others.
    """
    domain = FIELDS.domain("things", path, kind, TABLES, [])

    assert values == [
        value for number in range(len(values)) for value in domain.between(None, None, (number + 0.5) / len(values))
    ]


def test_values_of_a_text() -> None:
    """
    There is always another one.
    """
    assert Texts() == FIELDS.domain("things", "note", "text", TABLES, [])


@pytest.mark.parametrize(
    ("path", "known", "least", "most"),
    [
        ("low", [], -5, 5),
        ("id", [], 1, None),
        ("id", [0], 0, None),
        ("free", [], 0, None),
        ("free", [None, 3], 0, None),
        ("free", [-3], None, None),
    ],
)
def test_values_of_a_number(path: str, known: list[Any], least: int | None, most: int | None) -> None:
    """
    Between the bounds that are stated; identifiers begin at 1, and what was never negative stays so.
    """
    domain: Any = FIELDS.domain("things", path, "integer", TABLES, known)
    factor = domain.scale.count(1)

    assert (least, most) == tuple(None if each is None else each // factor for each in (domain.minimum, domain.maximum))


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("size", {"size": 5, "box": {"width": 1}}),
        ("box.width", {"size": 1, "box": {"width": 5}}),
        ("box.a.b", {"size": 1, "box": {"width": 1, "a": {"b": 5}}}),
        ("new.a", {"size": 1, "box": {"width": 1}, "new": {"a": 5}}),
    ],
)
def test_a_value_is_put_at_a_path(path: str, record: dict[str, Any]) -> None:
    """
    The record is changed, and the objects on the way are others.
    """
    inner = {"width": 1}
    changed: dict[str, Any] = {"size": 1, "box": inner}
    FIELDS.put(changed, path, 5)

    assert record == changed
    assert {"width": 1} == inner


@pytest.mark.parametrize(("behaviour", "last"), [({}, True), ({"nulls": "last"}, True), ({"nulls": "first"}, False)])
def test_where_nulls_stand(behaviour: dict[str, str], *, last: bool) -> None:
    """
    Last, unless the API says first.
    """
    settings = {name: Setting(value, Grade.PUBLISHED) for name, value in behaviour.items()}

    assert last is Fields(replace(SMALL, behaviour=settings)).nulls_last


def test_filters_that_name_other_records() -> None:
    """
    A field that one filter alone compares with identifiers holds those of that entity.
    """
    assert {("things", "kind.id"): "kinds", ("things", "maker"): "kinds"} == FIELDS.related
