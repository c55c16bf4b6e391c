"""
An OpenAPI document -> what it describes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.contract.jsontypes import types_of
from apicontract.evidence.openapi.documents import Unfollowed
from apicontract.evidence.openapi.model import (
    BASE,
    Body,
    DescribedAnswer,
    DescribedParameter,
    Description,
    Media,
    Operation,
)
from apicontract.evidence.openapi.parts import members
from apicontract.evidence.openapi.schemas import SchemaReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Json
    from apicontract.evidence.openapi.documents import DocumentSource

#: Methods that a path item has members for (OpenAPI 3.2, Path Item Object).
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
#: Prose and examples, which promise nothing.
_PROSE = frozenset({"summary", "description", "externalDocs", "example", "examples", "$ref"})
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
_KNOWN_PARTS: dict[str, frozenset[str]] = {
    "document": frozenset(
        {"openapi", "info", "servers", "paths", "webhooks", "components", "security", "tags", "x-webhooks", "$self"}
        | {"jsonSchemaDialect"}
    ),
    "item": frozenset({*_METHODS, "parameters", "servers", "additionalOperations"}),
    "operation": frozenset(
        {"parameters", "requestBody", "responses", "security", "servers", "deprecated", "operationId", "tags"}
    ),
    "parameter": frozenset(
        {"name", "in", "required", "style", "explode", "allowReserved", "schema", "content", "deprecated"}
    ),
    "body": frozenset({"required", "content"}),
    "answer": frozenset({"content", "headers"}),
    "media": frozenset({"schema"}),
}
#: Sections of the components that are read where they are referred to.
_READ_THERE = ("parameters", "responses", "requestBodies", "headers", "pathItems", "mediaTypes")
_NAMES = re.compile(r"\{[^{}]*\}")
#: Header parameters of these names are ignored (OpenAPI 3.0.3, DescribedParameter Object).
_NO_PARAMETERS = frozenset({"accept", "content-type", "authorization"})


def description_of(source: DocumentSource) -> Description:
    """
    Return what a document describes, with a list of what it says and this does not model.

    Raises:
        DataError: a reference leads to something of another kind than its place must have.
    """
    reading = _OperationReading(source, SchemaReader(source))
    root = source.root
    operations = dict(reading.items(root["paths"], "paths"))
    hooks = members({**members(root.get("x-webhooks")), **members(root.get("webhooks"))})
    webhooks = {(name, key[1]): each for name, item in hooks.items() for key, each in reading.item(name, item)}
    reading.schemas.finish()
    reached = set(reading.schemas.definitions)
    components = members(root.get("components"))
    named = [reading.schemas.name(each) for each in members(components.get("schemas"))]
    reading.schemas.finish()
    info = members(root.get("info"))
    rest = {f"/{key}": each for key, each in root.items() if key not in _KNOWN_PARTS["document"] | _PROSE}
    rest |= reading.rest | dict(reading.unread(components))
    variables = [each["variables"] for each in _objects(root.get("servers")) if each.get("variables")]
    return Description(
        title=str(info.get("title") or ""),
        version=str(info.get("version") or ""),
        place=source.place,
        servers=tuple(_urls(root.get("servers"))),
        operations=operations,
        webhooks=webhooks,
        security=_security(root.get("security")) or (),
        schemes={
            name: reading.followed(each, source.uri, f"the security scheme {name}")[0]
            for name, each in members(components.get("securitySchemes")).items()
        },
        schemas=reading.schemas.definitions,
        composed=reading.schemas.composed(),
        unused=tuple(each for each in named if each not in reached),
        rest=rest | ({"/servers/variables": variables} if variables else {}),
        skipped=(*((*each, None) for each in source.notes), *reading.schemas.skipped),
    )


def template(path: str) -> str:
    """
    Return a path without the names of its parameters: paths that differ in them alone are the same (OpenAPI 3.0.3).
    """
    return _NAMES.sub("{}", path)


@dataclass
class _OperationReading:
    source: DocumentSource
    schemas: SchemaReader
    rest: dict[str, Json] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)

    def followed(self, part: Json, uri: str, place: str) -> tuple[Mapping[str, Any], str]:
        """
        Return what a part, or the reference that stands for it, says; nothing if that cannot be read.
        """
        met: set[str] = set()
        while isinstance(part, dict) and isinstance(part.get("$ref"), str):
            reference = part["$ref"]
            try:
                part, uri, address = self.source.follow(uri, reference)
            except Unfollowed as error:
                self.schemas.skip(place, str(error), reference)
                return {}, uri
            if address in met:
                self.schemas.skip(place, f"$ref {reference[:100]!r} leads back to itself", reference)
                return {}, uri
            met.add(address)
            self.visited.add(address)
        return members(part), uri

    def unread(self, components: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
        """
        Yield what stands among the components and was not read, by JSON pointer.
        """
        read = {unquote(each).replace("~1", "/").replace("~0", "~") for each in self.visited}
        for section, entries in components.items():
            if section in {"schemas", "securitySchemes", "examples"}:
                continue
            for name, each in members(entries).items():
                if section not in _READ_THERE or f"#/components/{section}/{name}" not in read:
                    yield f"/components/{section}/{name}", each

    def items(self, paths: Mapping[str, Json], _: str) -> Iterator[tuple[tuple[str, str], Operation]]:
        """
        Yield every operation of the paths.
        """
        for path, item in paths.items():
            yield from self.item(path, item)

    def item(self, path: str, item: Json) -> Iterator[tuple[tuple[str, str], Operation]]:
        """
        Yield the operations of a path; what its item says of all is said of each.
        """
        found, uri = self.followed(item, self.source.uri, path)
        own = members(item)
        found = {**found, **{key: each for key, each in own.items() if key != "$ref"}}
        left = self._rest("item", found)
        if left:
            self.rest[path] = left
        shared = [(each, uri) for each in _list(found.get("parameters"))]
        methods = [(each.upper(), found[each]) for each in _METHODS if each in found]
        methods += [(each, one) for each, one in members(found.get("additionalOperations")).items()]
        for method, operation in methods:
            if isinstance(operation, dict):
                servers = operation.get("servers", found.get("servers"))
                yield (template(path), method), self._operation(path, method, operation, uri, shared, servers)

    def _operation(  # noqa: PLR0913, PLR0917 - an operation, and what its path says of it
        self, path: str, method: str, operation: Mapping[str, Any], uri: str, shared: list[Any], servers: Json
    ) -> Operation:
        place = f"{method} {path}"
        parameters: dict[tuple[str, str], DescribedParameter] = {}
        order = {name: number for number, name in enumerate(re.findall(r"\{([^{}]*)\}", path))}
        for part, base in (*shared, *((each, uri) for each in _list(operation.get("parameters")))):
            stated, inner = self.followed(part, base, f"{place} parameter")
            each = self._parameter(stated, inner, place)
            if each is not None:
                key = str(order.get(each.name, each.name)) if each.place == "path" else each.name
                parameters[each.place, key.lower() if each.place == "header" else key] = each
        return Operation(
            path=path,
            method=method,
            parameters=parameters,
            body=self._body(operation.get("requestBody"), uri, place),
            answers={
                str(status).upper() if str(status) != "default" else "default": self._answer(
                    each, uri, f"{place} {status}"
                )
                for status, each in members(operation.get("responses")).items()
                if not str(status).startswith("x-")
            },
            security=_security(operation.get("security")),
            servers=tuple(_urls(servers)) if servers else (),
            deprecated=operation.get("deprecated") is True,
            name=_text(operation.get("operationId")),
            tags=tuple(each for each in _list(operation.get("tags")) if isinstance(each, str)),
            description=_text(operation.get("description")),
            extensions=_extensions(operation),
            rest=self._rest("operation", operation),
        )

    def _parameter(self, stated: Mapping[str, Any], uri: str, place: str) -> DescribedParameter | None:
        name, kind = stated.get("name"), stated.get("in")
        if not isinstance(name, str) or not isinstance(kind, str):
            return None
        if kind == "header" and name.lower() in _NO_PARAMETERS:
            return None
        return self._value(name, kind, stated, uri, f"{place}/{kind} {name}")

    def _value(self, name: str, kind: str, stated: Mapping[str, Any], uri: str, place: str) -> DescribedParameter:
        """
        Return a parameter or a header.
        """
        schema, style = stated.get("schema", True), ""
        content = members(stated.get("content"))
        if content:
            media = next(iter(content))
            schema, style = members(content[media]).get("schema", True), f"as {_media_type(media)}"
        made = self.schemas.read(schema, uri, place)
        return DescribedParameter(
            name=name,
            place=kind,
            required=stated.get("required") is True or kind == "path",
            style=style or self._style(kind, stated, made),
            schema=made,
            deprecated=stated.get("deprecated") is True,
            extensions=_extensions(stated),
            rest=self._rest("parameter", stated),
        )

    def _style(self, kind: str, stated: Mapping[str, Any], schema: Json) -> str:
        """
        Return how a value is written, where that can be told: of a single value in a query there is one way.
        """
        style = _text(stated.get("style")) or _STYLES.get(kind, "form")
        explode = stated.get("explode", style in {"form", "cookie"})
        reserved = ", reserved characters as they are" if stated.get("allowReserved") is True else ""
        if self._composed(schema) or style in {"matrix", "label", "deepObject"}:
            return f"{style}, {'exploded' if explode else 'not exploded'}{reserved}"
        return reserved.removeprefix(", ")

    def _composed(self, schema: Json, above: tuple[str, ...] = ()) -> bool:
        """
        Return whether a value may be a list or an object.
        """
        if not isinstance(schema, dict):
            return False
        reference = schema.get("$ref")
        if isinstance(reference, str):
            self.schemas.finish()
            found = self.schemas.definitions.get(unquote(reference.removeprefix(BASE)))
            return reference not in above and self._composed(found, (*above, reference))
        branches = [each for each in schema.get("anyOf", ()) if self._composed(each, above)]
        return bool(
            {"array", "object"}.intersection(types_of(schema)) or {"items", "properties"} & schema.keys() or branches
        )

    def _body(self, part: Json, uri: str, place: str) -> Body | None:
        if part is None:
            return None
        stated, inner = self.followed(part, uri, f"{place} request body")
        content = self._content(stated.get("content"), inner, f"{place} request")
        return Body(stated.get("required") is True, content, self._rest("body", stated))

    def _answer(self, part: Json, uri: str, place: str) -> DescribedAnswer:
        stated, inner = self.followed(part, uri, place)
        headers = {}
        for name, each in members(stated.get("headers")).items():
            header, base = self.followed(each, inner, f"{place} header {name}")
            if name.lower() != "content-type":
                headers[name.lower()] = self._value(name, "header", header, base, f"{place}/header {name}")
        content = self._content(stated.get("content"), inner, place)
        return DescribedAnswer(content, headers, self._rest("answer", stated))

    def _content(self, part: Json, uri: str, place: str) -> dict[str, Media]:
        made = {}
        for name, each in members(part).items():
            stated, inner = self.followed(each, uri, f"{place} {name}")
            schema = self.schemas.read(stated["schema"], inner, f"{place}/{name}") if "schema" in stated else None
            made[_media_type(name)] = Media(schema, self._rest("media", stated))
        return made

    def _rest(self, kind: str, stated: Mapping[str, Json]) -> dict[str, Json]:
        known = _KNOWN_PARTS[kind] | _PROSE
        return {key: each for key, each in stated.items() if key not in known and not key.startswith("x-")}


def _media_type(name: str) -> str:
    """
    Return a media type in lower case without its charset, which JSON does not have (RFC 8259, section 11).
    """
    first, *parameters = (each.strip().lower() for each in name.split(";"))
    return ";".join((first, *(each for each in parameters if each and not each.startswith("charset="))))


def _urls(servers: Json) -> Iterator[str]:
    """
    Yield the URLs of servers, each variable replaced by its default (OpenAPI 3.0.3, Server Variable Object).
    """
    for each in _objects(servers):
        variables = members(each.get("variables"))
        url = _text(each.get("url"))
        for name, variable in variables.items():
            url = url.replace("{" + name + "}", str(members(variable).get("default", "")))
        yield url


def _security(stated: Json) -> tuple[Mapping[str, tuple[str, ...]], ...] | None:
    if not isinstance(stated, list):
        return None
    return tuple({name: tuple(sorted(map(str, _list(each)))) for name, each in way.items()} for way in _objects(stated))


def _extensions(stated: Mapping[str, Json]) -> dict[str, Json]:
    return {key: each for key, each in stated.items() if key.startswith("x-")}


def _list(part: Json) -> list[Any]:
    return part if isinstance(part, list) else []


def _objects(part: Json) -> list[dict[str, Any]]:
    return [each for each in _list(part) if isinstance(each, dict)]


def _text(part: Json) -> str:
    return part if isinstance(part, str) else ""
