"""
Schemas of an OpenAPI document -> declared shapes.

Definitions that are no objects stand where they are used; objects inside objects become shapes of their own. What
has no counterpart is noted.
"""

from __future__ import annotations

import re
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.contract.errors import DataError
from apicontract.evidence.openapi import BASE
from apicontract.evidence.openapi.parts import members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEPT = frozenset({"type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "default"})
_KEPT_LISTS = frozenset(
    {"minItems", "maxItems", "uniqueItems", "minProperties", "exclusiveMinimum", "exclusiveMaximum"}
)
_FORMATS = frozenset({"uri", "date", "date-time", "uuid", "email", "time", "ipv4", "ipv6"})
#: Keywords that a shape says, that a value says, and that forbid nothing where they are true.
_OF_OBJECTS = frozenset({"type", "title", "properties", "required", "discriminator", "readOnly", "writeOnly"})
_OF_VALUES = _KEPT | _KEPT_LISTS | {"format", "items", "title", "readOnly", "writeOnly", "discriminator"}
_OPEN = frozenset({"additionalProperties", "unevaluatedProperties", "items"})
_TOLD = {
    "anyOf": "alternatives beside fields",
    "allOf": "conditions that have no sum",
    "additionalProperties": "what is said of fields that are not listed",
}
#: Steps of a JSON pointer that name nothing.
_STEPS = frozenset({"properties", "items", "allOf", "anyOf", "oneOf", "0", "1", "2"})
#: Characters of a name made of a place; file systems allow 255 bytes.
_LONGEST_NAME = 100
_LEVELS = (
    r"(Polymorphic|Paginated|Endpoint|Serializer|Mini|Normal|Detailed|Detail|List|Nested|Brief|Full|Short|Simple|Basic)"
)
#: What tells a variant by what it has, lacks or is for: `PadSerializerNoLocation`.
_VARIANT = r"(?<=[a-z0-9])(No|For|With|Without)[A-Z]\w*$"
#: References and parts inside each other that are followed; published documents have some ten.
_DEEPEST = 50
#: Schemas made of one document; references that multiply make more, published documents some thousand.
_MOST_MADE = 100_000
#: Characters of a place in a message; names of parts grow with each level.
_LONGEST_PLACE = 120
#: Fields that usually tell records apart.
IDENTIFIERS = ("id", "uuid", "pk", "key", "slug", "code")


@dataclass
class Components:
    """
    The schemas of a document, and the shapes made of them so far.

    Attributes:
        schemas: the document's components, by name.
        names: component to shape name, settled beforehand for the rows of resources.
        entities: component to entity, for the same.
        shapes: shape name to declaration, as `published.json` has it.
        inline: name that was given to a schema that stands in place, to the schema.
        linked: entities whose records are identified by their own URL.
        notes: what could not be expressed.
        under_way: components that are being looked at, each with the purpose, the outermost first.
        waiting: shapes that are named and not yet made: component, shape name and schema.
        made: how many schemas were looked at.
    """

    schemas: Mapping[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Any] = field(default_factory=dict)
    inline: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    under_way: list[tuple[str, str]] = field(default_factory=list)
    waiting: deque[tuple[str, str, Mapping[str, Any]]] = field(default_factory=deque)
    made: int = 0

    @contextmanager
    def _within(self, purpose: str, component: str, place: str) -> Iterator[bool]:
        """
        Enter a component for a purpose; yield whether it is not inside itself.

        Raises:
            DataError: the document's references lead too deep, or multiply.
        """
        self.made += 1
        if len(self.under_way) >= _DEEPEST or self.made > _MOST_MADE:
            found = "references that multiply" if self.made > _MOST_MADE else "references inside each other"
            expected = f"at most {_DEEPEST} levels and {_MOST_MADE} schemas"
            raise DataError(f"the schema {component or place}"[:_LONGEST_PLACE], found, expected)
        if component and (purpose, component) in self.under_way:
            self.notes.append(f"{component}: a schema that is part of itself; left open there")
            yield False
            return
        self.under_way.append((purpose, component))
        yield True
        self.under_way.pop()

    def followed(self, schema: Any) -> Mapping[str, Any]:
        """
        Return a schema, or the one that it refers to.
        """
        return self.resolve(schema)[1]

    def resolve(self, schema: Any) -> tuple[str, Mapping[str, Any]]:
        """
        Follow references, and an alternative that null alone stands beside; return the last name and schema.

        The name is "" if there was no reference.
        """
        name, seen = "", set[str]()
        found = members(schema)
        while True:
            reference = found.get("$ref", "")
            if isinstance(reference, str) and reference.startswith(BASE) and reference not in seen:
                seen.add(reference)
                name = unquote(reference.removeprefix(BASE))
                found = members(self.schemas.get(name))
                continue
            branches = [each for each in found.get("anyOf", ()) if not _is_null(each)]
            if len(branches) != 1 or "properties" in found or found.get("$ref") in seen:
                return name, found
            found = members(branches[0])

    def assign_shape(self, component: str, shape: str, entity: str, schema: Mapping[str, Any] | None = None) -> str:
        """
        Give a component its shape, unless it has one; return the shape's name.

        A schema that stands in place, and is no component, is kept under the name that it is given.
        """
        if schema is not None and component not in self.schemas:
            self.inline.setdefault(component, schema)
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
        name = self._announced(component, self._stated(component) if schema is None else schema)
        while self.waiting:
            self._make(*self.waiting.popleft())
        return name

    def _stated(self, component: str) -> Mapping[str, Any]:
        return members(self.schemas.get(component, self.inline.get(component)))

    def _announced(self, component: str, schema: Mapping[str, Any]) -> str:
        """
        Name the shape of a component, and have it made later: chains of references may be longer than a stack is deep.
        """
        content = self.whole(component, schema)
        name = self._named(component, content)
        if name not in self.shapes:
            self.shapes[name] = {}
            self.waiting.append((component, name, content))
        return name

    def _make(self, component: str, name: str, content: Mapping[str, Any]) -> None:
        entity = self.entities[component]
        shape = self.shapes[name] = {"title": component, **({"entity": entity} if entity else {}), "properties": {}}
        properties = {key: each for key, each in content.get("properties", {}).items() if _is_sent(each)}
        shape["properties"] = {key: self.fragment(each, f"{component}_{key}") for key, each in properties.items()}
        for key in self._telling.intersection(properties):
            label = members(properties[key]).get("default")
            if isinstance(label, str) and set(shape["properties"][key]) <= {"type", "default"}:
                shape["properties"][key] = {"const": label}
        own = shape["properties"].get("url", {})
        if "/" in entity or entity in {each.rpartition("/")[0] for each in self.served}:
            # Clients may set a URL that leads elsewhere; one that they cannot set is the service's own.
            made = self.followed(properties.get("url")).get("readOnly") or members(properties.get("url")).get(
                "readOnly"
            )
            own |= {"x-link": "self"} if own.get("format") == "uri" and made else {}
        shape["required"] = [key for key in properties if key in content.get("required", ())]

    @cached_property
    def _telling(self) -> frozenset[str]:
        """
        Fields by which the document's discriminators tell alternatives apart; what they default to is what they say.
        """
        stated = (members(members(each).get("discriminator")).get("propertyName") for each in self.schemas.values())
        return frozenset(each for each in stated if isinstance(each, str))

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
        with self._within("fragment", component, place) as first:
            return self._fragment(schema, component, found, place) if first else {}

    def _fragment(self, schema: Mapping[str, Any], component: str, found: Mapping[str, Any], place: str) -> Any:
        nullable = any(_offers_null(each) for each in (schema, found))
        branches = [each for each in found.get("anyOf", ()) if not _is_null(each)]
        if branches and "properties" not in found:
            made = [self.fragment(each, place) for each in branches]
            return _nullable(made, nullable=nullable)
        if "properties" in found:
            return _nullable([{"$ref": self._announced(component or place, found)}], nullable=nullable)
        made_one = self._plain(found, place)
        return _nullable([made_one], nullable=nullable) if made_one else {}

    def _plain(self, schema: Mapping[str, Any], place: str) -> dict[str, Any]:
        made = {key: value for key, value in schema.items() if key in _KEPT | _KEPT_LISTS}
        if schema.get("format") in _FORMATS:
            made["format"] = schema["format"]
        elif schema.get("format") == "duration":
            self.notes.append(f"{place}: the format duration, which no validator asserts alike; left open")
        self._note(place, schema, _OF_VALUES)
        if "items" in schema:
            made["items"] = self.fragment(schema["items"], place)
        if len(made.get("enum", ())) == 1 and made["enum"][0] is not None:
            made = {"const": made["enum"][0]}
        return made

    def whole(self, component: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """
        Return a schema of an object, with a note of each condition that its shape does not say.
        """
        self._note(component, schema, _OF_OBJECTS)
        return schema

    def _note(self, place: str, schema: Mapping[str, Any], said: frozenset[str]) -> None:
        for key, value in schema.items():
            if key not in said and not key.startswith("x-") and not (key in _OPEN and value in (True, {})):
                self.notes.append(f"{place}: {_TOLD.get(key, key)}; left out")

    def _named(self, component: str, schema: Mapping[str, Any]) -> str:
        if component in self.names:
            return self.names[component]
        stem = stem_of(component)
        kin = next((each for each in self.entities if stem_of(each) == stem and self.entities[each]), "")
        identified = any(key in schema.get("properties", {}) for key in IDENTIFIERS)
        if kin and identified:
            entity = self.entities[kin]
            return self.assign_shape(component, f"{entity}/{snake(component)}", entity)
        plain = stem if identified and stem in {stem_of(each) for each in self.schemas} else component
        name = snake("_".join(each for each in plain.split("/") if each not in _STEPS)[-_LONGEST_NAME:])
        return self.assign_shape(component, f"{name}/default", name if identified else "")


def stem_of(component: str) -> str:
    """
    Return a component's name without the words that tell levels of detail, and variants, apart.
    """
    plain = re.sub(_VARIANT, "", component)
    return re.sub(_LEVELS + r"(?=[A-Z0-9]|$)", "", plain) or component


def snake(name: str) -> str:
    """
    Return a name in lower case with underscores.
    """
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).lower()


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and (schema.get("type") == "null" or schema.get("enum") == [None])


def _offers_null(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type", ())
    return any(map(_is_null, schema.get("anyOf", ()))) or (isinstance(kinds, list) and "null" in kinds)


def _is_sent(schema: Any) -> bool:
    return not (isinstance(schema, dict) and schema.get("writeOnly"))


def _nullable(branches: list[dict[str, Any]], *, nullable: bool) -> dict[str, Any]:
    if len(branches) == 1 and not nullable:
        return branches[0]
    if len(branches) == 1 and isinstance(branches[0].get("type"), list):
        return branches[0]
    if len(branches) == 1 and isinstance(branches[0].get("type"), str):
        made = branches[0] | {"type": [branches[0]["type"], "null"]}
        return made | ({"enum": [*made["enum"], None]} if "enum" in made and None not in made["enum"] else {})
    return {"anyOf": [*branches, *([{"type": "null"}] if nullable else [])]}
