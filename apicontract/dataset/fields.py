"""
What the shapes of an API say about the fields of an entity.

Which are stored, to which entity they lead, and which values they can take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.jsontypes import types_of
from apicontract.contract.lookups import TYPES, compared_type
from apicontract.contract.model import REFERS
from apicontract.contract.paths import values_or_null
from apicontract.contract.projection import Schemas
from apicontract.dataset.domains import Finite, Lattice, Texts, key_of
from apicontract.dataset.recorded_data import identifiers
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api, Json, Record
    from apicontract.dataset.domains import Domain

#: Entity to identifier to record.
Tables: TypeAlias = "dict[str, dict[Json, Record]]"

#: Types of which every value can be read.
_READ_ALWAYS = frozenset({"text", "choice", "boolean"})


@dataclass(frozen=True)
class Member:
    """
    A stored field of an entity.

    Attributes:
        schemas: its resolved schema in every shape that has it, and the document of each.
        entity: the entity that it refers to, or "".
        many: whether it holds a list.
        nullable: whether every shape allows null.
    """

    schemas: tuple[tuple[Mapping[str, Json], str], ...]
    entity: str
    many: bool
    nullable: bool


class Fields:
    """
    The stored fields of every entity of an API.
    """

    def __init__(self, api: Api) -> None:
        self.schemas = Schemas(api.shapes)
        self.identifiers = identifiers(api)
        self._path_kinds = {
            (resource.entity, path): kind
            for resource in api.resources.values()
            for path, kind in (
                *((each.fields[0], compared_type(each.lookup, each.type)) for each in resource.parameters),
                *((each.path, each.type) for each in resource.ordering),
            )
            if kind
        }
        self._read_paths: dict[str, list[tuple[str, str]]] = {}
        self._kinds = {each.entity: each.identifier.type for each in api.resources.values()}
        self.nulls_last = "nulls" not in api.behaviour or api.setting("nulls") != "first"
        self.related = {
            (resource.entity, each.fields[0]): each.related
            for resource in api.resources.values()
            for each in resource.parameters
            if each.related and len(each.fields) == 1
        }
        self.members = {entity: self._members(api, entity) for entity in self.identifiers}

    def _members(self, api: Api, entity: str) -> dict[str, Member]:
        """
        Return the stored fields of an entity.

        A link is made by the renderer; a constant that differs from shape to shape labels the shape.
        """
        found: dict[str, list[tuple[Mapping[str, Json], str]]] = {}
        for shape in api.shapes.values():
            for key, member in self.schemas.properties(shape).items() if shape.entity == entity else ():
                found.setdefault(key, []).append(member)
        return {
            key: self._member(tuple(members))
            for key, members in found.items()
            if not any("x-link" in schema for schema, _ in members)
            and len({repr(schema["const"]) for schema, _ in members if "const" in schema}) <= 1
        }

    def _member(self, schemas: tuple[tuple[Mapping[str, Json], str], ...]) -> Member:
        parts = [part for schema, uri in schemas for part in self._parts(schema, uri)]
        items = [inner for schema, uri in parts if schema.get("items") for inner in self._parts(schema["items"], uri)]
        every = [schema for schema, _ in (*parts, *items)]
        entities = [name for each in every if (name := each.get("x-entity") or each.get(REFERS, {}).get("entity"))]
        return Member(
            schemas=schemas,
            entity=entities[0] if entities else "",
            many=bool(items),
            nullable=all(self.nullable(*each) for each in schemas),
        )

    def _parts(self, schema: Mapping[str, Json], uri: str) -> list[tuple[Mapping[str, Json], str]]:
        """
        Return a resolved schema and those of its alternatives.
        """
        schema, uri = self.schemas.resolve(schema, uri)
        return [
            (schema, uri),
            *(
                part
                for key in ("anyOf", "oneOf", "allOf")
                for each in schema.get(key, ())
                for part in self._parts(each, uri)
            ),
        ]

    def kind_of_identifier(self, entity: str) -> str:
        """
        Return the type of the values that identify the records of an entity.
        """
        if entity in self._kinds:
            return self._kinds[entity]
        member = self.members[entity].get(self.identifiers[entity])
        schema = member.schemas[0][0] if member else {}
        return "uuid" if schema.get("format") == "uuid" else "text" if schema.get("type") == "string" else "integer"

    def nullable(self, schema: Mapping[str, Json], uri: str) -> bool:
        """
        Tell whether a schema allows null.
        """
        schema, uri = self.schemas.resolve(schema, uri)
        branches = [each for key in ("anyOf", "oneOf") for each in schema.get(key, ())]
        if branches:
            return any(self.nullable(*self.schemas.resolve(each, uri)) for each in branches)
        return "null" in types_of(schema) or None in schema.get("enum", ())

    def read_paths(self, entity: str) -> list[tuple[str, str]]:
        """
        Return the paths of an entity's own values that the contract sorts or selects by, where not every value is read.
        """
        if entity not in self._read_paths:
            self._read_paths[entity] = [
                (path, kind)
                for (owner, path), kind in self._path_kinds.items()
                if owner == entity and kind not in _READ_ALWAYS and path != self.identifiers[entity]
                if (member := self.members[entity].get(path.partition(".")[0])) is not None
                and not (member.entity or self.meets_list(entity, path))
            ]
        return self._read_paths[entity]

    def kind_of(self, entity: str, path: str) -> str:
        """
        Return the type of the values at a path: as the contract sorts or selects by it, or else as the shapes say.
        """
        if (entity, path) in self._path_kinds:
            return self._path_kinds[entity, path]
        root, _, rest = path.partition(".")
        schema = self._scalar(self.members.get(entity, {}).get(root), rest)
        stated = [each for each in types_of(schema) if each != "null"]
        return next((str(each) for each in (schema.get("format"), *stated) if each in TYPES), "text")

    def meets_list(self, entity: str, path: str) -> bool:
        """
        Tell whether there is a list on the way of a path.
        """
        root, _, rest = path.partition(".")
        member = self.members.get(entity, {}).get(root)
        if member is None:
            return False
        listed = any(
            "array" in types_of(part) for schema, uri in member.schemas for part, _ in self._parts(schema, uri)
        )
        return member.many or listed or bool(rest and member.entity and self.meets_list(member.entity, rest))

    def domain(self, entity: str, path: str, kind: str, tables: Tables, known: list[Any]) -> Domain:
        """
        Return the values that a path can take.

        Args:
            entity: whose records.
            path: dotted path that meets no list.
            kind: type of the values (key of `lookups.TYPES`).
            tables: the records that references can lead to.
            known: values that were recorded; where none of them is negative, none is made so.
        """
        root, _, rest = path.partition(".")
        member = self.members.get(entity, {}).get(root)
        nullable = member is not None and member.nullable
        if member is not None and rest and member.entity:
            return self._reached(member, rest, kind, tables)
        target = self.related.get((entity, path))
        if target and not rest:
            return self._listed(list(tables.get(target, {})), kind, nullable=nullable)
        schema = self._scalar(member, rest)
        if kind == "boolean" or "enum" in schema:
            return self._listed(list(schema.get("enum", (False, True))), kind, nullable=nullable)
        scale = READERS[kind].scale
        if scale is None:
            return Texts()
        least = 1 if path == self.identifiers.get(entity) and 0 not in known else 0
        low = schema.get("minimum", least if not any(_negative(each, kind) for each in known) else None)
        if kind in {"integer", "related", "number"}:
            factor = scale.count(1)
            high = schema.get("maximum")
            return Lattice(
                scale,
                None if low is None else int(low * factor),
                None if high is None else int(high * factor),
            )
        return Lattice(scale, 0 if low is not None and kind == "duration" else scale.least, scale.most)

    def _scalar(self, member: Member | None, rest: str) -> Mapping[str, Json]:
        if member is None:
            return {}
        schema, uri = member.schemas[0]
        for name in rest.split(".") if rest else ():
            parts = self._parts(schema, uri)
            schema, uri = next(
                ((part["properties"][name], place) for part, place in parts if name in part.get("properties", {})),
                ({}, uri),
            )
        return self.schemas.resolve(schema, uri)[0]

    def _reached(self, member: Member, rest: str, kind: str, tables: Tables) -> Finite:
        values = [next(iter(values_or_null(each, rest)), None) for each in tables.get(member.entity, {}).values()]
        return self._listed(values, kind, nullable=member.nullable)

    def _listed(self, values: list[Any], kind: str, *, nullable: bool) -> Finite:
        if nullable and None not in values:
            values = [*values, None]
        return Finite(sorted({key_of(each, kind, nulls_last=self.nulls_last): each for each in values}.items()))

    def held(self, path: str, value: Json) -> Record:
        """
        Return a record with nothing but the value at a path.
        """
        record: Record = {}
        self.put(record, path, value)
        return record

    @staticmethod
    def put(record: Record, path: str, value: Json) -> None:
        """
        Set the value at a path that leads through no other entity.
        """
        root, _, rest = path.partition(".")
        if not rest:
            record[root] = value
            return
        inner = record[root] = dict(record.get(root) or {})
        *middle, last = rest.split(".")
        for name in middle:
            inner[name] = inner = dict(inner.get(name) or {})
        inner[last] = value


def _negative(value: Any, kind: str) -> bool:
    scale = READERS[kind].scale
    return value is not None and scale is not None and scale.count(key_of(value, kind)[1]) < 0
