"""
Schemas of an OpenAPI document -> declared shapes.

OpenAPI 3.0's `nullable` and single `allOf` become JSON Schema 2020-12; components that are no objects stand
where they are used; objects inside objects become shapes of their own. What has no counterpart is noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.references import follow_inside

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = "#/components/schemas/"
_KEPT = frozenset({"type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "default"})
_KEPT_LISTS = frozenset(
    {"minItems", "maxItems", "uniqueItems", "minProperties", "exclusiveMinimum", "exclusiveMaximum"}
)
_FORMATS = frozenset({"uri", "date", "date-time", "uuid", "email", "time", "ipv4", "ipv6"})
_LEVELS = r"(Polymorphic|Paginated|Endpoint|Serializer|Mini|Normal|Detailed|Detail|List|Nested|Brief|Full|Short|Simple)"
_IDENTIFIERS = ("id", "uuid", "pk", "key", "slug", "code")


@dataclass
class Components:
    """
    The schemas of a document, and the shapes made of them so far.

    Attributes:
        schemas: the document's components, by name.
        names: component to shape name, settled beforehand for the rows of resources.
        entities: component to entity, for the same.
        shapes: shape name to declaration, as `published.json` has it.
        notes: what could not be expressed.
    """

    schemas: Mapping[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def resolve(self, schema: Any) -> tuple[str, Mapping[str, Any]]:
        """
        Follow references and single `allOf`s; return the last component's name ("" if none) and its schema.
        """
        name, seen = "", set[str]()
        found = schema if isinstance(schema, dict) else {}
        while True:
            reference = found.get("$ref", "")
            if isinstance(reference, str) and reference.startswith(_PREFIX) and reference not in seen:
                seen.add(reference)
                name = reference.removeprefix(_PREFIX)
                found = follow_inside({"components": {"schemas": self.schemas}}, reference) or {}
            elif len(found.get("allOf", ())) == 1 and "properties" not in found:
                found = found["allOf"][0]
            else:
                return name, found

    def settle(self, component: str, shape: str, entity: str) -> str:
        """
        Give a component its shape, unless it has one; return the shape's name.
        """
        if component in self.names:
            return self.names[component]
        taken, stem, number = set(self.names.values()), shape, 1
        while shape in taken:
            number += 1
            shape = f"{stem}_{number}"
        self.names[component], self.entities[component] = shape, entity
        return shape

    def declare(self, component: str, schema: Mapping[str, Any] | None = None) -> str:
        """
        Make the shape of a component, and of all that it refers to; return its name.
        """
        content = self.whole(component, self.schemas.get(component, {}) if schema is None else schema)
        name = self._named(component, content)
        if name in self.shapes:
            return name
        entity = self.entities[component]
        shape = self.shapes[name] = {"title": component, **({"entity": entity} if entity else {}), "properties": {}}
        properties = {key: each for key, each in content.get("properties", {}).items() if _is_sent(each)}
        shape["properties"] = {key: self.fragment(each, f"{component}_{key}") for key, each in properties.items()}
        own = shape["properties"].get("url", {})
        if "/" in entity or entity in {each.rpartition("/")[0] for each in self.served}:
            own |= {"x-link": "self"} if own.get("format") == "uri" else {}
        shape["required"] = [key for key in properties if key in content.get("required", ())]
        return name

    @property
    def served(self) -> set[str]:
        """
        Names of the shapes that rows of resources have.
        """
        return {name for component, name in self.names.items() if name.startswith(f"{self.entities[component]}/")}

    def fragment(self, schema: Any, place: str) -> dict[str, Any]:
        """
        Return the fragment that stands for a schema at a field; `place` names it if it is an object itself.
        """
        if not isinstance(schema, dict):
            return {}
        component, found = self.resolve(schema)
        nullable = any(each.get("nullable") is True for each in (schema, found))
        branches = [each for key in ("anyOf", "oneOf") for each in found.get(key, ())]
        if branches:
            made = [self.fragment(each, place) for each in branches if not _is_null(each)]
            return _nullable(made, nullable=nullable or len(made) < len(branches))
        if len(found.get("allOf", ())) > 1 or "properties" in found:
            return _nullable([{"$ref": self.declare(component or place, found)}], nullable=nullable)
        made_one = self._plain(found, place)
        return _nullable([made_one], nullable=nullable) if made_one else {}

    def _plain(self, schema: Mapping[str, Any], place: str) -> dict[str, Any]:
        made = {key: value for key, value in schema.items() if key in _KEPT | _KEPT_LISTS}
        if schema.get("format") in _FORMATS:
            made["format"] = schema["format"]
        elif schema.get("format") == "duration":
            self.notes.append(f"{place}: the format duration, which no validator asserts alike; left open")
        if "items" in schema:
            made["items"] = self.fragment(schema["items"], place)
        if len(made.get("enum", ())) == 1 and made["enum"][0] is not None:
            made = {"const": made["enum"][0]}
        return made

    def whole(self, component: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """
        Return a schema whose `allOf` parts are put together.
        """
        parts = [self.whole(*self.resolve(each)) for each in schema.get("allOf", ())]
        if not parts:
            return schema
        merged: dict[str, Any] = {"properties": {}, "required": []}
        for each in (*parts, schema):
            merged["properties"] |= each.get("properties", {})
            merged["required"] += each.get("required", ())
            if any(key in each for key in ("anyOf", "oneOf", "not")):
                self.notes.append(f"{component}: alternatives inside allOf; left out")
        return merged

    def _named(self, component: str, schema: Mapping[str, Any]) -> str:
        if component in self.names:
            return self.names[component]
        stem = stem_of(component)
        kin = next((each for each in self.entities if stem_of(each) == stem and self.entities[each]), "")
        identified = any(key in schema.get("properties", {}) for key in _IDENTIFIERS)
        if kin and identified:
            entity = self.entities[kin]
            return self.settle(component, f"{entity}/{snake(component)}", entity)
        name = snake(component)
        return self.settle(component, f"{name}/default", name if identified else "")


def stem_of(component: str) -> str:
    """
    Return a component's name without the words that tell levels of detail apart.
    """
    return re.sub(_LEVELS + r"(?=[A-Z0-9]|$)", "", component) or component


def snake(name: str) -> str:
    """
    Return a name in lower case with underscores.
    """
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).lower()


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and (schema.get("type") == "null" or schema.get("enum") == [None])


def _is_sent(schema: Any) -> bool:
    return not (isinstance(schema, dict) and schema.get("writeOnly"))


def _nullable(branches: list[dict[str, Any]], *, nullable: bool) -> dict[str, Any]:
    if len(branches) == 1 and not nullable:
        return branches[0]
    if len(branches) == 1 and isinstance(branches[0].get("type"), str):
        made = branches[0] | {"type": [branches[0]["type"], "null"]}
        return made | ({"enum": [*made["enum"], None]} if "enum" in made and None not in made["enum"] else {})
    return {"anyOf": [*branches, *([{"type": "null"}] if nullable else [])]}
