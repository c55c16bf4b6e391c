"""
Shapes -> columns: which Django field holds each property of an entity, and how a shape sends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Api, Shape

#: A text that only the pattern of a duration accepts.
_DURATION = "P1DT2H3M4S"


@dataclass(frozen=True)
class Column:
    """
    A property of a shape.

    Attributes:
        name: of the property and of the model's field.
        kind: "constant", "link", "one" or "many" (of another entity's records), or the type of a scalar.
        entity: whose records it refers to, for "one" and "many".
        shape: in which form these are sent.
        value: what a constant always is.
    """

    name: str
    kind: str
    entity: str = ""
    shape: str = ""
    value: Any = None

    @property
    def stored(self) -> bool:
        """
        Whether it is data, not made when it is sent.
        """
        return self.kind not in {"constant", "link"}


def columns_of_shape(api: Api, shape: Shape) -> dict[str, Column]:
    """
    Return the columns of one shape, in the order sent.
    """
    by_uri = {each.uri: each for each in api.shapes.values()}
    properties: Mapping[str, Any] = shape.schema.get("properties", {})
    return {name: _column(name, schema, shape, by_uri) for name, schema in properties.items()}


def columns_of_entity(api: Api, entity: str) -> dict[str, Column]:
    """
    Return the stored columns of all shapes of an entity together.
    """
    found: dict[str, Column] = {}
    for shape in api.shapes.values():
        if shape.entity == entity:
            for column in columns_of_shape(api, shape).values():
                if column.stored and found.get(column.name, column).kind in {column.kind, "json"}:
                    found[column.name] = column
    return found


def entities(api: Api) -> list[str]:
    """
    Return every entity that a shape belongs to or a resource lists.
    """
    named = [each.entity for each in (*api.resources.values(), *api.shapes.values()) if each.entity]
    return list(dict.fromkeys(named))


def _column(name: str, schema: Mapping[str, Any], shape: Shape, by_uri: Mapping[str, Shape]) -> Column:
    if "const" in schema:
        return Column(name, "constant", value=schema["const"])
    if schema.get("x-link") == "self":
        return Column(name, "link")
    target = _target(schema, shape, by_uri)
    if target is not None:
        return Column(name, "one", target.entity, target.name)
    items = next((_target(each.get("items", {}), shape, by_uri) for each in _branches(schema)), None)
    if items is not None:
        return Column(name, "many", items.entity, items.name)
    return Column(name, _scalar(schema))


def _branches(schema: Any) -> Iterator[Mapping[str, Any]]:
    """
    Yield the schema and those it offers as alternatives.
    """
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(keyword, ()):
            yield from _branches(each)


def _target(schema: Any, shape: Shape, by_uri: Mapping[str, Shape]) -> Shape | None:
    """
    Return the shape of the entity's record that a schema refers to, if it refers to one.
    """
    for each in _branches(schema):
        target = by_uri.get(urljoin(shape.uri, each.get("$ref", "#")))
        if target is not None and target.entity and "$ref" in each:
            return target
    return None


def _scalar(schema: Mapping[str, Any]) -> str:
    branches = list(_branches(schema))
    types: set[str] = set()
    for each in branches:
        kinds = each.get("type", ())
        types |= {kinds} if isinstance(kinds, str) else set(kinds)
    types -= {"null"}
    if types == {"string"}:
        return next((kind for each in branches if (kind := _text_kind(each))), "text")
    if types in ({"integer"}, {"number"}, {"boolean"}):
        return types.pop()
    return "number" if types == {"integer", "number"} else "json"


def _text_kind(schema: Mapping[str, Any]) -> str:
    if schema.get("format") in {"date", "date-time", "uuid"}:
        return str(schema["format"])
    pattern = schema.get("pattern")
    if pattern and re.search(pattern, _DURATION) and not re.search(pattern, "any text"):
        return "duration"
    return ""
