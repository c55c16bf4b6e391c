"""
What the serializers of a project say of records, and where an attribute of a model stands in them.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.importing.project import shapes
from apicontract.evidence.importing.project.shapes import ProjectShapes, column_schema

_RELATED = {"related": "shop.shop", "key": "id", "key_type": "AutoField", "null": False}


def field(*bases: str, **more: Any) -> dict[str, Any]:
    """
    Return a field of a serializer, which writes a column that is never null unless told otherwise.
    """
    return {"own": [], "bases": bases, "column": {"null": False}, "source": "x"} | more


def project(**serializers: dict[str, Any]) -> ProjectShapes:
    """
    Return a project in which shops have a list, with these serializers, each as its fields.
    """
    told = {
        name: {"fields": fields, "own": [], "model": f"shop.{name.lower()}"} for name, fields in serializers.items()
    }
    return ProjectShapes(told, {"shop.shop": "shops"}, {"shops": "id"}, {"shops": ["Shop"]}, {"shop-detail": "shops"})


@pytest.mark.parametrize(
    ("source", "column", "expected"),
    [
        ("name", {}, ["name"]),
        ("shop.name", {}, ["shop.name"]),
        ("shop", _RELATED, ["shop", "shop_id"]),
        ("shop_id", _RELATED, ["shop_id", "shop"]),
        ("shop_id", {}, ["shop_id"]),
        ("a.b.shop", _RELATED, ["a.b.shop", "a.b.shop_id"]),
        ("a.b.shop_id", _RELATED, ["a.b.shop_id", "a.b.shop"]),
        ("id", {}, ["id", "pk"]),
        ("pk", {}, ["pk", "id"]),
        ("a.b.id", {}, ["a.b.id", "a.b.pk"]),
        ("a.b.pk", {}, ["a.b.pk", "a.b.id"]),
    ],
)
def test_a_lookup_may_be_spelled_in_other_ways(source: str, column: dict[str, Any], expected: list[str]) -> None:
    """
    A relation by its name or by that of its column, and a key by its own name or as what identifies the record.
    """
    assert expected == [".".join(each) for each in shapes._spellings(tuple(source.split(".")), column)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (field("CharField"), {"type": "string"}),
        (field("CharField", allow_null=True), {"type": ["string", "null"]}),
        (field("CharField", column={"null": True}), {"type": ["string", "null"]}),
        (field("CharField", column=None), {"type": ["string", "null"]}),
        (field("MyField", "CharField"), {"type": "string"}),
        (field("MyField"), {}),
        (field("UUIDField"), {"type": "string", "format": "uuid"}),
        (field("DateField"), {"type": "string", "format": "date"}),
        (field("DateField", format="%d"), {"type": "string"}),
        (field("UUIDField", format="hex"), {"type": "string", "format": "uuid"}),
        (field("DecimalField"), {"type": "number"}),
        (field("DecimalField", coerce_to_string=True), {"type": "string"}),
        (field("ReadOnlyField", column={"type": "BigAutoField", "null": False}), {"type": "integer"}),
        (field("ModelField", column={"type": "TextField", "null": True}), {"type": ["string", "null"]}),
        (field("SerializerMethodField"), {"x-computed": True}),
        (field("CharField", own=["to_representation"]), {"x-computed": True}),
        (field("HyperlinkedIdentityField"), {"type": "string", "format": "uri"}),
        (
            field("HyperlinkedIdentityField", view_name="shop-detail"),
            {"type": "string", "format": "uri", "x-link": "self"},
        ),
        (field("HyperlinkedRelatedField", view_name="shop-detail"), {"type": "string", "format": "uri"}),
        (field("HyperlinkedIdentityField", view_name="item-detail"), {"type": "string", "format": "uri"}),
        (field("ListField", child=field("IntegerField")), {"type": "array", "items": {"type": "integer"}}),
        (
            field("ListField", child=field("IntegerField"), column={"null": True}),
            {"type": ["array", "null"], "items": {"type": "integer"}},
        ),
        (
            field("ManyRelatedField", child=field("CharField"), column=None),
            {"type": "array", "items": {"type": "string"}},
        ),
        (
            field("PrimaryKeyRelatedField", column=_RELATED),
            {"type": "integer", "x-refers": {"entity": "shops", "key": "id"}},
        ),
        (field("PrimaryKeyRelatedField", column={**_RELATED, "key": "slug"}), {"type": "integer"}),
        (field("PrimaryKeyRelatedField", column={**_RELATED, "related": "shop.other"}), {"type": "integer"}),
        (field("SlugRelatedField", column=_RELATED, slug_field="name"), {}),
        (
            field("ChoiceField", choices=["a", "b"], column={"null": False, "blank": False}),
            {"type": "string", "enum": ["a", "b"]},
        ),
        (field("ChoiceField", choices=["a"]), {"type": "string", "enum": ["a", ""]}),
        (
            field("ChoiceField", choices=["a", "a", None], column={"null": True, "blank": False}),
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (field("ChoiceField", choices=[1, 2]), {"type": "integer"}),
        (field("ChoiceField", choices=[1], allow_null=True), {"type": ["integer", "null"]}),
        (field("ChoiceField", choices=[1, "a"]), {}),
        (field("ChoiceField", choices=[1.5]), {}),
        (field("ChoiceField", choices=[]), {}),
        (field("ChoiceField", choices=[None]), {}),
    ],
)
def test_a_field_writes_what_its_class_and_column_say(told: dict[str, Any], expected: dict[str, Any]) -> None:
    """
    Null if either allows it, or if there is no column; what is not known, and what code of the project makes, is open.
    """
    made = project(Shop={"x": told})
    made.declare("Shop", "shops")

    assert expected == made.made["shops/shop"]["properties"]["x"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("IntegerField", {"type": "integer"}),
        ("PositiveSmallIntegerField", {"type": "integer"}),
        ("AutoField", {"type": "integer"}),
        ("BigAutoField", {"type": "integer"}),
        ("TextField", {"type": "string"}),
        ("FloatField", {"type": "number"}),
        ("JSONField", {}),
        ("", {}),
    ],
)
def test_a_column_has_a_type(kind: str, expected: dict[str, Any]) -> None:
    """
    Whole numbers are told by the end of the name; a class that is not known is open.
    """
    assert expected == column_schema(kind)


@pytest.mark.parametrize(
    ("told", "required"),
    [
        (field("CharField", source="name"), True),
        (field("CharField", source=""), True),
        (field("CharField", source="shop.name", column=None), False),
        (field("CharField", source="shop.name", column={"null": True}), False),
        (field("CharField", source="shop.name", column={"null": False}), True),
    ],
)
def test_a_field_below_what_may_be_missing_is_not_required(told: dict[str, Any], *, required: bool) -> None:
    """
    Framework code leaves it out together with that.
    """
    made = project(Shop={"x": told})
    made.declare("Shop", "shops")

    assert (["x"] if required else []) == made.made["shops/shop"]["required"]


def test_a_slug_has_the_type_that_its_records_show() -> None:
    """
    The field of a reference says no type; the list of the records that it leads to does.
    """
    reference = field("SlugRelatedField", column={**_RELATED, "null": True}, slug_field="id")
    made = project(Item={"x": reference}, Shop={"id": field("IntegerField", source="id")})
    made.declare("Item", "items")

    assert {"type": ["integer", "null"], "x-refers": {"entity": "shops", "key": "id"}} == made.made["items/item"][
        "properties"
    ]["x"]


def test_shapes_are_named_apart() -> None:
    """
    By the mode or the serializer; a second one of that name is numbered, and a value object is called default.
    """
    made = project(Shop={}, ShopSerializer={}, Address={})
    names = [
        made.declare("Shop", "shops"),
        made.declare("ShopSerializer", "shops"),
        made.declare("Address", "shops", "shop"),
        made.declare("Address", ""),
        made.declare("Shop", "shops"),
        made.declare("Address", "shops", "list"),
    ]

    assert ["shops/shop", "shops/shop_2", "shops/shop_3", "address/default", "shops/shop", "shops/shop_3"] == names


def test_code_of_a_serializer_makes_its_fields_likely() -> None:
    """
    None of them is required then, and the reason is noted.
    """
    made = project(Shop={"x": field("CharField")})
    made.serializers["Shop"]["own"].append("to_representation")  # type: ignore[index]
    made.declare("Shop", "shops")

    assert [] == made.made["shops/shop"]["required"]
    assert ["serializer Shop: to_representation of its own; its fields are taken for likely"] == made.notes


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ("name", ["title"]),
        ("shop", ["shop.id"]),
        ("shop_id", ["shop.id"]),
        ("shop__pk", ["shop.id"]),
        ("shop__id", ["shop.id"]),
        ("shop__name", ["shop.label"]),
        ("shop__nowhere", []),
        ("nowhere", []),
        ("hidden", []),
        ("owner", ["owner"]),
        ("owner__id", ["owner"]),
        ("owner__name", []),
        ("kind", []),
        ("kind__slug", ["kind"]),
        ("tags", ["tags"]),
        ("tags__id", ["tags"]),
        ("name__length", []),
    ],
)
def test_a_lookup_leads_to_where_records_show_it(lookup: str, expected: list[str]) -> None:
    """
    Through nested serializers and by other spellings; a key stands for its record, and what is hidden leads nowhere.
    """
    made = project(
        Item={
            "title": field("CharField", source="name"),
            "shop": field("Shop", source="shop", serializer="Shop", column=_RELATED),
            "owner": field("PrimaryKeyRelatedField", source="owner", column={**_RELATED, "related": "auth.user"}),
            "kind": field("SlugRelatedField", source="kind", slug_field="slug", column={**_RELATED, "related": "k"}),
            "tags": field(
                "ManyRelatedField",
                source="tags",
                child=field("PrimaryKeyRelatedField"),
                column={**_RELATED, "related": "tag"},
            ),
            "hidden": field("CharField", source="hidden", write_only=True),
        },
        Shop={"id": field("IntegerField", source="id"), "label": field("CharField", source="name")},
    )

    assert expected == made.paths(["Item"], lookup)
