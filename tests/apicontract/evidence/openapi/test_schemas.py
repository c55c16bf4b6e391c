"""
Schemas of a document in their normal form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.evidence.openapi import description_of, source_of

if TYPE_CHECKING:
    from apicontract.evidence.openapi import Description

TEXT = {"type": "string"}
OBJECT = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}


def described(**members: Any) -> Description:
    """
    Return what a document of 3.1 with these members describes.
    """
    return description_of(source_of({"openapi": "3.1.0", "paths": {}, **members}, "openapi.json"))


def schema(stated: Any, **schemas: Any) -> Any:
    """
    Return the normal form of a component's schema, beside others.
    """
    return described(components={"schemas": {"X": stated, **schemas}}).schemas["X"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"nullable": True}, True),
        ({"type": "null", "nullable": True}, {"type": "null"}),
        ({"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "string", "enum": [None, "a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"enum": ["a"], "nullable": True}, {"anyOf": [{"enum": ["a"]}, {"type": "null"}]}),
        ({"type": "string", "const": "a", "nullable": True}, {"anyOf": [{**TEXT, "const": "a"}, {"type": "null"}]}),
        (
            {"anyOf": [TEXT, {"type": "integer"}], "nullable": True},
            {"anyOf": [TEXT, {"type": "integer"}, {"type": "null"}]},
        ),
        (
            {"oneOf": [TEXT, {"type": "integer"}, {"type": "null"}], "nullable": True},
            {"anyOf": [TEXT, {"type": "integer"}, {"type": "null"}], "exclusive": True},
        ),
        ({"nullable": False, **TEXT}, TEXT),
        ({"anyOf": [TEXT, {"const": None}]}, {"anyOf": [TEXT, {"type": "null"}]}),
        ({"anyOf": [TEXT, {"type": "null", "title": "N"}]}, {"anyOf": [TEXT, {"type": "null"}]}),
        ({"anyOf": [TEXT, True]}, {"anyOf": [TEXT, True]}),
        ({"oneOf": [TEXT, {"type": "null"}]}, {"anyOf": [TEXT, {"type": "null"}]}),
        ({"anyOf": [TEXT], "title": "T"}, {"anyOf": [TEXT], "title": "T"}),
        ({"allOf": [TEXT, False]}, False),
        ({"allOf": [TEXT, True, {}]}, TEXT),
        (
            {"anyOf": [TEXT, {"type": "integer"}], "oneOf": [TEXT, {"type": "null"}]},
            {"anyOf": [TEXT, {"type": "integer"}], "allOf": [{"anyOf": [TEXT, {"type": "null"}]}]},
        ),
    ],
)
def test_nulls_and_alternatives_become_normal(stated: Any, expected: Any) -> None:
    """
    Null is a type or one of the alternatives, however it is written, and stands last; what always fits says nothing.
    """
    assert expected == schema(stated)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("#/components/schemas/Y", "Y"),
        ("Y", "Y"),
        ("Missing", "Missing"),
        ("missing.json", "missing.json"),
        ("#/components/schemas/Z", "#/components/schemas/Z"),
    ],
)
def test_a_discriminator_maps_to_definitions(target: str, name: str) -> None:
    """
    A mapping means a definition, by reference or by the name of a component; what it does not find stays as written.
    """
    stated = {"discriminator": {"propertyName": "kind", "mapping": {"y": target}, "x-a": 1}}

    assert {"propertyName": "kind", "mapping": {"y": name}} == schema(stated, Y=OBJECT)["discriminator"]


def test_a_reference_that_leads_nowhere_fits_everything() -> None:
    """
    A reference past the end of a list is open there and listed.
    """
    found = described(servers=[], components={"schemas": {"X": {"items": {"$ref": "#/servers/7"}}}})

    assert ({"items": {}}, ("X/items", "$ref '#/servers/7' leads to nothing")) == (
        found.schemas["X"],
        found.skipped[0][:2],
    )


def test_a_reference_into_a_list() -> None:
    """
    A number in a reference is the place in a list; what stands there is that definition also where the list stands.
    """
    found = described(
        components={
            "schemas": {"X": {"items": {"$ref": "#/components/schemas/Y/anyOf/1"}}, "Y": {"anyOf": [TEXT, OBJECT]}}
        }
    )

    assert OBJECT == found.schemas["components/schemas/Y/anyOf/1"]
    assert [TEXT, found.schemas["X"]["items"]] == found.schemas["Y"]["anyOf"]
