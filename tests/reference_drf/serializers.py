"""
Shapes -> serializers of Django REST Framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodate import duration_isoformat
from rest_framework import serializers
from rest_framework.utils import model_meta

from reference_drf.columns import Column, columns_of_shape

if TYPE_CHECKING:
    import datetime as dt

    from apicontract.contract.model import Api, Resource
    from reference_drf.models import Models


class IsoDuration(serializers.DurationField):
    """
    A duration as the recordings write it.
    """

    def to_representation(self, value: dt.timedelta) -> str:
        """
        Return the ISO 8601 text without padding.
        """
        return duration_isoformat(value)


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
        return serializers.HyperlinkedIdentityField, {"view_name": self.Meta.detail_view, "lookup_field": key}

    def _duration(self, _: Column) -> tuple[type, dict]:
        return IsoDuration, {"read_only": True}

    def _one(self, column: Column) -> tuple[type, dict]:
        return self.Meta.serializers[column.shape], {"read_only": True}

    def _many(self, column: Column) -> tuple[type, dict]:
        far = self.Meta.serializers[column.shape]
        return Linked, {"far": far, "read_only": True, "source": f"{column.name}_links"}


def build_serializers(api: Api, built: Models) -> dict[str, type[ShapeSerializer]]:
    """
    Make a serializer for every shape of an entity.
    """
    found: dict[str, type[ShapeSerializer]] = {}
    for shape in api.shapes.values():
        if not shape.entity:
            continue
        columns = columns_of_shape(api, shape)
        meta = {
            "model": built.entities[shape.entity],
            "fields": tuple(columns),
            "columns": columns,
            "serializers": found,
            "identifier": built.identifiers[shape.entity],
            "detail_view": detail_view(api, shape.entity),
        }
        found[shape.name] = type(
            shape.schema.get("title", shape.name), (ShapeSerializer,), {"Meta": type("Meta", (), meta)}
        )
    for each in found.values():
        each.Meta.plan = each.plan()
    return found


def basename(resource: Resource) -> str:
    """
    Return how the router calls a resource.
    """
    return resource.name.replace("/", "-")


def detail_view(api: Api, entity: str) -> str:
    """
    Return the name of the route of an entity's records: the first resource that lists them, or a route to nowhere.
    """
    listed = (f"{basename(each)}-detail" for each in api.resources.values() if each.entity == entity)
    return next(listed, f"nowhere-{entity}")
