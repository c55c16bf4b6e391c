"""
A documented name -> what it looks at in a record: field path, lookup and type, by looking at the shapes.

`a__b__gt` is a path and a lookup (`django_filters`); the name of a nested record stands for its identifier;
plural and `_id` forms of a field's name are tried where the name itself is no field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.lookups import LOOKUPS, TYPE_OF_FORMAT
from apicontract.contract.paths import UNSHOWN
from apicontract.contract.rules import field_rules, rule_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUFFIXES = frozenset(LOOKUPS) - {"exact", "any"}
#: Members of a parameter in the order in which they are written.
_STATED = ("fields", "lookup", "type", "choices", "related", "hidden")
_NO_HINT: Mapping[str, Any] = MappingProxyType({})
_LISTS = {"comma": "in", "repeated": "any"}


@dataclass(frozen=True, slots=True)
class BoundField:
    """
    What a path leads to.

    Attributes:
        path: dotted.
        schema: the fragment there.
        shape: of the nested record that stands there, or "".
        inside_list: whether a list was entered on the way.
    """

    path: str
    schema: Mapping[str, Any]
    shape: str = ""
    inside_list: bool = False


#: A place and the parts of a name to the fields to which the first ones may lead, each with the parts that remain.
_Steps: TypeAlias = Callable[[BoundField, Sequence[str]], Iterator[tuple[BoundField, Sequence[str]]]]


@dataclass(frozen=True)
class Shapes:
    """
    The shapes among which names are looked up: `properties` by shape name, with `$ref`s that are shape names.

    Attributes:
        properties: shape name to field to fragment.
        entities: shape name to entity.
        identifiers: shape name to the field that tells its records apart.
        hidden: entity to the fields that its records have and no shape shows, each with the entity to which it leads.
        aliases: entity to the names by which filters go through its fields, each with the name of the field.
    """

    properties: Mapping[str, Mapping[str, Any]]
    entities: Mapping[str, str]
    identifiers: Mapping[str, str]
    hidden: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def find(self, roots: Sequence[str], name: str) -> BoundField | None:
        """
        Return what a name with double underscores leads to, in the first of the shapes that has it.

        Where none shows it, what other shapes of the records on the way have counts, and what no shape shows.
        """
        parts = name.split("__")
        starts = [BoundField("", {}, root) for root in roots]
        found = (self._walk(each, parts, steps) for steps in (self._shown, self._stored) for each in starts)
        return next(filter(None, found), None)

    def _walk(self, target: BoundField, parts: Sequence[str], steps: _Steps) -> BoundField | None:
        if not parts:
            return target
        found = (self._walk(step, rest, steps) for step, rest in steps(target, parts))
        return next(filter(None, found), None)

    def _shown(self, target: BoundField, parts: Sequence[str]) -> Iterator[tuple[BoundField, Sequence[str]]]:
        """
        Yield the fields of a shape to which the first part of a name may lead, each with what then remains of it.
        """
        properties = self.properties.get(target.shape, {})
        for key, rest in _spellings(parts[0], properties):
            yield self._step(target, key, properties[key]), [*rest, *parts[1:]]

    def _stored(self, target: BoundField, parts: Sequence[str]) -> Iterator[tuple[BoundField, Sequence[str]]]:
        """
        Yield the fields of a record of which a shape shows a part, in the same way.
        """
        entity = self.entities.get(target.shape, "")
        for alias, name in self.aliases.get(entity, {}).items():
            ways = alias.split("__")
            if list(parts[: len(ways)]) == ways:
                yield from self._stored(target, [name, *parts[len(ways) :]])
        for shape in dict.fromkeys((target.shape, *self._shapes_of(entity))):
            yield from self._shown(replace(target, shape=shape), parts)
        if parts[0] in self.hidden.get(entity, {}):
            for shape in self._shapes_of(self.hidden[entity][parts[0]]):
                yield BoundField(f"{target.path}.{parts[0]}".lstrip("."), {}, shape, target.inside_list), parts[1:]

    def _shapes_of(self, entity: str) -> list[str]:
        """
        Return the shapes of an entity, the fullest first.
        """
        shapes = (shape for shape, of in self.entities.items() if entity and of == entity)
        return sorted(shapes, key=lambda each: -len(self.properties.get(each, {})))

    def _step(self, target: BoundField, key: str, schema: Any) -> BoundField:
        fragment = schema if isinstance(schema, dict) else {}
        listed = "items" in fragment
        inner = fragment.get("items", fragment) if listed else fragment
        shape = _reference(inner)
        return BoundField(f"{target.path}.{key}".lstrip("."), inner, shape, target.inside_list or listed)


def bound_parameter(shapes: Shapes, roots: Sequence[str], name: str, hint: Mapping[str, Any]) -> dict[str, Any] | None:
    """
    Return a parameter as `contract.json` has it, or None if the name leads nowhere.

    Args:
        shapes: where to look.
        roots: shapes of the resource, the fullest first.
        name: as documented.
        hint: what is declared of it (`type`, `values`, `choices`, `fields`, `lookup`, `related`, `rules`, `grade`).
    """
    if "rules" in hint:
        return _ruled(name, hint)
    base, lookup = _lookup(name)
    if LOOKUPS[lookup].record_type and shapes.find(roots, name):
        # A field that is called like a part of a date (`model__year`) is compared itself.
        base, lookup = name, "exact"
    target = shapes.find(roots, base)
    if target is None and "fields" not in hint:
        return None
    target = target or BoundField("", {})
    bound = _bound(shapes, target, hint, lookup)
    if "choices" in hint:
        bound |= {"type": "choice", "choices": hint["choices"]}
    if {"fields", "lookup", "type"} <= hint.keys():
        # Whoever says all of it needs no guess by the name.
        return {
            "name": name,
            **{key: hint[key] for key in _STATED if key in hint},
            "grade": hint.get("grade", "published"),
        }
    if "related" in hint:
        bound |= {"type": "related"}
    bound |= {key: hint[key] for key in ("fields", "lookup", "related") if key in hint}
    return {"name": name, **bound, "grade": hint.get("grade", "published")}


def _ruled(name: str, hint: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a parameter whose values stand for rules, over the fields that these compare.
    """
    rules = hint["rules"]
    fields = list(dict.fromkeys(each.field for rule in rules.values() for each in field_rules(rule_of(rule))))
    choices = {"choices": list(rules)} if hint.get("type") == "choice" else {}
    bound = {"fields": fields, "lookup": "rule", "type": hint.get("type", "boolean"), **choices, "rules": rules}
    return {"name": name, **bound, "grade": hint.get("grade", "published")}


def bound_field(
    shapes: Shapes, roots: Sequence[str], name: str, hint: Mapping[str, Any] = _NO_HINT
) -> dict[str, Any] | None:
    """
    Return a search or ordering field as `contract.json` has it, or None if the name leads nowhere.

    Args:
        shapes: where to look.
        roots: shapes of the resource, the fullest first.
        name: as documented.
        hint: what is declared of it: its `path`, and the `type` that the values there must be seen to have; `hidden`
            if no record shows it.
    """
    if hint.get("hidden"):
        return {"name": name, "path": hint["path"]} if hint["path"] != name else {"name": name}
    target = _target(shapes, roots, name, hint)
    if target is None or value_type(target.schema) != hint.get("type", value_type(target.schema)):
        return None
    if "type" in hint and _is_value(shapes, target):
        return None
    path, schema = target.path, target.schema
    if target.shape:
        key = shapes.identifiers.get(target.shape, "id")
        path, schema = f"{path}.{key}", shapes.properties.get(target.shape, {}).get(key, {})
    bound: dict[str, Any] = {"name": name}
    if path != name:
        bound["path"] = path
    kind = value_type(schema)
    return bound if kind == "text" else bound | {"type": kind}


def bound_inside(shapes: Shapes, roots: Sequence[str], name: str, hint: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """
    Return where a search looks that compares the stored text of a field which code writes as an object, name to field.

    It finds what the object's texts contain; what else stands in the stored text no record shows.
    """
    target = _target(shapes, roots, name, hint)
    if target is None or "type" not in hint or not _is_value(shapes, target):
        return {}
    found = [shapes.properties.get(each, {}).items() for each in _references(target.schema)]
    keys = dict.fromkeys(key for each in found for key, schema in each if value_type(schema) == "text")
    texts = {f"{name}__{key}": {"name": f"{name}__{key}", "path": f"{target.path}.{key}"} for key in keys}
    return {**texts, name: {"name": name, "path": UNSHOWN.format(name)}} if texts else {}


def bound_order(shapes: Shapes, roots: Sequence[str], name: str, hint: Mapping[str, Any]) -> dict[str, Any] | None:
    """
    Return how an ordering sorts by the stored text of a field which code writes as an object: as lists show it alone.
    """
    target = _target(shapes, roots, name, hint)
    if target is None or "type" not in hint or not _is_value(shapes, target):
        return None
    return {"name": name, "path": UNSHOWN.format(f"by {name}")}


def _target(shapes: Shapes, roots: Sequence[str], name: str, hint: Mapping[str, Any]) -> BoundField | None:
    return shapes.find(roots, hint.get("path", name).replace(".", "__"))


def _is_value(shapes: Shapes, target: BoundField) -> bool:
    """
    Return whether an object stands somewhere that is no record.
    """
    return bool(target.shape) and not shapes.entities.get(target.shape)


def value_type(schema: Mapping[str, Any]) -> str:
    """
    Return the type, by its name in `lookups.TYPES`, of the values that a schema fragment allows.
    """
    stated = schema.get("type", "string")
    types = {stated} if isinstance(stated, str) else set(stated) - {"null"}
    for name in ("boolean", "number", "integer"):
        if name in types:
            return name
    if str(schema.get("pattern", "")).startswith("^-?P"):
        return "duration"
    return TYPE_OF_FORMAT.get(schema.get("format", ""), "text")


def _bound(shapes: Shapes, target: BoundField, hint: Mapping[str, Any], lookup: str) -> dict[str, Any]:
    if LOOKUPS[lookup].values == "one":
        lookup = _LISTS.get(hint.get("values", ""), lookup)
    if not target.shape:
        kind = hint.get("type") or value_type(target.schema)
        seen = value_type(target.schema)
        if seen == "duration" and kind == "text":
            kind = seen
        return {"fields": [target.path], "lookup": lookup, "type": "boolean" if lookup == "isnull" else kind}
    if lookup == "isnull":
        return {"fields": [target.path], "lookup": lookup, "type": "boolean"}
    key = shapes.identifiers.get(target.shape, "id")
    kind = value_type(shapes.properties.get(target.shape, {}).get(key, {}))
    bound: dict[str, Any] = {"fields": [f"{target.path}.{key}"], "lookup": lookup, "type": kind}
    if kind == "integer" and lookup in {"exact", "any"} and hint.get("type") != "number":
        bound |= {"type": "related", "related": shapes.entities[target.shape]}
    return bound


def _lookup(name: str) -> tuple[str, str]:
    """
    Split a name into path and lookup.
    """
    base, _, suffix = name.rpartition("__")
    if base and suffix in _SUFFIXES:
        return base, suffix
    if base and suffix == "ids":
        return base, "in"
    return name, "exact"


def _spellings(part: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """
    Yield the fields that a part of a name may mean, with what then remains of it; the name itself first.
    """
    for ending, rest in (("", []), ("_ids", []), ("_id", ["id"])):
        stem = part.removesuffix(ending) if part.endswith(ending) else ""
        singular = stem[:-3] + "y" if stem.endswith("ies") else stem.removesuffix("s")
        for key in dict.fromkeys((stem, singular, stem + "s")):
            if key in properties:
                yield key, list(rest)


def _reference(schema: Mapping[str, Any]) -> str:
    return next(iter(_references(schema)), "")


def _references(schema: Mapping[str, Any]) -> list[str]:
    branches = [schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return [each["$ref"] for each in branches if isinstance(each, dict) and "$ref" in each]
