"""
Shapes -> serializers of Django REST Framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import isodate
from rest_framework import serializers
from rest_framework.utils import model_meta

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from reference_drf.columns import Column
    from reference_drf.models import Models
    from reference_drf.service import Resource, Service


class IsoDuration(serializers.DurationField):
    """
    A duration as the recordings write it.
    """

    def to_representation(self, value: dt.timedelta) -> str:
        """
        Return the ISO 8601 text without padding.
        """
        return str(isodate.duration_isoformat(value))


class Constant(serializers.ReadOnlyField):
    """
    A property that is always the same.
    """

    def __init__(self, value: Any, **options: Any) -> None:
        self.value = value
        super().__init__(**options, source="*")

    def to_representation(self, _: Any) -> Any:
        """
        Return the value, whatever the record.
        """
        return self.value


class OwnUrl(serializers.HyperlinkedIdentityField):
    """
    The URL of a record, below its parents if it has such.
    """

    def __init__(self, parents: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.parents = parents

    def get_url(self, obj: Any, view_name: str, request: Any, format: str | None) -> str:  # noqa: A002 - DRF's name
        """
        Return the URL by the keys of the record and of its parents.
        """
        keys = {name: _parent_key(obj, relation) for name, relation in self.parents.items()}
        keys[self.lookup_url_kwarg] = getattr(obj, self.lookup_field)
        return self.reverse(view_name, kwargs=keys, request=request, format=format)


def _parent_key(obj: Any, relation: str) -> Any:
    """
    Return the key of a record's parent; of several, that of the first.
    """
    if not obj._meta.get_field(relation).many_to_many:
        return getattr(obj, f"{relation}_id")
    return next((link.target_id for link in getattr(obj, f"{relation}_links").all()), None)


class Linked(serializers.ListSerializer):
    """
    The records at the far end of a join model, in its order.
    """

    def __init__(self, far: type[serializers.Serializer], **options: Any) -> None:
        super().__init__(child=far(), **options)

    def to_representation(self, data: Any) -> list[Any]:
        """
        Return the far records, each by the child serializer.
        """
        return super().to_representation([link.target for link in data.all()])


class ShapeSerializer(serializers.ModelSerializer):
    """
    The serializer of one shape; DRF maps model fields, `Meta.special` names the rest.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        """
        Return new fields by the plan that was made once, which saves half the time of a small page.
        """
        return {name: kind(**options) for name, (kind, options) in self.Meta.plan.items()}

    @classmethod
    def plan(cls) -> dict[str, tuple[type, dict]]:
        """
        Return the class and the arguments of every field, as DRF finds them.
        """
        model = cls.Meta.model
        info = model_meta.get_field_info(model)
        return {name: cls().build_field(name, info, model, 0) for name in cls.Meta.columns}

    def build_field(self, field_name: str, info: Any, model_class: Any, nested_depth: int) -> tuple[type, dict]:
        """
        Return the serializer field of a property, and its arguments.
        """
        column = self.Meta.columns[field_name]
        special = getattr(self, f"_{column.kind.replace('-', '_')}", None)
        if special is not None:
            return special(column)
        kind, options = super().build_field(field_name, info, model_class, nested_depth)
        return kind, self.include_extra_kwargs(options, {"read_only": True})

    def _constant(self, column: Column) -> tuple[type, dict]:
        return Constant, {"value": column.value}

    def _link(self, _: Column) -> tuple[type, dict]:
        key = self.Meta.identifier
        options = {"view_name": self.Meta.detail_view, "lookup_field": key}
        return OwnUrl, {**options, "parents": self.Meta.parents}

    def _duration(self, _: Column) -> tuple[type, dict]:
        return IsoDuration, {"read_only": True}

    def _one(self, column: Column) -> tuple[type, dict]:
        return self.Meta.serializers[column.shape], {"read_only": True}

    def _many(self, column: Column) -> tuple[type, dict]:
        far = self.Meta.serializers[column.shape]
        return Linked, {"far": far, "read_only": True, "source": f"{column.name}_links"}


def build_serializers(service: Service, built: Models) -> dict[str, type[ShapeSerializer]]:
    """
    Make a serializer for every shape of an entity.
    """
    found: dict[str, type[ShapeSerializer]] = {}
    for shape in service.shapes.values():
        meta = {
            "model": built.entities[shape.entity],
            "fields": tuple(name for name, each in shape.columns.items() if each.sent),
            "columns": {name: each for name, each in shape.columns.items() if each.sent},
            "serializers": found,
            "identifier": built.identifiers[shape.entity],
            "parents": home.parents if (home := home_of(service, shape.entity)) else {},
            "detail_view": detail_view(service, shape.entity),
        }
        found[shape.name] = type(shape.name, (ShapeSerializer,), {"Meta": type("Meta", (), meta)})
    for each in found.values():
        each.Meta.plan = each.plan()
    return found


def basename(resource: Resource) -> str:
    """
    Return how the router calls a resource.
    """
    return resource.name.replace("/", "-")


def detail_view(service: Service, entity: str) -> str:
    """
    Return the name of the route of an entity's records: the first resource that lists all, or a route to nowhere.
    """
    home = home_of(service, entity)
    return f"{basename(home)}-detail" if home else f"nowhere-{entity}"


def home_of(service: Service, entity: str) -> Resource | None:
    """
    Return the first resource that lists all records of an entity, if there is one.
    """
    listing = (each for each in service.resources.values() if each.entity == entity and not each.selects)
    return next(listing, None)
