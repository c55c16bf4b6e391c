"""
What an OpenAPI document says, as an API to which recordings can be assigned.

A document cannot say all that a contract can (which field a filter looks at, how a corner case ends), so two sides
are compared operation by operation; the API made here only tells which recorded records a schema is about.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.contract.model import Api, Field, Grade, Modes, Resource, Setting
from apicontract.contract.paging import NO_PAGING, STYLES
from apicontract.contract.templates import Template
from apicontract.diff.operations import shapes_of
from apicontract.evidence.openapi import BASE
from apicontract.evidence.openapi.parts import members
from apicontract.evidence.paging import UNPAGED, paged_alternative, recognised, types_described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json
    from apicontract.contract.paging import Paging
    from apicontract.evidence.openapi import Description, Operation


def api_described(description: Description) -> Api:
    """
    Return what a description says, with a resource for each collection.
    """
    gets = {each.path: each for (_, method), each in description.operations.items() if method == "GET"}
    answers = {path: schema for path, each in gets.items() if (schema := each.answered) is not None}
    lists = _lists(description, {path: gets[path] for path in answers})
    base = _common([*lists] or [*answers])
    shapes = dict(shapes_of(description))
    resources = [_resource(description, path, base, paging, gets) for path, paging in lists.items()]
    found = [each for each in resources if each is not None and all(it in shapes for it in each.shapes.values())]
    return Api(
        name=description.title or description.place,
        title=description.title,
        version=description.version,
        base_path=base,
        primary=found[0].name if found else "",
        hosts={},
        default_host="",
        paging=replace(next(iter(lists.values()), NO_PAGING), default_limit=0, maximum_limit=0),
        resources={each.name: each for each in found},
        shapes=shapes,
        behaviour={"closing_slash": Setting(any(each.endswith("/") for each in lists), Grade.PUBLISHED)},
        singletons={},
    )


def _followed(description: Description, schema: Json) -> Mapping[str, Any]:
    """
    Return a schema, or the definition that it refers to.
    """
    met: set[str] = set()
    found = members(schema)
    while isinstance(found.get("$ref"), str) and found["$ref"] not in met:
        met.add(found["$ref"])
        found = members(description.schemas.get(unquote(found["$ref"].removeprefix(BASE))))
    return found


def _lists(description: Description, gets: Mapping[str, Operation]) -> dict[str, Paging]:
    """
    Return path to paging of the lists; where some are wrapped, a bare array is no list of the same paging.
    """
    found = {path: paging for path, each in gets.items() if (paging := _wrapping(description, each))}
    wrapped = {path: paging for path, paging in found.items() if paging.rows}
    return wrapped or found


def _wrapping(description: Description, operation: Operation) -> Paging | None:
    followed = partial(_followed, description)
    schema, begins = paged_alternative(followed(operation.answered), followed)
    names = [each.name for each in operation.parameters.values() if each.place == "query"]
    bare = schema.get("type") == "array" and followed(schema.get("items")).get("type") == "object"
    headers = dict.fromkeys(operation.answered_headers if bare else (), "")
    paging = recognised(types_described(schema, followed), names, headers) or (STYLES[UNPAGED] if bare else None)
    return None if paging is None else replace(paging, begins_on_size=begins)


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
    return "/".join(("", *shared, "")) if shared else "/"


def _is_detail(path: str, other: str) -> bool:
    rest = other.removeprefix(path).strip("/")
    return other.startswith(path) and rest.startswith("{") and "/" not in rest


def _resource(
    description: Description, path: str, base: str, paging: Paging, gets: Mapping[str, Operation]
) -> Resource | None:
    """
    Return the resource of a list whose rows have a definition; None for others, of which no record is counted.
    """
    name = path.removeprefix(base).strip("/")
    followed = partial(_followed, description)
    rows, _ = paged_alternative(followed(gets[path].answered), followed)
    for step in filter(None, paging.rows.split(".")):
        rows = _followed(description, rows["properties"][step])
    row = _name(rows.get("items"))
    if not row:
        return None
    forms, identifier = {"list": row, "detail": row}, Field("id", "id", "text")
    for other, operation in gets.items():
        if _is_detail(path, other):
            forms["detail"] = _name(operation.answered) or row
            inside = [each.name for each in operation.parameters.values() if each.place == "path"]
            identifier = Field(inside[0], inside[0], "text") if inside else identifier
    mode = gets[path].parameters.get(("query", "mode"))
    choices = members(mode.schema if mode else None).get("enum", ())
    modes = Modes(choices=tuple(each for each in choices if isinstance(each, str)), list="list", detail="detail")
    return Resource(
        name=name, title=name, entity=name, identifier=identifier, modes=modes, shapes=forms, template=Template(name)
    )


def _name(schema: Json) -> str:
    """
    Return the name of the definition that a schema refers to, or "".
    """
    reference = members(schema).get("$ref", "")
    return unquote(reference.removeprefix(BASE)) if isinstance(reference, str) else ""
