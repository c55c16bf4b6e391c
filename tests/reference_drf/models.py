"""
A service and its rows -> Django models with rows.

Every application has a registry of its own, so that several APIs live in one process.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps.registry import Apps
from django.db import connection, models, transaction
from django.db.migrations.state import AppConfigStub
from django.utils.dateparse import parse_datetime, parse_duration

from reference_drf.fields import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reference_drf.columns import Column
    from reference_drf.service import Service

    Rows = Mapping[str, Sequence[dict[str, Any]]]

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
#: How a JSON text becomes what the column takes, where it is not that already.
_PARSED: Mapping[str, Callable[[str], Any]] = {
    "date": dt.date.fromisoformat,
    "date-time": parse_datetime,
    "uuid": uuid.UUID,
    "duration": parse_duration,
}
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


def build_models(service: Service) -> Models:
    """
    Make a model for every entity, and one for every list of related records, with their tables.
    """
    columns = {entity: service.columns(entity) for entity in service.entities}
    identifiers = {entity: _identifier(service, entity, columns[entity]) for entity in columns}
    built = Models({}, {}, columns, identifiers)
    registry = Apps()
    stub = AppConfigStub(LABEL)
    stub.apps = registry
    registry.app_configs[LABEL] = stub
    registry.apps_ready = registry.models_ready = registry.ready = True
    prefix = f"reference{next(_NUMBERS)}"
    for entity in columns:
        built.entities[entity] = _model(service, entity, built, registry, prefix)
    for entity, mine in columns.items():
        for column in mine.values():
            if column.kind == "many":
                built.links[entity, column.name] = _link(entity, column, built, registry, prefix)
    with connection.schema_editor() as editor:
        for model in (*built.entities.values(), *built.links.values()):
            editor.create_model(model)
    return built


def model_name(service: Service, entity: str) -> str:
    """
    Return the title of the first resource that lists the entity, which DRF's 404 quotes, or a made-up name.
    """
    titles = (each.title for each in service.resources.values() if each.entity == entity)
    return next(titles, entity.replace("/", " ").title())


def _identifier(service: Service, entity: str, columns: Mapping[str, Column]) -> str:
    named = (each.identifier for each in service.resources.values() if each.entity == entity)
    return next(named, "id" if "id" in columns else SURROGATE)


def _meta(registry: Apps, table: str, **options: Any) -> type:
    return type("Meta", (), {"app_label": LABEL, "apps": registry, "db_table": table, **options})


def _table(prefix: str, *names: str) -> str:
    # Two underscores: the flights of spacecraft are another table than `spacecraft_flights`.
    return "__".join((prefix, *names)).replace("/", "_").replace("-", "_")


def _model(service: Service, entity: str, built: Models, registry: Apps, prefix: str) -> type[models.Model]:
    key = built.identifiers[entity]
    members: dict[str, Any] = {
        "__module__": __name__,
        "Meta": _meta(registry, _table(prefix, entity)),
        POSITION: models.IntegerField(db_index=True),
    }
    if key == SURROGATE:
        members[key] = models.BigIntegerField(primary_key=True)
    for column in built.columns[entity].values():
        members[column.name] = _field(service, column, entity, primary=column.name == key)
    return type(model_name(service, entity), (models.Model,), members)


def _field(service: Service, column: Column, entity: str, *, primary: bool) -> models.Field:
    if column.kind in {"one", "many"}:
        target = f"{LABEL}.{model_name(service, column.entity)}"
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


def fill(built: Models, rows: Rows) -> None:
    """
    Store every record in its natural order; a record that it refers to stands as its place in its own table.

    One that has no table among the rows stands inside its owner, and is put into a table of its own first.
    """
    tables = _with_places(built, {entity: list(rows.get(entity, ())) for entity in built.entities})
    keys = {entity: _keys(built, entity, tables[entity]) for entity in built.entities}
    with transaction.atomic():
        for entity, model in built.entities.items():
            made = [model(**_row(built, entity, record, place, keys)) for place, record in enumerate(tables[entity])]
            model._default_manager.bulk_create(made, batch_size=500)
        for (entity, name), link in built.links.items():
            target = built.columns[entity][name].entity
            link._default_manager.bulk_create(
                [
                    link(owner_id=keys[entity][place], target_id=keys[target][each])
                    for place, record in enumerate(tables[entity])
                    for each in record.get(name) or ()
                ],
                batch_size=500,
            )


def _with_places(built: Models, tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    for entity, columns in built.columns.items():
        for column in columns.values():
            if column.kind in {"one", "many"} and built.identifiers[column.entity] == SURROGATE:
                tables[entity] = [_placed(each, column, tables[column.entity]) for each in tables[entity]]
    return tables


def _placed(record: dict[str, Any], column: Column, table: list[dict[str, Any]]) -> dict[str, Any]:
    """
    Return a record whose column holds places in a table, to which what stood there is added.
    """

    def placed(value: Any) -> Any:
        if isinstance(value, dict):
            table.append(value)
            return len(table) - 1
        return [placed(each) for each in value] if isinstance(value, list) else value

    return {**record, column.name: placed(record.get(column.name))}


def _keys(built: Models, entity: str, records: Sequence[dict[str, Any]]) -> list[Any]:
    """
    Return the primary key of each record, by its place.
    """
    key = built.identifiers[entity]
    if key == SURROGATE:
        return list(range(1, len(records) + 1))
    column = built.columns[entity][key]
    return [_value(column, record[key]) for record in records]


def _row(
    built: Models, entity: str, record: dict[str, Any], place: int, keys: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    row: dict[str, Any] = {POSITION: place}
    if built.identifiers[entity] == SURROGATE:
        row[SURROGATE] = keys[entity][place]
    for column in built.columns[entity].values():
        value = record.get(column.name)
        if column.kind == "one":
            row[f"{column.name}_id"] = None if value is None else keys[column.entity][value]
        elif column.kind != "many":
            row[column.name] = _value(column, value)
    return row


def _value(column: Column, value: Any) -> Any:
    return value if value is None else _PARSED.get(column.kind, lambda same: same)(value)


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
