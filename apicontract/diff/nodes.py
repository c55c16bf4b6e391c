"""
A JSON Schema node in normal form, so that two ways of writing the same condition compare equal.

`{"type": ["string", "null"]}` and `{"anyOf": [{"type": "string"}, {"type": "null"}]}` say the same;
`const` is an `enum` of one; `number` is the integers and the fractions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from apicontract.contract.errors import DataError
from apicontract.contract.references import References

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.model import Json, Shape

_ALL = frozenset({"null", "boolean", "object", "array", "string", "integer", "fraction"})
#: Keywords that state a condition which the comparison understands.
UNDERSTOOD = frozenset(
    {
        "type",
        "enum",
        "const",
        "format",
        "pattern",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "anyOf",
        "$ref",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "uniqueItems",
        "minContains",
        "maxContains",
    }
)
#: Keywords that only narrow what is allowed when they come, whatever stands beside them.
NARROWING = frozenset(
    (
        *("not", "if", "then", "else", "contains", "dependentRequired", "dependentSchemas", "propertyNames"),
        *("multipleOf", "unevaluatedProperties", "unevaluatedItems", "contentSchema", "patternProperties"),
        "prefixItems",
    )
)
#: Keywords that narrow alone, and not beside the one that they take from.
_TAKING = {
    "patternProperties": ("additionalProperties", "unevaluatedProperties"),
    "prefixItems": ("items", "unevaluatedItems"),
}
#: Keywords that name or explain a schema and state no condition, or say how well it is known.
NON_ASSERTING = frozenset(
    (
        *("$id", "$schema", "$defs", "definitions", "$comment", "$anchor"),
        *("title", "description", "examples", "example", "x-evidence", "x-unobserved", "x-behaviour", "x-relations"),
    )
)
#: Keywords that say how a value is to be understood.
_ANNOTATIONS = frozenset(["readOnly", "writeOnly"])
#: Keywords that forbid nothing and are compared by themselves.
_APART = frozenset(["default", "deprecated", "discriminator", "contentEncoding", "contentMediaType"])


@dataclass(frozen=True, slots=True)
class Definition:
    """
    A schema that can be referred to.

    Attributes:
        name: of its shape, with the JSON pointer of a part.
        uri: against which its references are resolved.
        schema: the schema.
    """

    name: str
    uri: str
    schema: Json


class Definitions:
    """
    Every definition of one side, found by reference.
    """

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._by_uri = {each.uri: each for each in shapes}
        self._by_name = {each.name: each for each in self._by_uri.values()}
        #: The types of each schema that was looked at, by identity; the schema is held so that no other gets its own.
        self.types: dict[int, tuple[Json, frozenset[str]]] = {}
        self._references = References({uri: each.schema for uri, each in self._by_uri.items()})
        #: What a definition says, to a depth of references, in short.
        self.said: dict[tuple[str, int], Json] = {}

    def __contains__(self, name: str) -> bool:
        return name.partition("#")[0] in self._by_name

    def named(self, name: str) -> Definition:
        """
        Return the definition that a shape's name stands for.
        """
        shape = self._by_name[name]
        return Definition(name, shape.uri, shape.schema)

    def entity(self, name: str) -> str:
        """
        Return which records have the form of a definition, or "".
        """
        shape = self._by_name.get(name)
        return shape.entity if shape else ""

    def resolve(self, base: str, reference: str) -> Definition:
        """
        Return what a reference refers to.

        Raises:
            DataError: the reference cannot be resolved.
        """
        target, fragment = urldefrag(urljoin(base, reference))
        shape = self._by_uri.get(target)
        if shape is None:
            raise DataError(base, f"$ref {reference!r} leads to no schema", "the $id of a schema of the same API")
        found = self._references.follow(reference, base)
        if found is None or found[0] is None:
            raise DataError(base, f"$ref {reference!r} leads to no schema", "a JSON pointer into an existing schema")
        return Definition(shape.name + (f"#{fragment}" if fragment else ""), target, found[0])


@dataclass(frozen=True)
class SchemaNode:
    """
    One place of a schema.

    Attributes:
        schema: as written; `True` and `False` are schemas too.
        uri: against which its references are resolved.
        definitions: of the same side.
    """

    schema: Json
    uri: str
    definitions: Definitions

    @cached_property
    def plain(self) -> Mapping[str, Json]:
        """
        The keywords, with an alternative of null taken out of `anyOf`.
        """
        if not isinstance(self.schema, dict):
            return {} if self.schema is True else {"enum": []}
        branches = self.schema.get("anyOf")
        rest = [each for each in branches if not _is_null(each)] if isinstance(branches, list) else []
        if len(rest) != 1 or not isinstance(rest[0], dict) or len(rest) == len(branches or ()):
            return self.schema
        outer = {key: value for key, value in self.schema.items() if key != "anyOf"}
        return rest[0] | outer if not (set(outer) & UNDERSTOOD) else self.schema

    @cached_property
    def null_in_a_branch(self) -> bool:
        """
        Whether an alternative of null was taken out of `anyOf`.
        """
        return self.plain is not self.schema and isinstance(self.schema, dict)

    @cached_property
    def target(self) -> Definition | None:
        """
        The definition that the place refers to, if it does.
        """
        reference = self.plain.get("$ref")
        return self.definitions.resolve(self.uri, reference) if isinstance(reference, str) else None

    @cached_property
    def chain(self) -> tuple[SchemaNode, ...]:
        """
        The node and those that its references lead to, one after another.

        Raises:
            DataError: they lead in a circle, so that there is no end.
        """
        nodes, met = [self], set()
        while target := nodes[-1].target:
            if target.name in met:
                raise DataError(target.uri, "a $ref that leads back to itself", "a schema at its end")
            met.add(target.name)
            nodes.append(SchemaNode(target.schema, target.uri, self.definitions))
        return tuple(nodes)

    @property
    def expanded(self) -> SchemaNode:
        """
        The node at the end of the references.
        """
        return self.chain[-1]

    @cached_property
    def marked(self) -> SchemaNode:
        """
        The node at the end of the references, with the marks that stand beside them: outer ones hold.
        """
        marks = {key: value for each in reversed(self.chain[:-1]) for key, value in each.plain.items() if _marks(key)}
        return self.expanded.child({**self.expanded.plain, **marks}) if marks else self.expanded

    @cached_property
    def values(self) -> Mapping[str, Json] | None:
        """
        The values that `enum` or `const` allows, null apart, by a key that tells 1 from true; None if any.
        """
        plain = self.expanded.plain
        listed = [plain["const"]] if "const" in plain else plain.get("enum")
        if listed is None:
            return None
        return {key_of(each): each for each in listed if each is not None and type_of(each) in self.types}

    @cached_property
    def all_types(self) -> frozenset[str]:
        """
        The JSON types that a value may have; numbers are integers and fractions.
        """
        schema = self.expanded.schema
        known = self.definitions.types
        if id(schema) not in known:
            known[id(schema)] = schema, frozenset()  # what an alternative that leads back here adds
            known[id(schema)] = schema, self._all_types()
        _, found = known[id(schema)]
        return found | {"null"} if any(each.null_in_a_branch for each in self.chain) else found

    def _all_types(self) -> frozenset[str]:
        plain = self.expanded.plain
        types = _named(plain["type"]) if "type" in plain else _ALL
        for name in ("const", "enum"):
            if name in plain:
                listed = [plain[name]] if name == "const" else plain[name]
                types &= frozenset(map(type_of, listed))
        branches = plain.get("anyOf")
        if isinstance(branches, list):
            types &= frozenset().union(
                *(SchemaNode(each, self.expanded.uri, self.definitions).all_types for each in branches)
            )
        return types

    @property
    def types(self) -> frozenset[str]:
        """
        The JSON types that a value may have, null apart.
        """
        return self.all_types - {"null"}

    @property
    def nullable(self) -> bool:
        """
        Whether null is allowed.
        """
        return "null" in self.all_types

    @property
    def alternating(self) -> bool:
        """
        Whether the node consists of alternatives alone.
        """
        plain = self.plain
        stated = {key for key in plain if _states(key) and key not in {"anyOf", "exclusive"}}
        return isinstance(plain.get("anyOf"), list) and not stated

    @property
    def branches(self) -> list[SchemaNode]:
        """
        The alternatives, null apart.
        """
        listed = self.plain.get("anyOf")
        return [self.child(each) for each in listed if not _is_null(each)] if isinstance(listed, list) else []

    def narrowed_by(self, keyword: str) -> bool:
        """
        Whether a keyword can only narrow what is allowed here, for all that stands beside it.
        """
        return keyword in NARROWING and not any(each in self.plain for each in _TAKING.get(keyword, ()))

    @cached_property
    def unsupported_keywords(self) -> Mapping[str, Json]:
        """
        The conditions that the comparison does not understand.
        """
        plain = self.plain
        found = {key: value for key, value in plain.items() if _states(key) and key not in UNDERSTOOD}
        if isinstance(plain.get("items"), list):
            found["items"] = plain["items"]
        if "$ref" in plain:
            found |= {key: value for key, value in plain.items() if key in UNDERSTOOD and key not in {"$ref", "anyOf"}}
        return found

    @cached_property
    def annotations(self) -> Mapping[str, Json]:
        """
        What says how the value is to be understood, and forbids nothing.
        """
        return {
            key: value
            for key, value in self.plain.items()
            if not _states(key) and key not in NON_ASSERTING and key not in _APART
        }

    def child(self, schema: Json) -> SchemaNode:
        """
        Return a node that stands in this one.
        """
        return SchemaNode(schema, self.uri, self.definitions)


def type_of(value: Json) -> str:
    """
    Return the JSON type of a value, `fraction` for a number that is no integer.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if float(value).is_integer() else "fraction"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def key_of(value: Json) -> str:
    """
    Return a text that is equal for equal JSON values alone (1 and 1.0 are equal, 1 and true are not).
    """
    return json.dumps(_level(value), sort_keys=True)


def _level(value: Json) -> Json:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_level(each) for each in value]
    if isinstance(value, dict):
        return {key: _level(each) for key, each in value.items()}
    return value


def _named(types: Json) -> frozenset[str]:
    named = set([types] if isinstance(types, str) else types)
    if "number" in named:
        named = (named - {"number"}) | {"integer", "fraction"}
    return frozenset(named)


def _is_null(schema: Json) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null" and not (set(schema) - {"type"} - NON_ASSERTING)


def _marks(keyword: str) -> bool:
    return keyword in _ANNOTATIONS or keyword in _APART or keyword.startswith("x-")


def _states(keyword: str) -> bool:
    """
    Return whether a keyword states a condition; unknown ones are taken to.
    """
    return not (keyword in NON_ASSERTING or _marks(keyword))


def written(node: SchemaNode) -> str:
    """
    Return a node's type in a few words: `string (uri)`, `object (images/default) or null`, `list of string`.
    """
    names = sorted(node.types)
    if {"integer", "fraction"} <= set(names):
        names = sorted(set(names) - {"integer", "fraction"} | {"number"})
    text = "anything" if len(node.types) == 6 else " or ".join(names) or "nothing"  # noqa: PLR2004 - all but null
    plain = node.expanded.plain
    extra = node.target.name if node.target else plain.get("format", "")
    if names == ["array"]:
        items = plain.get("items", True)
        text = "list of " + (written(node.expanded.child(items)) if not isinstance(items, list) else "several")
    text += f" ({extra})" if extra else ""
    return f"{text} or null" if node.nullable and names else "null" if node.nullable else text
