"""
Resources -> view sets of Django REST Framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import path
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotFound
from rest_framework.filters import SearchFilter
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from reference_drf.filters import NullsFirst, Ordering, PlainSearch, build_filter_set, orm_path
from reference_drf.models import POSITION
from reference_drf.serializers import basename

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api, Resource
    from reference_drf.models import Models

#: Value of the setting `other_methods` with which a permission speaks before the method is looked at.
ASK_FIRST = 401


class OnlyGet(BasePermission):
    """
    Anonymous clients may only read: the candidate that answers other methods with 401.
    """

    def has_permission(self, request: Any, view: Any) -> bool:  # noqa: ARG002 - DRF calls it so
        """
        Say whether the method is one of reading.
        """
        return request.method in {"GET", "HEAD"}


class Collection(ReadOnlyModelViewSet):
    """
    A list and its details; what differs from one resource to the next are class attributes.
    """

    http_method_names = ("get",)
    shapes: Mapping[str, type] = {}
    loaded: Mapping[Any, Any] = {}
    modes: Any = None
    plain_not_found = False

    def asked_mode(self) -> str:
        """
        Return the level of detail of this answer.
        """
        if self.action == "retrieve":
            return self.modes.detail
        asked = self.request.query_params.get("mode")
        return asked if asked in self.modes.choices else self.modes.list

    def get_serializer_class(self) -> type:
        """
        Return the serializer of the level asked for.
        """
        return self.shapes[self.asked_mode()]

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        """
        Return the rows of the page that the framework chose, with what they nest.
        """
        return [self.loaded[row.pk] for row in super().paginate_queryset(queryset)]

    def get_object(self) -> Any:
        """
        Return the record of the URL with what it nests, or raise the 404 of before DRF 3.15.
        """
        try:
            return self.loaded[super().get_object().pk]
        except Http404:
            if self.plain_not_found:
                raise NotFound from None
            raise


class Root(APIRootView):
    """
    The list of resources.
    """

    http_method_names = ("get",)


def build_router(api: Api, built: Models, serializers: Mapping[str, type]) -> DefaultRouter:
    """
    Make the routes of all resources.
    """
    router = DefaultRouter()
    router.include_root_view = bool(api.setting("api_root"))
    router.include_format_suffixes = bool(api.setting("suffix_routes"))
    permissions = (OnlyGet,) if api.setting("other_methods") == ASK_FIRST else ()
    router.APIRootView = Root
    for resource in api.resources.values():
        router.register(
            resource.name, _view_set(api, resource, built, serializers, permissions), basename=basename(resource)
        )
    return router


def _view_set(
    api: Api, resource: Resource, built: Models, serializers: Mapping[str, type], permissions: tuple[type, ...]
) -> type[Collection]:
    model = built.entities[resource.entity]
    if model.__name__ != resource.title:
        meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label, "apps": model._meta.apps})
        model = type(resource.title, (model,), {"__module__": __name__, "Meta": meta})
    paging = {"default_limit": api.envelope.default_limit, "max_limit": api.envelope.maximum_limit}
    search = SearchFilter if api.setting("quoted_search") else PlainSearch
    ordering = Ordering if api.setting("nulls") == "last" else NullsFirst
    modes = {*resource.modes.choices, resource.modes.list, resource.modes.detail}
    members = {
        "queryset": model._default_manager.order_by(POSITION),
        "lookup_field": resource.identifier.path,
        "modes": resource.modes,
        "shapes": {mode: serializers[resource.shapes[mode]] for mode in modes},
        "loaded": built.rows[resource.entity],
        "filter_backends": (DjangoFilterBackend, search, ordering),
        "filterset_class": build_filter_set(api, resource, built),
        "search_fields": tuple(orm_path(each.path) for each in resource.search),
        "ordering_fields": tuple(each.name for each in resource.ordering),
        "ordering_paths": {each.name: orm_path(each.path) for each in resource.ordering},
        "ordering": resource.default_ordering or None,
        "pagination_class": type("Paging", (LimitOffsetPagination,), paging),
        "permission_classes": permissions,
        "plain_not_found": api.setting("not_found") == "plain",
    }
    return type("View", (Collection,), members)


class Singleton(APIView):
    """
    An answer that is no collection: a plain view, whose values are what its schema states.
    """

    properties: Mapping[str, Mapping[str, Any]] = {}

    def get(self, request: Any) -> Response:
        """
        Answer with the defaults of the schema, and with who asks.
        """
        empty = {"integer": 0, "string": request.META["REMOTE_ADDR"]}
        return Response({name: each.get("default", empty[each["type"]]) for name, each in self.properties.items()})


def singletons(api: Api) -> list[Any]:
    """
    Return the routes of the answers that are no collection.
    """
    views = {name: api.shapes[shape].schema for name, shape in api.singletons.items()}
    return [
        path(
            f"{name}/",
            type(
                "View",
                (Singleton,),
                {
                    "__doc__": "",
                    "name": schema["title"],
                    "properties": schema["properties"],
                },
            ).as_view(),
        )
        for name, schema in views.items()
    ]


def nowhere(api: Api, built: Models) -> list[Any]:
    """
    Return routes that only give a name to the detail URLs of entities that no resource lists yet.
    """
    listed = {each.entity for each in api.resources.values()}
    return [
        path(f"{entity}/<{key}>/", _not_found, name=f"nowhere-{entity}")
        for entity, key in built.identifiers.items()
        if entity not in listed
    ]


def _not_found(*_: Any, **__: Any) -> None:
    raise Http404
