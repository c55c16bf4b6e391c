"""
Two OpenAPI documents: what means the same, what differs, and what is not compared.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from described_pairs import base, with_members, with_schema
from test_oasdiff_checks import changes_between

from apicontract.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
CAT, DOG = {"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}
OBJECT = {"type": "object", "required": ["a"], "properties": {"a": TEXT, "b": NUMBER}}
POST = "/paths/~1books/post"
ANSWER = f"{POST}/responses/200/content"
BODY = f"{POST}/requestBody/content"
TAGS = {"name": "tags", "in": "query", "schema": {"type": "array", "items": TEXT}}
PLAIN = {"name": "q", "in": "query", "schema": TEXT}


def answer(schema: Any) -> dict[str, Any]:
    """
    Return the members of a document whose answer has a schema.
    """
    return {f"{ANSWER}/application~1json/schema": schema}


def parameters(*listed: Any) -> dict[str, Any]:
    """
    Return the members of a document whose operation has these parameters.
    """
    return {f"{POST}/parameters": list(listed)}


#: What is written in two ways -> the members of the one document and of the other.
SAME: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "order of alternatives": (answer({"oneOf": [CAT, DOG]}), answer({"oneOf": [DOG, CAT]})),
    "null among alternatives": (
        answer({"anyOf": [CAT, {"type": "null"}]}),
        answer({"anyOf": [{"type": "null"}, CAT]}),
    ),
    "nullable": (answer({**TEXT, "nullable": True}), answer({"type": ["null", "string"]})),
    "parts that all hold": (
        answer(OBJECT),
        answer(
            {"allOf": [{"type": "object", "properties": {"a": TEXT}}, {"required": ["a"], "properties": {"b": NUMBER}}]}
        ),
    ),
    "parts in the order of their fields": (
        answer({"allOf": [CAT, {"properties": {"x": TEXT}}]}),
        answer({"allOf": [{"properties": {"x": TEXT}}, CAT], "description": "The same"}),
    ),
    "in place and by reference": (
        {
            **answer(OBJECT),
            "/components/schemas/Book": OBJECT,
            f"{BODY}/application~1json/schema": {"$ref": "#/components/schemas/Book"},
        },
        {
            **answer({"$ref": "#/components/schemas/Book"}),
            "/components/schemas/Book": OBJECT,
            f"{BODY}/application~1json/schema": OBJECT,
        },
    ),
    "name of a component": (
        {**answer({"$ref": "#/components/schemas/A"}), "/components/schemas/A": OBJECT},
        {**answer({"$ref": "#/components/schemas/B"}), "/components/schemas/B": OBJECT},
    ),
    "parameters of the path": (parameters(PLAIN), {**parameters(), "/paths/~1books/parameters": [PLAIN]}),
    "parameters by reference": (
        parameters(PLAIN),
        {**parameters({"$ref": "#/components/parameters/Q"}), "/components/parameters/Q": PLAIN},
    ),
    "name of a header": (
        parameters({"name": "X-Trace", "in": "header", "schema": TEXT}),
        parameters({"name": "x-trace", "in": "header", "schema": TEXT}),
    ),
    "explode of a single value": (parameters(PLAIN), parameters({**PLAIN, "explode": False})),
    "defaults of style": (parameters(TAGS), parameters({**TAGS, "style": "form", "explode": True})),
    "charset": (
        {ANSWER: {"application/json": {"schema": TEXT}}},
        {ANSWER: {"Application/JSON; charset=utf-8": {"schema": TEXT}}},
    ),
    "an answer by reference": (
        {f"{POST}/responses/404": {"description": "No"}},
        {
            f"{POST}/responses/404": {"$ref": "#/components/responses/No"},
            "/components/responses/No": {"description": "No"},
        },
    ),
    "servers and paths": (
        {"/servers": [{"url": "https://a.example/api"}]},
        {"/servers": [{"url": "https://a.example"}], "/paths": {"/api/books": base()["paths"]["/books"]}},
    ),
    "variables of servers": (
        {"/servers": [{"url": "https://a.example/v1/"}]},
        {"/servers": [{"url": "https://a.example/v1"}]},
    ),
    "order of the ways to be let in": ({"/security": [{"a": []}, {"b": []}]}, {"/security": [{"b": []}, {"a": []}]}),
    "nobody is asked": ({"/security": []}, {"/security": [{}]}),
    "a callback of the same text": ({f"{POST}/callbacks": {"x": {}}}, {f"{POST}/callbacks": {"x": {}}}),
    "words": ({f"{POST}/summary": "One", "/info/description": "Other"}, {f"{POST}/description": "Two"}),
}


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_is_equal(name: str) -> None:
    """
    Two ways of writing the same do not differ, whichever side each is.
    """
    old, new = map(with_members, SAME[name])

    assert [] == [each.message for each in (*changes_between(old, new), *changes_between(new, old))]


#: What changed -> the members before and after, and the rules found: in this direction, with the sides swapped.
CHANGED: dict[str, tuple[dict[str, Any], dict[str, Any], list[str], list[str]]] = {
    "a header of requests": (
        parameters(),
        parameters({"name": "X-Key", "in": "header", "required": True, "schema": TEXT}),
        ["parameter-added-required"],
        ["parameter-removed"],
    ),
    "a cookie": (
        parameters({"name": "s", "in": "cookie", "schema": TEXT}),
        parameters(),
        ["parameter-removed"],
        ["parameter-added"],
    ),
    "a parameter's name": (
        parameters({"name": "genre_id", "in": "query", "schema": NUMBER}),
        parameters({"name": "genre_ids", "in": "query", "schema": NUMBER}),
        ["parameter-renamed"],
        ["parameter-renamed"],
    ),
    "explode": (
        parameters(TAGS),
        parameters({**TAGS, "explode": False}),
        ["parameter-style-changed"],
        ["parameter-style-changed"],
    ),
    "integer format": (
        answer({**NUMBER, "format": "int32"}),
        answer({**NUMBER, "format": "int64"}),
        ["answer-format-changed"],
        ["answer-format-changed"],
    ),
    "a range of statuses": (
        {f"{POST}/responses": {"200": {"description": ""}}},
        {f"{POST}/responses": {"2XX": {"description": ""}}},
        ["status-widened"],
        ["status-narrowed"],
    ),
    "a range of media types": (
        {ANSWER: {"application/json": {"schema": TEXT}}},
        {ANSWER: {"*/*": {"schema": TEXT}}},
        ["media-type-widened"],
        ["media-type-narrowed"],
    ),
    "an alternative": (
        answer({"oneOf": [CAT, DOG]}),
        answer({"oneOf": [DOG]}),
        ["answer-alternative-removed"],
        ["answer-alternative-added"],
    ),
    "a type beside another": (
        answer(NUMBER),
        answer({"oneOf": [TEXT, NUMBER]}),
        ["answer-type-widened"],
        ["answer-type-narrowed"],
    ),
    "a field of one alternative": (
        answer({"oneOf": [CAT, OBJECT]}),
        answer({"oneOf": [{**OBJECT, "properties": {"a": TEXT}}, CAT]}),
        ["answer-field-removed"],
        ["answer-field-added"],
    ),
    "a query operation": (
        {"/paths/~1books/query": {"responses": {}}},
        {},
        ["operation-removed"],
        ["operation-added"],
    ),
    "a whole path": ({"/paths/~1more": {"get": {"responses": {}}}}, {}, ["path-removed"], ["path-added"]),
    "the path of the server": (
        {"/servers": [{"url": "https://a.example/api"}]},
        {"/servers": [{"url": "https://a.example/v2"}]},
        ["base-path-changed"],
        ["base-path-changed"],
    ),
    "the scheme of a server": (
        {"/servers": [{"url": "https://a.example"}]},
        {"/servers": [{"url": "http://a.example"}]},
        ["base-path-changed"],
        ["base-path-changed"],
    ),
    "a callback": ({f"{POST}/callbacks": {"x": {}}}, {}, ["not-compared"], ["not-compared"]),
    "a link of an answer": ({f"{POST}/responses/200/links": {"x": {}}}, {}, ["not-compared"], ["not-compared"]),
    "the encoding of a body": (
        {f"{BODY}/application~1json/encoding": {"a": {"contentType": "text/plain"}}},
        {},
        ["not-compared"],
        ["not-compared"],
    ),
    "a reference to nothing": (
        answer({"properties": {"a": {"$ref": "#/nowhere"}}}),
        answer({"properties": {"a": {"$ref": "#/elsewhere"}}}),
        ["not-compared"],
        ["not-compared"],
    ),
    "an optional way to be let in": (
        {"/security": [{}, {"a": []}]},
        {"/security": [{"a": []}]},
        ["security-added"],
        ["security-removed"],
    ),
    "a header of answers": (
        {f"{POST}/responses/200/headers": {"X-Rate": {"schema": NUMBER}}},
        {f"{POST}/responses/200/headers": {"X-Rate": {"schema": TEXT}}},
        ["answer-retyped"],
        ["answer-retyped"],
    ),
    "the body of a webhook": (
        {"/webhooks/made/post": {"requestBody": {"content": {"application/json": {"schema": OBJECT}}}}},
        {
            "/webhooks/made/post": {
                "requestBody": {"content": {"application/json": {"schema": {**OBJECT, "required": []}}}}
            }
        },
        ["answer-made-optional"],
        ["answer-made-required"],
    ),
    "a field of a form": (
        {BODY: {"multipart/form-data": {"schema": OBJECT}}},
        {BODY: {"multipart/form-data": {"schema": {**OBJECT, "required": ["a", "b"]}}}},
        ["body-made-required"],
        ["body-made-optional"],
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_one_change_is_one_finding(name: str) -> None:
    """
    One change gives one finding, and the swapped sides give its mirror.
    """
    before, after, forth, back = CHANGED[name]
    old, new = with_members(before), with_members(after)

    assert forth == [each.rule.id for each in changes_between(old, new)]
    assert back == [each.rule.id for each in changes_between(new, old)]


def test_a_shared_part_is_one_finding() -> None:
    """
    A change of a parameter that many operations share is one finding with each of its places.
    """
    old = base()
    shared = old["components"]["parameters"] = {"Page": {"name": "page", "in": "query", "schema": NUMBER}}
    for number in range(5):
        get = {"parameters": [{"$ref": "#/components/parameters/Page"}], "responses": {}}
        old["paths"][f"/list{number}"] = {"get": get}
    new = copy.deepcopy(old)
    shared["Page"]["required"] = True
    (change,) = changes_between(new, old)

    assert ("parameter-made-required", 5) == (change.rule.id, len(change.places))


def test_a_rule_can_be_named_to_fail_on(tmp_path: Path) -> None:
    """
    `--fail-on not-compared` ends with 1 where something is not compared; without it that is a mere finding.
    """
    for name, members in (("old", {}), ("new", {f"{POST}/callbacks": {"x": {}}})):
        (tmp_path / name).write_text(json.dumps(with_members(members)), encoding="utf-8")
    sides = [str(tmp_path / each) for each in ("old", "new")]

    assert 0 == CliRunner().invoke(main, ["diff", *sides]).exit_code
    assert 1 == CliRunner().invoke(main, ["diff", *sides, "--fail-on", "not-compared"]).exit_code
    assert 0 == CliRunner().invoke(main, ["diff", *sides, "--fail-on", "operation-id-changed"]).exit_code


def test_references_that_multiply_are_compared_in_time() -> None:
    """
    Definitions that refer to each other twice, forty deep, are compared once each.
    """
    document = with_schema("answer", {"$ref": "#/components/schemas/D0"})
    for number in range(40):
        inner = {"$ref": f"#/components/schemas/D{number + 1}"}
        part = {"allOf": [inner, {"minProperties": 1}]}
        document["components"]["schemas"][f"D{number}"] = {"properties": {"a": part, "b": part}}
    document["components"]["schemas"]["D40"] = copy.deepcopy(OBJECT)
    other = copy.deepcopy(document)
    other["components"]["schemas"]["D40"]["required"] = []

    assert ["answer-made-optional"] == [each.rule.id for each in changes_between(document, other)]


def test_definitions_that_refer_to_themselves_can_stand_for_each_other() -> None:
    """
    A place that refers to another definition, both with themselves inside, is one finding; alike ones are none.
    """
    names = ("A", "B", "C")
    members = {
        f"/components/schemas/{each}": {
            "properties": {"up": {"$ref": f"#/components/schemas/{each}"}, "a": NUMBER if each == "C" else TEXT}
        }
        for each in names
    }
    a, b, c = (with_members({**members, **answer({"$ref": f"#/components/schemas/{each}"})}) for each in names)

    assert [] == changes_between(a, b)
    assert ["answer-shape-replaced"] == [each.rule.id for each in changes_between(a, c)]
