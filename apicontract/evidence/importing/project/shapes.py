"""
Serializers as a project describes them -> declared shapes, and where an attribute of a model stands in a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import is_integer
from apicontract.contract.model import COMPUTED, REFERS
from apicontract.contract.naming import chosen_name
from apicontract.evidence.importing.components import snake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: Field of Django REST Framework to the JSON Schema of what it writes; one that is not named is open.
_WRITTEN: Mapping[str, Mapping[str, Any]] = {
    "BooleanField": {"type": "boolean"},
    "NullBooleanField": {"type": "boolean"},
    "CharField": {"type": "string"},
    "SlugField": {"type": "string"},
    "RegexField": {"type": "string"},
    "EmailField": {"type": "string"},
    "IPAddressField": {"type": "string"},
    "FilePathField": {"type": "string"},
    "StringRelatedField": {"type": "string"},
    "URLField": {"type": "string"},
    "UUIDField": {"type": "string", "format": "uuid"},
    "IntegerField": {"type": "integer"},
    "FloatField": {"type": "number"},
    "DateTimeField": {"type": "string", "format": "date-time"},
    "DateField": {"type": "string", "format": "date"},
    "TimeField": {"type": "string"},
    "DurationField": {"type": "string"},
    "HyperlinkedIdentityField": {"type": "string", "format": "uri"},
    "HyperlinkedRelatedField": {"type": "string", "format": "uri"},
    "FileField": {"type": "string"},
    "ImageField": {"type": "string"},
    "DictField": {"type": "object"},
    "HStoreField": {"type": "object"},
}
#: Column of Django to the JSON Schema of what a field writes that takes its type from there.
_COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "BooleanField": {"type": "boolean"},
    "UUIDField": {"type": "string", "format": "uuid"},
    "CharField": {"type": "string"},
    "SlugField": {"type": "string"},
    "TextField": {"type": "string"},
    "FloatField": {"type": "number"},
}
#: Column to the type of its values, where a field writes them in a way of its own.
_TYPES = {"DurationField": "duration", "DateTimeField": "date-time", "DateField": "date", "IntegerField": "integer"}
#: Fields whose format a project may set.
_MOMENTS = frozenset({"DateTimeField", "DateField", "TimeField"})
_NULL = "null"


@dataclass
class ProjectShapes:
    """
    The serializers of a project, and the shapes that were made of them.

    Attributes:
        serializers: as the project describes them, by name.
        homes: label of a model to the entity of its records, where these are listed.
        keys: entity to the field that identifies its records.
        rows: entity to the serializers of its list and of a single record.
        routes: name of the route of a single record to the entity of these records.
        made: shape name to declaration, as `published.json` has it.
        names: serializer and entity to the name of its shape.
        notes: what could not be read, one sentence each.
    """

    serializers: Mapping[str, Mapping[str, Any]]
    homes: dict[str, str]
    keys: dict[str, str]
    rows: dict[str, Sequence[str]]
    routes: dict[str, str]
    made: dict[str, Any] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def fields(self, serializer: str) -> Mapping[str, Mapping[str, Any]]:
        """
        Return the fields that a serializer writes.
        """
        told = self.serializers[serializer]["fields"]
        return {name: each for name, each in told.items() if not each.get("write_only")}

    def declare(self, serializer: str, entity: str, mode: str = "") -> str:
        """
        Make the shape of a serializer, and of all that it nests; return its name.

        Args:
            serializer: its name.
            entity: whose records it writes, "" for a value object.
            mode: last part of the shape's name, made of the serializer's name if none is given.
        """
        if (serializer, entity) in self.names:
            return self.names[serializer, entity]
        stem = mode or _stem(serializer)
        name, number = f"{entity or _stem(serializer)}/{stem if entity else 'default'}", 1
        while name in self.made:
            number += 1
            name = f"{entity or _stem(serializer)}/{stem if entity else 'default'}_{number}"
        self.names[serializer, entity] = name
        shape = self.made[name] = {"title": serializer, **({"entity": entity} if entity else {}), "properties": {}}
        fields, own = self.fields(serializer), self.serializers[serializer]["own"]
        shape["properties"] = {key: self._fragment(each, entity) for key, each in fields.items()}
        shape["required"] = [key for key, each in fields.items() if not own and _is_always_sent(each)]
        if own:
            self.notes.append(f"serializer {serializer}: {', '.join(own)} of its own; its fields are taken for likely")
        return name

    def _fragment(self, told: Mapping[str, Any], entity: str = "") -> dict[str, Any]:
        """
        Return the JSON Schema of what a field writes, in a record of an entity.
        """
        bases = told["bases"]
        if (told["own"] or "SerializerMethodField" in bases) and "serializer" not in told:
            return {COMPUTED: True}
        column = told.get("column") or {}
        null = bool(told.get("allow_null") or column.get("null") or told.get("column") is None)
        if "serializer" in told:
            return _nullable(self._nested(told["serializer"]), null=null)
        if entity and self.routes.get(told.get("view_name", "")) == entity and "HyperlinkedIdentityField" in bases:
            return {"type": "string", "format": "uri", "x-link": "self"}
        if "child" in told:
            inner = self._fragment({**told["child"], "column": {**column, "null": False}})
            return _nullable({"type": "array", "items": inner}, null=null and "ManyRelatedField" not in bases)
        if "choices" in told:
            return _chosen(told["choices"], null=null, blank=bool(column.get("blank", True)))
        entity, key = self._referred(told, column)
        refers = {REFERS: {"entity": entity, "key": key}} if entity else {}
        written = _scalar(bases, told, column) or (self._identifier(entity, key) if entity else {})
        return _nullable({**written, **refers}, null=null)

    def _identifier(self, entity: str, key: str) -> Mapping[str, Any]:
        """
        Return the JSON Schema of what identifies the records of an entity; of a reference the framework does not say.
        """
        found = (self.schema_at(each, key) for each in self.rows.get(entity, ()))
        return {"type": schema["type"]} if (schema := next(filter(None, found), None)) and "type" in schema else {}

    def _referred(self, told: Mapping[str, Any], column: Mapping[str, Any]) -> tuple[str, str]:
        """
        Return the entity of the records whose key a field writes, and the field that identifies them; else "".
        """
        entity = self.homes.get(column.get("related", ""), "")
        key = self.keys.get(entity, "")
        written = column.get("key") if "PrimaryKeyRelatedField" in told["bases"] else told.get("slug_field")
        return (entity, key) if key and key == written and not told["own"] else ("", "")

    def _nested(self, serializer: str) -> dict[str, Any]:
        told = self.serializers[serializer]
        if not told["fields"]:
            return {}
        entity = self.homes.get(told["model"], "")
        known = [each for (name, of), each in self.names.items() if name == serializer and of]
        identified = any(_is_key(name, each) for name, each in told["fields"].items())
        entity = (entity or snake(told["model"].rpartition(".")[2])) if identified and told["model"] else ""
        return {"$ref": known[0] if known and entity else self.declare(serializer, entity)}

    def paths(self, serializers: Sequence[str], lookup: str) -> list[str]:
        """
        Return the dotted paths at which records show what a lookup of the ORM compares (`author__name`).
        """
        steps = tuple(lookup.split("__"))
        return list(dict.fromkeys(path for each in serializers for path in self._paths(each, steps)))

    def _paths(self, serializer: str, steps: tuple[str, ...]) -> Iterator[str]:
        for name, told in self.fields(serializer).items():
            source = tuple(str(told.get("source") or "").split("."))
            column = told.get("column") or {}
            for own in _spellings(source, column):
                if steps[: len(own)] == own:
                    yield from self._below(name, told, steps[len(own) :])

    def _below(self, name: str, told: Mapping[str, Any], rest: tuple[str, ...]) -> Iterator[str]:
        """
        Yield the paths at which a field shows what the rest of a lookup compares; a key stands for its record.
        """
        column, inner = told.get("column") or {}, told.get("child", told)
        own = rest in {(), ("pk",), (column.get("key", "id"),)}
        below = self._inside(told)
        for serializer in below:
            for each in self._paths(serializer, (column.get("key", "id"),) if own else rest):
                yield f"{name}.{each}"
        if below:
            return
        if "SlugRelatedField" in inner["bases"]:
            yield from [name] if rest == (inner["slug_field"],) else []
        elif "PrimaryKeyRelatedField" in inner["bases"] or not column.get("related"):
            yield from [name] if not rest or (own and column.get("related")) else []

    def _inside(self, told: Mapping[str, Any]) -> Sequence[str]:
        """
        Return the serializers of what a field nests, or of the records whose keys it writes.
        """
        inner = told.get("child", told)
        if "serializer" in inner:
            return [inner["serializer"]]
        return self.rows.get(self._referred(inner, told.get("column") or {})[0], ())

    def schema_at(self, serializer: str, path: str) -> Mapping[str, Any]:
        """
        Return the JSON Schema of what stands at a dotted path; an empty one where that is open.
        """
        name, _, rest = path.partition(".")
        told = self.fields(serializer).get(name, {})
        if rest:
            return next(filter(None, (self.schema_at(each, rest) for each in self._inside(told))), {}) if told else {}
        inner = told.get("child", told)
        column = told.get("column") or {}
        return self._fragment({**inner, "column": column}) if inner and "serializer" not in inner else {}

    def own_type(self, serializer: str, path: str) -> str:
        """
        Return the type of the column that code of the project's own writes at a path; "" where the framework does.
        """
        name, _, rest = path.partition(".")
        told = self.fields(serializer).get(name, {})
        if rest and told:
            return next(filter(None, (self.own_type(each, rest) for each in self._inside(told))), "")
        return _TYPES.get((told.get("column") or {}).get("type", ""), "text") if told.get("own") else ""


def _stem(serializer: str) -> str:
    return chosen_name(snake(serializer.replace("Serializer", "") or serializer))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _is_key(name: str, told: Mapping[str, Any]) -> bool:
    return name == "id" and not told.get("write_only")


def _is_always_sent(told: Mapping[str, Any]) -> bool:
    """
    Say whether a field stands in every record: one below something that may be missing is left out with it.
    """
    source = str(told.get("source") or "")
    return "." not in source or (bool(told.get("column")) and not told["column"]["null"])


def _spellings(source: tuple[str, ...], column: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """
    Yield the steps of a lookup that lead to the attribute of a field: a key may be called by its own name.
    """
    yield source
    last = source[-1]
    if last.endswith("_id") and column.get("related"):
        yield (*source[:-1], last.removesuffix("_id"))
    elif column.get("related"):
        yield (*source[:-1], f"{last}_id")
    if last == "id":
        yield (*source[:-1], "pk")
    if last == "pk":
        yield (*source[:-1], "id")


def _scalar(bases: Sequence[str], told: Mapping[str, Any], column: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((each for each in bases if each in _WRITTEN or each in _READ), "")
    if told.get("format") and kind in _MOMENTS:
        return {"type": "string"}
    return _READ[kind](told, column) if kind in _READ else dict(_WRITTEN.get(kind, {}))


def column_schema(kind: str) -> dict[str, Any]:
    """
    Return the JSON Schema of the values of a column, by the name of its class; an empty one where they are open.
    """
    return {"type": "integer"} if kind.endswith(("IntegerField", "AutoField")) else dict(_COLUMNS.get(kind, {}))


#: Fields that write what their column has, or what the key of another record is.
_READ: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    "ReadOnlyField": lambda _, column: column_schema(column.get("type", "")),
    "ModelField": lambda _, column: column_schema(column.get("type", "")),
    "PrimaryKeyRelatedField": lambda _, column: column_schema(column.get("key_type", "")),
    "DecimalField": lambda told, _: {"type": "string" if told.get("coerce_to_string") else "number"},
}


def _chosen(choices: list[Any], *, null: bool, blank: bool) -> dict[str, Any]:
    texts = [each for each in choices if each is not None]
    if not texts or not all(isinstance(each, str) for each in texts):
        return {"type": ["integer", _NULL] if null else "integer"} if texts and all(map(is_integer, texts)) else {}
    enum = list(dict.fromkeys([*texts, *([""] if blank else []), *([None] if null else [])]))
    return {"type": ["string", _NULL] if null else "string", "enum": enum}


def _nullable(schema: dict[str, Any], *, null: bool) -> dict[str, Any]:
    if not null or not schema:
        return schema
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], _NULL]}
    return {"anyOf": [schema, {"type": _NULL}]}
