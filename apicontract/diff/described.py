"""
An OpenAPI document -> what it says of an API, for comparison alone.

A description cannot say all that a contract can (which field a filter looks at, how a corner case ends), so two
sides are compared by what both can say: a contract is described first, and both descriptions are read here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.model import Api, Field, Host, Modes, Parameter, Resource, Shape
from apicontract.contract.paging import NO_PAGING, STYLES
from apicontract.evidence.paging import UNPAGED, recognised, types_described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Json
    from apicontract.contract.paging import Paging

_BASE = "https://apicontract.example/openapi/"
_LOCAL = "#/components/schemas/"
#: Parameters that select no records.
_APART = frozenset({"ordering", "search", "mode", "format"})


def api_described(document: Mapping[str, Json], place: str) -> Api:
    """
    Return what a description says, with a resource for each collection and a singleton for each other answer.

    Raises:
        DataError: it describes no answer in JSON.
    """
    answers = {
        path: each for path, item in _members(document, "paths") if (each := _answer(document, item)) is not None
    }
    lists = {path: paging for path, schema in answers.items() if (paging := _wrapping(document, path, schema))}
    if not answers:
        raise DataError(place, "no GET with an answer in JSON", "an OpenAPI document of an API with answers in JSON")
    base = _common([*lists] or [*answers])
    shapes = {name: _shape(name, schema) for name, schema in _members(document, "components", "schemas")}
    resources = [_resource(document, path, base, paging, answers, shapes) for path, paging in lists.items()]
    details = {each for path in lists for each in answers if _is_detail(path, each)}
    singletons = {
        path.removeprefix(base).strip("/") or "/": _named(schema, path, shapes)
        for path, schema in answers.items()
        if path not in lists and path not in details
    }
    hosts = {each.name: each for each in _hosts(document)}
    info = document.get("info", {})
    return Api(
        name=str(info.get("title", place)),
        title=str(info.get("title", "")),
        version=str(info.get("version", "")),
        base_path=base,
        primary=resources[0].name if resources else "",
        hosts=hosts,
        default_host=next(iter(hosts), ""),
        paging=_paging(document, lists),
        resources={each.name: each for each in resources},
        shapes=shapes,
        singletons=singletons,
    )


def _members(document: Mapping[str, Json], *keys: str) -> Iterator[tuple[str, Json]]:
    part: Json = document
    for key in keys:
        part = part.get(key, {}) if isinstance(part, dict) else {}
    return iter(part.items() if isinstance(part, dict) else ())


def _followed(document: Mapping[str, Json], part: Json) -> Mapping[str, Json]:
    """
    Return what a local reference of the document itself leads to, if it is an object; an empty one otherwise.
    """
    reference = part.get("$ref") if isinstance(part, dict) else None
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return _object(part)
    found: Json = document
    for step in reference[2:].split("/"):
        found = found.get(step.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
    return _object(found)


def _object(part: Json) -> Mapping[str, Json]:
    return part if isinstance(part, dict) else {}


def _answer(document: Mapping[str, Json], item: Json) -> Json:
    """
    Return the schema of a path's answer in JSON, or None.
    """
    response = _followed(document, _object(item.get("get")).get("responses", {}).get("200", {}))
    media = _object(_object(response.get("content")).get("application/json"))
    schema = media.get("schema")
    return schema if isinstance(schema, dict) else None


def _wrapping(document: Mapping[str, Json], path: str, schema: Json) -> Paging | None:
    names = [each["name"] for each in _parameters(document, path)]
    followed = _followed(document, schema)
    if followed.get("type") == "array" and _followed(document, followed.get("items")).get("type") == "object":
        return STYLES[UNPAGED]
    return recognised(types_described(schema, partial(_followed, document)), names)


def _common(paths: list[str]) -> str:
    """
    Return the folder that all paths have in common, with both slashes.
    """
    split = [each.strip("/").split("/")[:-1] for each in paths]
    shared: list[str] = []
    for steps in zip(*split, strict=False):
        if len(set(steps)) > 1 or "{" in steps[0]:
            break
        shared.append(steps[0])
    return "/".join(("", *shared, ""))


def _is_detail(path: str, other: str) -> bool:
    rest = other.removeprefix(path).strip("/")
    return other.startswith(path) and rest.startswith("{") and "/" not in rest


def _resource(  # noqa: PLR0913, PLR0917 - one path, and all that it refers to
    document: Mapping[str, Json],
    path: str,
    base: str,
    paging: Paging,
    answers: Mapping[str, Json],
    shapes: dict[str, Shape],
) -> Resource:
    name = path.removeprefix(base).strip("/")
    rows: Json = answers[path]
    for step in filter(None, paging.rows.split(".")):
        rows = _followed(document, rows)["properties"][step]
    row = _object(_followed(document, rows).get("items"))
    forms = {"list": _named(row, f"{name} list", shapes)}
    identifier = Field("id", "id", "text")
    for other, schema in answers.items():
        if _is_detail(path, other):
            forms["detail"] = _named(schema, f"{name} detail", shapes)
            inside = [each for each in _parameters(document, other) if each.get("in") == "path"]
            if inside:
                identifier = Field(inside[0]["name"], inside[0]["name"], _type(_object(inside[0].get("schema"))))
    query = {each["name"]: each for each in _parameters(document, path) if each.get("in") == "query"}
    choices = _object(query.get("mode", {}).get("schema")).get("enum", ())
    modes = tuple(each for each in choices if isinstance(each, str))
    terms = _object(query.get("ordering", {}).get("schema"))
    listed = _object(terms.get("items", terms)).get("enum", ())
    fields = dict.fromkeys(str(each).removeprefix("-") for each in listed)
    return Resource(
        name=name,
        title=name,
        entity=name,
        identifier=identifier,
        modes=Modes(choices=modes, list="list", detail="detail"),
        shapes=forms,
        parameters=tuple(_parameter(each) for key, each in query.items() if key not in _APART.union(paging.parameters)),
        search=(Field("search", "search"),) if "search" in query else (),
        ordering=tuple(Field(each, each) for each in fields),
    )


def _parameters(document: Mapping[str, Json], path: str) -> list[dict[str, Any]]:
    item = document["paths"][path]
    listed = [*item.get("parameters", ()), *item["get"].get("parameters", ())]
    followed = (_followed(document, one) for one in listed)
    return [dict(each) for each in followed if isinstance(each.get("name"), str)]


def _parameter(described: Mapping[str, Any]) -> Parameter:
    schema = _object(described.get("schema"))
    inner = _object(schema.get("items", schema) if schema.get("type") == "array" else schema)
    return Parameter(
        name=described["name"],
        fields=(described["name"],),
        lookup="in" if schema.get("type") == "array" else "exact",
        type="choice" if inner.get("enum") else _type(inner),
        choices=tuple(map(str, inner.get("enum", ()))),
    )


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    name = kind if isinstance(kind, str) else next((each for each in kind or () if each != "null"), "string")
    if name == "string":
        return {"date": "date", "date-time": "date-time", "uuid": "uuid"}.get(schema.get("format", ""), "text")
    return name if name in {"boolean", "integer", "number"} else "text"


def _paging(document: Mapping[str, Json], lists: Mapping[str, Paging]) -> Paging:
    for path, paging in lists.items():
        for each in _parameters(document, path):
            if each["name"] == paging.size:
                schema = _object(each.get("schema"))
                limits = [schema.get(key) for key in ("default", "maximum")]
                default, maximum = (each if isinstance(each, int) else 0 for each in limits)
                return replace(paging, default_limit=default, maximum_limit=maximum)
    return replace(next(iter(lists.values()), NO_PAGING), default_limit=0, maximum_limit=0)


def _hosts(document: Mapping[str, Json]) -> Iterator[Host]:
    for each in document.get("servers", ()):
        parts = urlsplit(str(each.get("url", "")))
        if parts.netloc:
            yield Host(parts.netloc, f"{parts.scheme}://{parts.netloc}")


def _named(schema: Json, name: str, shapes: dict[str, Shape]) -> str:
    """
    Return the name of the shape that a schema refers to; an inline one becomes a shape of that name.
    """
    reference = _object(schema).get("$ref", "")
    if reference.startswith(_LOCAL) and reference.removeprefix(_LOCAL) in shapes:
        return str(reference.removeprefix(_LOCAL))
    shapes[name] = _shape(name, schema)
    return name


def _shape(name: str, schema: Json) -> Shape:
    uri = _BASE + name.replace(" ", "-")
    return Shape(name, uri, "", {**_object(_modern(schema, named=False)), "$id": uri})


def _modern(schema: Json, *, named: bool) -> Any:
    """
    Return a schema in the words of JSON Schema 2020-12 (OpenAPI 3.0 has `nullable` and boolean bounds of its own).
    """
    if isinstance(schema, list):
        return [_modern(each, named=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: _modern(value, named=key == "properties" and not named) for key, value in schema.items()}
    if named:
        return result
    reference = result.get("$ref")
    if isinstance(reference, str) and reference.startswith(_LOCAL):
        result["$ref"] = _BASE + reference.removeprefix(_LOCAL)
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if result.get(exclusive) is True and bound in result:
            result[exclusive] = result.pop(bound)
        elif isinstance(result.get(exclusive), bool):
            del result[exclusive]
    if len(result.get("allOf", ())) == 1:  # how 3.0 puts words beside a reference
        result |= _object(result.pop("allOf")[0])
    return _nullable(result) if result.pop("nullable", False) is True else result


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
