"""
A contract and a world -> Django models with rows.

Every application has a registry of its own, so that several APIs live in one process.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection, models, transaction
from django.db.migrations.state import AppConfigStub
from django.utils.dateparse import parse_date, parse_datetime, parse_duration

from reference_drf.columns import Column, columns_of_entity, entities
from reference_drf.fields import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.model import Api, Record, World

#: Hidden columns: the place in the natural order, and the key of entities without an identifier.
POSITION = "natural_position"
SURROGATE = "surrogate_key"
LABEL = "reference"

_SCALARS: Mapping[str, type[models.Field]] = {
    "text": Text,
    "boolean": models.BooleanField,
    "integer": models.BigIntegerField,
    "number": models.FloatField,
    "date": models.DateField,
    "date-time": models.DateTimeField,
    "uuid": models.UUIDField,
    "duration": models.DurationField,
    "json": models.JSONField,
}
#: Kinds whose JSON text is not what the column takes, with what makes it so.
_PARSERS = {"date": parse_date, "date-time": parse_datetime, "uuid": UUID, "duration": parse_duration}
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Models:
    """
    The models of one application.

    Attributes:
        entities: entity to its model.
        links: entity and column to the model that joins the two entities of a "many", in order.
        columns: entity to its stored columns.
        identifiers: entity to the name of its primary key.
        rows: entity to its stored rows by primary key, read back once, each holding its relatives.
    """

    entities: dict[str, type[models.Model]]
    links: dict[tuple[str, str], type[models.Model]]
    columns: dict[str, dict[str, Column]]
    identifiers: dict[str, str]
    rows: dict[str, dict[Any, models.Model]] = field(default_factory=dict)


def build_models(api: Api) -> Models:
    """
    Make a model for every entity, and one for every list of related records, with their tables.
    """
    columns = {entity: columns_of_entity(api, entity) for entity in entities(api)}
    identifiers = {entity: _identifier(api, entity, columns[entity]) for entity in columns}
    built = Models({}, {}, columns, identifiers)
    registry = Apps()
    stub = AppConfigStub(LABEL)
    stub.apps = registry
    registry.app_configs[LABEL] = stub
    registry.apps_ready = registry.models_ready = registry.ready = True
    prefix = f"reference{next(_NUMBERS)}"
    for entity in columns:
        built.entities[entity] = _model(api, entity, built, registry, prefix)
    for entity, mine in columns.items():
        for column in mine.values():
            if column.kind == "many":
                built.links[entity, column.name] = _link(entity, column, built, registry, prefix)
    with connection.schema_editor() as editor:
        for model in (*built.entities.values(), *built.links.values()):
            editor.create_model(model)
    return built


def model_name(api: Api, entity: str) -> str:
    """
    Return the title of the first resource that lists the entity, which DRF's 404 quotes, or a made-up name.
    """
    titles = (each.title for each in api.resources.values() if each.entity == entity)
    return next(titles, entity.replace("/", " ").title())


def _identifier(api: Api, entity: str, columns: Mapping[str, Column]) -> str:
    named = (each.identifier.path for each in api.resources.values() if each.entity == entity)
    return next(named, "id" if "id" in columns else SURROGATE)


def _meta(registry: Apps, table: str, **options: Any) -> type:
    return type("Meta", (), {"app_label": LABEL, "apps": registry, "db_table": table, **options})


def _table(prefix: str, *names: str) -> str:
    return "_".join((prefix, *names)).replace("/", "_").replace("-", "_")


def _model(api: Api, entity: str, built: Models, registry: Apps, prefix: str) -> type[models.Model]:
    key = built.identifiers[entity]
    members: dict[str, Any] = {
        "__module__": __name__,
        "Meta": _meta(registry, _table(prefix, entity)),
        POSITION: models.IntegerField(db_index=True),
    }
    if key == SURROGATE:
        members[key] = models.BigIntegerField(primary_key=True)
    for column in built.columns[entity].values():
        members[column.name] = _field(api, column, entity, primary=column.name == key)
    return type(model_name(api, entity), (models.Model,), members)


def _field(api: Api, column: Column, entity: str, *, primary: bool) -> models.Field:
    if column.kind in {"one", "many"}:
        target = f"{LABEL}.{model_name(api, column.entity)}"
        if column.kind == "one":
            return models.ForeignKey(target, models.CASCADE, null=True, related_name="+", db_constraint=False)
        return models.ManyToManyField(
            target,
            through=f"{LABEL}.{_link_name(entity, column)}",
            through_fields=("owner", "target"),
            related_name="+",
        )
    scalar = _SCALARS[column.kind]
    return scalar(primary_key=True) if primary else scalar(null=True)


def _link_name(entity: str, column: Column) -> str:
    return f"{entity}_{column.name}_link".replace("/", "_")


def _link(entity: str, column: Column, built: Models, registry: Apps, prefix: str) -> type[models.Model]:
    keys = {"db_constraint": False}
    members = {
        "__module__": __name__,
        "Meta": _meta(registry, _table(prefix, entity, column.name), ordering=["position"]),
        "position": models.BigAutoField(primary_key=True),
        "owner": models.ForeignKey(built.entities[entity], models.CASCADE, related_name=f"{column.name}_links", **keys),
        "target": models.ForeignKey(built.entities[column.entity], models.CASCADE, related_name="+", **keys),
    }
    return type(_link_name(entity, column), (models.Model,), members)


def fill(built: Models, world: World) -> None:
    """
    Store every record of the world, in its natural order, and the records they refer to.
    """
    tables = {entity: list(world.tables.get(entity, ())) for entity in built.entities}
    keys = {entity: _keys(built, entity, tables) for entity in built.entities}
    with transaction.atomic():
        for entity, model in built.entities.items():
            rows = [
                model(**_row(built, entity, record, position, keys)) for position, record in enumerate(tables[entity])
            ]
            model._default_manager.bulk_create(rows, batch_size=500)
        for (entity, name), link in built.links.items():
            target = built.columns[entity][name].entity
            link._default_manager.bulk_create(
                [
                    link(owner_id=keys[entity][id(record)], target_id=keys[target][id(each)])
                    for record in tables[entity]
                    for each in record.get(name) or ()
                ],
                batch_size=500,
            )


def _keys(built: Models, entity: str, tables: Mapping[str, list[Record]]) -> dict[int, Any]:
    """
    Return the primary key of each record, by the record object's identity.
    """
    key = built.identifiers[entity]
    if key == SURROGATE:
        return {id(record): number for number, record in enumerate(tables[entity], start=1)}
    column = built.columns[entity][key]
    return {id(record): _value(column, record[key]) for record in tables[entity]}


def _row(
    built: Models, entity: str, record: Record, position: int, keys: Mapping[str, Mapping[int, Any]]
) -> dict[str, Any]:
    row: dict[str, Any] = {POSITION: position}
    if built.identifiers[entity] == SURROGATE:
        row[SURROGATE] = keys[entity][id(record)]
    for column in built.columns[entity].values():
        value = record.get(column.name)
        if column.kind == "one":
            row[f"{column.name}_id"] = None if value is None else keys[column.entity][id(value)]
        elif column.kind != "many":
            row[column.name] = _value(column, value)
    return row


def _value(column: Column, value: Any) -> Any:
    return _PARSERS[column.kind](value) if column.kind in _PARSERS and value is not None else value


def load(built: Models) -> None:
    """
    Read every row back and tie relatives together, so that an answer need not ask the database for what it nests.
    """
    built.rows.update(
        {entity: {row.pk: row for row in model._default_manager.all()} for entity, model in built.entities.items()}
    )
    for entity, columns in built.columns.items():
        for column in columns.values():
            if column.kind == "one":
                _tie(built.rows[entity].values(), column.name, built.rows[column.entity])
    for (entity, name), link in built.links.items():
        joins = list(link._default_manager.all())
        _tie(joins, "target", built.rows[built.columns[entity][name].entity])
        of_owner: dict[Any, list[models.Model]] = {}
        for join in joins:
            of_owner.setdefault(join.owner_id, []).append(join)
        for row in built.rows[entity].values():
            related = getattr(row, f"{name}_links").all()
            related._result_cache = of_owner.get(row.pk, [])
            related._prefetch_done = True
            row.__dict__.setdefault("_prefetched_objects_cache", {})[f"{name}_links"] = related


def _tie(rows: Iterable[models.Model], name: str, targets: Mapping[Any, models.Model]) -> None:
    for row in rows:
        relation = row._meta.get_field(name)
        key = getattr(row, relation.attname)
        relation.set_cached_value(row, None if key is None else targets[key])
