"""
A world with records changed or added: what tests and the control API ask for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import UnknownName, UsageError
from apicontract.contract.model import World
from apicontract.contract.projection import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from apicontract.contract.model import Api, Record
    from mockserver.control.state import Edit


def edited(api: Api, world: World, edits: Iterable[Edit]) -> World:
    """
    Return a copy of the world with the edits made, in order; the world itself stays as it is.

    An edit whose record has the identifier of one that exists sets the fields it gives; any other adds a
    record, and takes the fields that it does not give from the first one. Where a field refers to another
    entity, its identifier (or an object with it) chooses one of that entity's records.

    Raises:
        UnknownName: there is no such entity, or no such field.
        UsageError: a reference leads to no record, or there is nothing to take fields from.
    """
    tables = _copied(world)
    for edit in edits:
        if edit.entity not in tables:
            raise UnknownName("entity", edit.entity, tuple(tables))
        _apply(api, tables, edit)
    return World(world.name, tables)


def _copied(world: World) -> dict[str, list[Record]]:
    """
    Copy every record once, so that records which were the same object still are.
    """
    made: dict[int, Record] = {}

    def copied(value: Any) -> Any:
        if isinstance(value, list):
            return [copied(each) for each in value]
        if not isinstance(value, dict):
            return value
        known = made.get(id(value))
        if known is None:
            known = made[id(value)] = {}
            known.update((key, copied(each)) for key, each in value.items())
        return known

    return {entity: [copied(row) for row in rows] for entity, rows in world.tables.items()}


def _apply(api: Api, tables: Mapping[str, list[Record]], edit: Edit) -> None:
    rows = tables[edit.entity]
    identifier = _identifier(api, edit.entity)
    target = next((row for row in rows if _same(row.get(identifier), edit.record.get(identifier))), None)
    if target is None:
        target = _another(rows, identifier, edit)
        rows.append(target)
    references = _references(api, edit.entity)
    for name, value in edit.record.items():
        if name not in target:
            raise UnknownName(f"field of {edit.entity}", name, tuple(target))
        target[name] = _referred(tables, references.get(name), value, name)


def _another(rows: Sequence[Record], identifier: str, edit: Edit) -> Record:
    if not rows:
        raise UsageError(f"{edit.entity} has no record to take fields from", "give a world that has at least one")
    numbers = [row[identifier] for row in rows if isinstance(row[identifier], int)]
    fresh = {identifier: max(numbers) + 1} if numbers else {}
    if identifier not in edit.record and not fresh:
        raise UsageError(f"a record of {edit.entity} without {identifier!r}", f"give its {identifier!r}")
    return {**rows[0], **fresh}


def _referred(tables: Mapping[str, list[Record]], entity: str | None, value: Any, name: str) -> Any:
    """
    Return what a field's new value means: a record of the entity it refers to, or the value itself.
    """
    if entity is None or entity not in tables or value is None:
        return value
    if isinstance(value, list):
        return [_referred(tables, entity, each, name) for each in value]
    sought = value.get("id") if isinstance(value, dict) else value
    found = next((row for row in tables[entity] if _same(row.get("id"), sought)), None)
    if found is None:
        raise UsageError(f"{name} refers to {sought!r}, and {entity} has none of that id", "give one that exists")
    return found


def _references(api: Api, entity: str) -> Mapping[str, str]:
    """
    Return the fields of an entity that hold another entity's records, with that entity.
    """
    schemas = Schemas(api.shapes)
    found: dict[str, str] = {}
    for shape in api.shapes.values():
        if shape.entity == entity:
            for name, (schema, uri) in schemas.properties(shape).items():
                inner, place = schemas.branch(schema, uri, {})
                items = schemas.branch(inner["items"], place, {})[0] if "items" in inner else inner
                if items.get("x-entity"):
                    found[name] = items["x-entity"]
    return found


def _identifier(api: Api, entity: str) -> str:
    return next((each.identifier.path for each in api.resources.values() if each.entity == entity), "id")


def _same(one: Any, other: Any) -> bool:
    return one is not None and str(one) == str(other)
