"""
Parameters, and what stands around them, of the operations of a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.evidence.openapi import description_of, source_of

if TYPE_CHECKING:
    from apicontract.evidence.openapi import Description

TEXT = {"type": "string"}


def described(**members: Any) -> Description:
    """
    Return what a document of 3.1 with these members describes.
    """
    return description_of(source_of({"openapi": "3.1.0", "paths": {}, **members}, "openapi.json"))


def component(name: str) -> dict[str, str]:
    """
    Return a reference as a document writes it.
    """
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(stated: Any, **members: Any) -> Any:
    found = described(paths={"/a": {"get": {"parameters": [stated], "responses": {}}}}, **members)
    return dict(found.operations[("/a", "GET")].parameters), found.skipped


@pytest.mark.parametrize(
    "stated",
    [
        {"name": "Accept", "in": "header"},
        {"name": "content-type", "in": "header"},
        {"name": "AUTHORIZATION", "in": "header"},
    ],
)
def test_what_is_no_parameter(stated: Any) -> None:
    """
    Three headers are stated elsewhere, in whatever letter case.
    """
    assert ({}, ()) == _parameter(stated)


@pytest.mark.parametrize(
    ("stated", "style"),
    [
        (
            {"name": "a", "in": "query", "content": {"application/json; v=1": {"schema": TEXT}}},
            "as application/json;v=1",
        ),
        ({"name": "a", "in": "query", "schema": TEXT}, ""),
        ({"name": "a", "in": "query", "schema": TEXT, "style": "form", "explode": False}, ""),
    ],
)
def test_a_parameter_of_one_value(stated: Any, style: str) -> None:
    """
    A text is written in one way; what is written in a media type says so.
    """
    ((key, found),) = _parameter(stated)[0].items()

    assert (("query", "a"), TEXT, style, False) == (key, found.schema, found.style, found.required)


@pytest.mark.parametrize(
    "listed",
    [
        {"type": "array"},
        {"items": TEXT},
        {"type": ["object", "null"]},
        {"anyOf": [TEXT, {"type": "array"}]},
        component("L"),
    ],
)
def test_the_style_of_a_list_tells(listed: Any) -> None:
    """
    Of what may be a list or an object, style and explode make a difference.
    """
    schemas = {"schemas": {"L": {"type": "array", "items": TEXT}}}
    plain, other = (
        next(iter(_parameter({"name": "a", "in": "query", "schema": listed, **more}, components=schemas)[0].values()))
        for more in ({}, {"explode": False})
    )

    assert plain.style != other.style


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"P": {"$ref": "#/components/parameters/P"}}, "leads back to itself"),
        ({"P": {"$ref": "#/components/parameters/Q"}}, "leads to nothing"),
    ],
)
def test_a_part_whose_reference_leads_nowhere_is_listed(parameters: Any, reason: str) -> None:
    """
    A parameter that cannot be read is left out and listed.
    """
    found, skipped = _parameter({"$ref": "#/components/parameters/P"}, components={"parameters": parameters})

    assert {} == found
    assert any(reason in told for _, told, _ in skipped)


def test_what_is_not_modelled_of_a_path_is_listed() -> None:
    """
    Members of a path item that no operation has stand by its path, and what is said of all is said of each.
    """
    item = {
        "summary": "s",
        "x-a": 1,
        "other": 5,
        "parameters": [{"name": "a", "in": "query"}],
        "get": {"responses": {}},
    }
    found = described(paths={"/a": item})

    assert [("query", "a")] == list(found.operations[("/a", "GET")].parameters)
    assert {"other": 5} == found.rest["/a"]
