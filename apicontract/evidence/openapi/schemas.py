"""
Schema objects of any version -> JSON Schema 2020-12, each definition once, with absolute references.

OpenAPI 3.0 has `nullable` and boolean bounds of its own; `allOf` is put together; `oneOf` and `anyOf` are both
`anyOf` (with `exclusive` where exactly one holds). Whatever two documents write in other ways and mean alike
becomes the same here.
"""

from __future__ import annotations

import re
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from apicontract.evidence.openapi.documents import Unfollowed
from apicontract.evidence.openapi.merging import merged
from apicontract.evidence.openapi.model import BASE, Composition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Json
    from apicontract.evidence.openapi.documents import DocumentSource

#: Keywords whose members are schemas by name, whose value is a schema, whose members are a list of schemas.
_BY_NAME = frozenset({"properties", "patternProperties", "dependentSchemas"})
_ONE = frozenset(
    {"items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"}
    | {"unevaluatedItems", "unevaluatedProperties", "contentSchema", "additionalItems"}
)
_LISTS = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
#: Prose, examples, and what names a schema or is reached by reference.
_PROSE = frozenset(
    {"description", "example", "examples", "externalDocs", "$comment", "$defs", "definitions", "$schema", "$id"}
    | {"$anchor", "$dynamicAnchor", "$vocabulary"}
)
#: Keywords that forbid nothing, and may stand beside a reference.
_MARKS = frozenset({"title", "readOnly", "writeOnly", "deprecated", "default"})
_COMPONENT = "#/components/schemas/"
#: Definitions inside each other by `allOf` that are put together; published documents have some five.
_DEEPEST = 50
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


@dataclass
class SchemaReader:
    """
    The schemas of a document, made as they are asked for.

    Attributes:
        source: the document.
        definitions: name to schema, of those that were referred to and made.
        skipped: place, reason, and what stands there, of what could not be read.
    """

    source: DocumentSource
    definitions: dict[str, Json] = field(default_factory=dict)
    skipped: list[tuple[str, str, Json]] = field(default_factory=list)
    _parts: dict[str, list[str]] = field(default_factory=dict)
    _own: dict[str, list[Json]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _origins: dict[str, tuple[Json, str]] = field(default_factory=dict)
    _waiting: deque[str] = field(default_factory=deque)
    _under_way: list[str] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)

    def read(self, schema: Json, uri: str, place: str) -> Json:
        """
        Return a schema in normal form; `place` names it.
        """
        with self._standing(place):
            return self._normal(schema, uri)

    def skip(self, place: str, reason: str, what: Json = None) -> None:
        """
        List something that is not read.
        """
        if not any(each[:2] == (place, reason) for each in self.skipped[-50:]):
            self.skipped.append((place, reason, what))

    def name(self, component: str) -> str:
        """
        Return the name of a component's definition, which is made with the others.
        """
        schemas = self.source.root.get("components", {}).get("schemas", {})
        return self._named(f"{_COMPONENT}{component}", schemas[component], self.source.uri)

    def finish(self) -> None:
        """
        Make every definition that was referred to, and those that they refer to.
        """
        while self._waiting:
            self._content(self._waiting.popleft())

    @cached_property
    def _inner(self) -> Mapping[int, tuple[str, Json, str]]:
        """
        Address, schema and URI of each part of a schema that is referred to by its place: a definition, too.

        A change of such a part is then one of that definition, wherever it is met.
        """
        found = {}
        for reference in _references(self.source.root):
            if reference.startswith("#/") and not _is_component(reference):
                try:
                    schema, uri, address = self.source.follow(self.source.uri, reference)
                except Unfollowed:
                    continue  # listed where it is read
                if isinstance(schema, dict) and "$ref" not in schema:
                    found[id(schema)] = (address, schema, uri)
        return found

    def composed(self) -> dict[str, Composition]:
        """
        Return which definitions are put together of others.
        """
        return {
            name: Composition(tuple(dict.fromkeys(each)), tuple(self._own.get(name, ())))
            for name, each in self._parts.items()
        }

    @contextmanager
    def _standing(self, place: str) -> Iterator[None]:
        above, self._path = self._path, [place]
        yield
        self._path = above

    def _content(self, name: str) -> Json:
        """
        Return the schema of a definition; one that is made of itself is open there.
        """
        if name in self.definitions:
            return self.definitions[name]
        if name in self._under_way or len(self._under_way) >= _DEEPEST:
            self.skip(name, "allOf in a circle" if name in self._under_way else f"allOf more than {_DEEPEST} deep")
            return {}
        self._under_way.append(name)
        with self._standing(name):
            made = self._normal(*self._origins[name], top=True)
        self._under_way.pop()
        self.definitions[name] = made
        return made

    def _named(self, address: str, schema: Json, uri: str, place: str = "") -> str:
        """
        Return the name of the definition at an address, which is made later; `place` names one without an address.
        """
        if address in self._names:
            return self._names[address]
        plain = address.removeprefix(_COMPONENT)
        if plain != address and "/" not in plain:
            name = unquote(plain).replace("~1", "/").replace("~0", "~")
        elif place:
            name = place
        else:
            path, _, fragment = address.rpartition("#")
            file = urlsplit(path).path.rpartition("/")[2] if path and path != self.source.uri else ""
            name = unquote(re.sub(r"~1", "/", f"{file}{fragment}")).strip("/") or address
        taken, stem, number = self._origins, name, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        self._names[address] = name
        self._origins[name] = (schema, uri)
        self._waiting.append(name)
        return name

    def _referred(self, name: str) -> dict[str, Json]:
        return {"$ref": BASE + quote(name, safe="-._~")}

    def _follow(self, schema: Json) -> Json:
        """
        Return what a schema in normal form leads to: itself, or the definition that it refers to.
        """
        met: set[str] = set()
        marks: dict[str, Json] = {}
        while isinstance(schema, dict) and "$ref" in schema and str(schema["$ref"]) not in met:
            met.add(str(schema["$ref"]))
            marks = {**{key: each for key, each in schema.items() if key != "$ref"}, **marks}
            name = unquote(str(schema["$ref"]).removeprefix(BASE))
            self._parts.setdefault(self._path[0], []).append(name)
            schema = self._content(name)
        if not isinstance(schema, dict):
            return schema
        return {} if "$ref" in schema else {**schema, **marks}

    def _normal(self, schema: Json, uri: str, *, top: bool = False) -> Json:
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else True
        if not top and id(schema) in self._inner:
            return self._referred(self._named(*self._inner[id(schema)]))
        if isinstance(schema.get("$id"), str):
            uri = urljoin(uri, schema["$id"])
        plain = {key: each for key, each in schema.items() if key not in _PROSE}
        nullable = plain.pop("nullable", False) is True
        reference = plain.pop("$ref", plain.pop("$dynamicRef", None))
        made: dict[str, Any] = {}
        for key, value in plain.items():
            self._path.append(key)
            self._keyword(made, key, value, uri)
            self._path.pop()
        _bounded(made)
        parts: list[Json] = made.pop("allOf", [])
        if isinstance(reference, str):
            parts = [self._reference(reference, uri), *parts]
        result = self._together(made, parts, schema, uri, top=top) if parts else self._alternatives(made)
        return _nullable(result) if nullable else result

    def _keyword(self, made: dict[str, Any], key: str, value: Any, uri: str) -> None:
        """
        Enter a keyword; one of another type than it must have is left out.
        """
        if key in _BY_NAME and isinstance(value, dict):
            made[key] = {}
            for name, each in value.items():
                self._path.append(name)
                made[key][name] = self._normal(each, uri)
                self._path.pop()
        elif key in _LISTS or (key == "items" and isinstance(value, list)):
            listed = [self._normal(each, uri) for each in value] if isinstance(value, list) else []
            if listed:
                made["prefixItems" if key == "items" else key] = listed
        elif key in _ONE:
            made[key] = self._normal(value, uri)
        elif key == "discriminator" and isinstance(value, dict):
            made[key] = self._discriminator(value, uri)
        elif key == "type" and isinstance(value, list) and len(value) == 1:
            made[key] = value[0]
        else:
            made[key] = value

    def _reference(self, reference: str, uri: str) -> Json:
        try:
            found, base, address = self.source.schema(uri, reference)
        except Unfollowed as error:
            self.skip("/".join(self._path), str(error), reference)
            return True
        if not isinstance(found, dict | bool):
            self.skip("/".join(self._path), f"$ref {reference[:100]!r} leads to no schema", reference)
            return True
        return {"type": "null"} if _is_null(found) else self._referred(self._named(address, found, base))

    def _together(
        self, made: dict[str, Json], parts: list[Json], schema: Mapping[str, Json], uri: str, *, top: bool
    ) -> Json:
        """
        Return what parts that all hold say together; a place that needs one is given a definition of its own.
        """
        own = {key: each for key, each in made.items() if key not in _MARKS and not key.startswith("x-")}
        parts = [each for each in parts if each is not True and each != {}]
        if len(parts) == 1 and not own:
            marks = {key: each for key, each in made.items() if key != "title"}
            return {**parts[0], **marks} if marks and isinstance(parts[0], dict) else parts[0]
        if False in parts:
            return False
        if not top and any(isinstance(each, dict) and "$ref" in each for each in parts):
            return self._referred(self._named(f"@{id(schema)}", schema, uri, "/".join(self._path)))
        inline = [each for each in parts if not (isinstance(each, dict) and "$ref" in each)]
        self._own.setdefault(self._path[0], []).extend([made, *inline])
        followed = [self._follow(each) for each in parts]
        return self._alternatives(merged([*(each for each in followed if isinstance(each, dict)), made], self._follow))

    def _alternatives(self, made: dict[str, Any]) -> Json:
        """
        Return a schema whose alternatives are an `anyOf`; a lone one stands for itself.
        """
        either, one = made.pop("anyOf", None), made.pop("oneOf", None)
        exclusive = isinstance(made.pop("exclusive", None), bool)
        if either and one:
            made["allOf"] = [*made.get("allOf", ()), self._alternatives({"oneOf": one})]
            one = None
        branches = either or one
        if not branches:
            return made
        branches = [{"type": "null"} if _is_null(each) else each for each in branches]
        if len(branches) == 1 and not made:
            return branches[0]
        made["anyOf"] = branches
        if (one or exclusive) and sum(not _is_null(each) for each in branches) > 1:
            made["exclusive"] = True
        return made

    def _discriminator(self, stated: Mapping[str, Json], uri: str) -> Json:
        mapping = stated.get("mapping")
        made = {key: each for key, each in stated.items() if key != "mapping" and not key.startswith("x-")}
        if isinstance(mapping, dict) and mapping:
            made["mapping"] = {key: self._meant(str(each), uri) for key, each in mapping.items()}
        return made

    def _meant(self, target: str, uri: str) -> str:
        """
        Return the name of the definition that a mapping means: by reference, or by the name of a component.
        """
        for reference in (f"{_COMPONENT}{target}", target) if re.fullmatch(r"[\w.-]+", target) else (target,):
            try:
                found, base, address = self.source.schema(uri, reference)
            except Unfollowed:
                continue
            if isinstance(found, dict):
                return self._named(address, found, base)
        return target


def _references(root: Json) -> Iterator[str]:
    """
    Yield every reference of a document, each once.
    """
    met: set[str] = set()
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            reference = part.get("$ref")
            if isinstance(reference, str) and reference not in met:
                met.add(reference)
                yield reference
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _is_component(reference: str) -> bool:
    return reference.startswith("#/components/") and reference.count("/") == _COMPONENT.count("/")


def _bounded(made: dict[str, Any]) -> None:
    """
    Turn the boolean bounds of 3.0 into the numbers of 2020-12.
    """
    for bound, exclusive in _BOUNDS:
        if made.get(exclusive) is True and bound in made:
            made[exclusive] = made.pop(bound)
        elif isinstance(made.get(exclusive), bool):
            del made[exclusive]


def _nullable(schema: Json) -> Json:
    if not isinstance(schema, dict) or schema == {}:
        return True
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema and "const" not in schema and "anyOf" not in schema:
        return {**schema, "type": [kind, "null"]} if kind != "null" else schema
    if isinstance(kind, list) and "null" in kind and "enum" not in schema:
        return schema
    if set(schema) <= {"anyOf", "exclusive"}:
        branches = [each for each in schema["anyOf"] if not _is_null(each)]
        return {**schema, "anyOf": [*branches, {"type": "null"}]}
    if isinstance(schema.get("enum"), list) and isinstance(kind, str):
        return {**schema, "type": [kind, "null"], "enum": [*(e for e in schema["enum"] if e is not None), None]}
    return {"anyOf": [schema, {"type": "null"}]}


def _is_null(schema: Json) -> bool:
    """
    Return whether null alone fits, in one of the ways in which that is written.
    """
    if not isinstance(schema, dict):
        return False
    stated = {key for key in schema if key not in _PROSE and key not in {"title", "nullable"}}
    if stated == {"type"}:
        return bool(schema["type"] == "null")
    return (stated == {"enum"} and schema["enum"] == [None]) or (stated == {"const"} and schema["const"] is None)
