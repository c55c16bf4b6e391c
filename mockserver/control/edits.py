"""
A world with records changed or added: what tests and the control API ask for.

An edit is made or refused as a whole: a record that could not be served, found, sorted or told from another is
not made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import ApiContractError, UnknownName, UsageError
from apicontract.contract.model import Field, World
from apicontract.contract.projection import Schemas, project
from apicontract.contract.validation import validator_for
from apicontract.dataset.lazy_records import copied
from apicontract.dataset.values import READERS
from mockserver.control.bodies import shortened
from mockserver.control.rehearsal import rehearse_edited
from mockserver.engine.collection import stored_type
from mockserver.engine.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from apicontract.contract.model import Api, Record
    from mockserver.control.state import Edit

#: Where links lead while a record is held to its shapes.
_ORIGIN = "http://localhost/"


@dataclass(frozen=True, slots=True)
class Kept:
    """
    What became of edits that were made before the world changed under them.

    Attributes:
        site: what is served, with the edits that can still be made.
        edits: those.
        dropped: a sentence for each that cannot.
    """

    site: Site
    edits: tuple[Edit, ...]
    dropped: tuple[str, ...]


def edited(site: Site, edits: Iterable[Edit], *, held: bool = False) -> Site:
    """
    Return a site whose world has the edits made, in order; the given one stays as it is.

    With `held`, the same edits have been made to the same world before, and are not looked at again.

    An edit whose record has the identifier of one that exists sets the fields it gives; any other adds a
    record, and takes the fields that it does not give from the first one. Where a field refers to another
    entity, its identifier (or an object with it) chooses one of that entity's records.

    Raises:
        UnknownName: there is no such entity, or no such field.
        UsageError: a reference leads to no record, there is nothing to take fields from, or the record could
            not be served.
        DataError: a value cannot be read as what the contract says it is.
    """
    tables = copied(site.world.tables)
    records = [_apply(site, tables, edit, held=held) for edit in edits]
    made = _with(site, tables)
    return made if held else rehearse_edited(made, records)


def keep(site: Site, edits: Sequence[Edit]) -> Kept:
    """
    Make those of the edits that can be made.
    """
    tables, kept, records, dropped = copied(site.world.tables), [], [], []
    for edit in edits:
        try:
            records.append(_apply(site, tables, edit))
            kept.append(edit)
        except ApiContractError as error:
            dropped.append(f"an edit of {edit.entity} was dropped, the data files no longer fit it: {error}")
    try:
        return Kept(rehearse_edited(_with(site, tables), records), tuple(kept), tuple(dropped))
    except ApiContractError as error:
        # Each record can be served and all together cannot: nobody can say which edit it is.
        told = f"all {len(kept)} edits were dropped, the data files no longer fit them: {error}"
        return Kept(site, (), (*dropped, told))


def _with(site: Site, tables: Mapping[str, Sequence[Record]]) -> Site:
    # Rows are not remembered: every scope may have a world of its own.
    return Site(site.api, World(site.world.name, tables), site.tokens, site.local_images, site.cross_origin, 0)


def _apply(site: Site, tables: dict[str, list[Record]], edit: Edit, *, held: bool = False) -> Record:
    """
    Make one edit and return its record, or leave the tables as they are.
    """
    if not held:
        _hold_json(edit)
    if edit.entity not in tables:
        raise UnknownName("entity", edit.entity, tuple(tables))
    rows, identifier = tables[edit.entity], _identifier(site.api, edit.entity)
    target = next((row for row in rows if _same(row.get(identifier.path), edit.record.get(identifier.path))), None)
    before = dict(target) if target is not None else None
    if target is None:
        target = _another(rows, identifier.path, edit)
        rows.append(target)
    try:
        _set(site.api, tables, target, edit)
        if not held:
            _hold(site, tables, target, edit, identifier)
    except BaseException:
        if before is None:
            rows.pop()
        else:
            target.clear()
            target.update(before)
        raise
    return target


def _set(api: Api, tables: Mapping[str, list[Record]], target: Record, edit: Edit) -> None:
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


def _hold_json(edit: Edit) -> None:
    """
    Hold what is set to JSON in UTF-8: no NaN, no half of a surrogate pair, no number too long to be written.
    """
    try:
        json.dumps(edit.record, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise _unservable(edit, error) from error


def _unservable(edit: Edit, error: Exception) -> UsageError:
    problem = f"a record of {edit.entity} that cannot be served: {type(error).__name__}: {shortened(str(error))}"
    return UsageError(problem, "give values such as other records have")


def _hold(site: Site, tables: Mapping[str, list[Record]], target: Record, edit: Edit, identifier: Field) -> None:
    """
    Hold a record to what every request may ask of it.
    """
    try:
        _hold_identifier(tables[edit.entity], target, edit.entity, identifier)
        rehearse_edited(Site(site.api, World(site.world.name, {edit.entity: [target]}), most_rows=0), [target])
        _hold_shapes(site.api, target, edit)
    except ApiContractError:
        raise
    # Whatever a value makes a renderer or a comparison raise, the record that holds it cannot be served.
    except Exception as error:
        raise _unservable(edit, error) from error


def _hold_identifier(rows: Sequence[Record], target: Record, entity: str, identifier: Field) -> None:
    value = target.get(identifier.path)
    kinds = {type(row.get(identifier.path)) for row in rows if row is not target} or {int, str}
    if type(value) not in kinds or not str(value):
        told = shortened(repr(value))
        raise UsageError(f"{entity}.{identifier.path}: {told} identifies no record", "give one such as others have")
    parse = READERS[stored_type(identifier)].parse
    mine = parse(value)
    if sum(parse(row[identifier.path]) == mine for row in rows) > 1:
        raise UsageError(f"{entity}.{identifier.path}: {value!r} exists already", "give another one")


def _hold_shapes(api: Api, target: Record, edit: Edit) -> None:
    """
    Hold what an edit sets to every shape of its entity; what the record had before is not the edit's doing.
    """
    for shape in api.shapes.values():
        if shape.entity == edit.entity:
            sent = project(target, shape, api.shapes, lambda *_: _ORIGIN)
            for flaw in validator_for(api, shape.name).errors(sent):
                if flaw.pointer.split("/")[1:2] and _unescaped(flaw.pointer.split("/")[1]) in edit.record:
                    place = f"{edit.entity}{flaw.pointer.replace('/', '.')}"
                    raise UsageError(f"{place}: {shortened(flaw.message)}", f"give what {shape.name} says")


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


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
        told = shortened(repr(sought))
        raise UsageError(f"{name} refers to {told}, and {entity} has none of that id", "give one that exists")
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


def _identifier(api: Api, entity: str) -> Field:
    """
    Return how records of an entity are told apart; one that no resource serves has an `id` of any type.
    """
    return next((each.identifier for each in api.resources.values() if each.entity == entity), Field("id", "id"))


def _same(one: Any, other: Any) -> bool:
    return one is not None and str(one) == str(other)
