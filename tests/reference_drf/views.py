"""
Resources -> view sets of Django REST Framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import path
from django.utils.http import http_date
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotFound
from rest_framework.filters import SearchFilter
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from reference_drf.filters import NullsFirst, Ordering, PlainSearch, build_filter_set
from reference_drf.models import POSITION
from reference_drf.paging import paginator
from reference_drf.serializers import basename

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_drf.models import Models
    from reference_drf.service import Resource, Service

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
    parents: Mapping[str, str] = {}
    selects: tuple[Any, ...] = ()
    clock: Any = None
    parent_must_exist = True

    def get_queryset(self) -> Any:
        """
        Return the records below the parents of the URL.
        """
        queryset = super().get_queryset()
        if self.selects:
            queryset = queryset.filter(self.selects[0]())
        for name, relation in self.parents.items():
            owners = queryset.model._meta.get_field(relation).related_model._default_manager.all()
            try:
                queryset = queryset.filter(**{relation: get_object_or_404(owners, pk=self.kwargs[name])})
            except Http404:
                if self.parent_must_exist:
                    if self.plain_not_found:
                        raise NotFound from None
                    raise
                return queryset.none()
        return queryset

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """
        Date an answer by the service's own clock.
        """
        if self.clock is not None:
            response["Date"] = http_date(self.clock.timestamp())
        return super().finalize_response(request, response, *args, **kwargs)

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


def renderers(service: Service) -> list[type]:
    """
    Return the renderers of a service, the preferred one first.
    """
    known = {"json": JSONRenderer, "api": BrowsableAPIRenderer}
    return [known[each] for each in service.setting("representations")]


def methods(service: Service) -> list[str]:
    """
    Return the methods that the views of collections have.
    """
    return [each.lower() for each in service.setting("methods")]


def build_router(service: Service, built: Models, serializers: Mapping[str, type]) -> DefaultRouter:
    """
    Make the routes of all resources.
    """
    router = DefaultRouter(trailing_slash=service.setting("closing_slash"))
    router.include_root_view = bool(service.setting("api_root"))
    router.include_format_suffixes = bool(service.setting("suffix_routes"))
    permissions = (OnlyGet,) if service.setting("other_methods") == ASK_FIRST else ()
    root = {"renderer_classes": renderers(service), "http_method_names": methods(service)}
    router.APIRootView = type("APIRootView", (Root,), {**root, "__module__": __name__, "__doc__": APIRootView.__doc__})
    for resource in service.resources.values():
        router.register(
            resource.path or resource.name,
            _view_set(service, resource, built, serializers, permissions),
            basename=basename(resource),
        )
    return router


def _view_set(
    service: Service, resource: Resource, built: Models, serializers: Mapping[str, type], permissions: tuple[type, ...]
) -> type[Collection]:
    model = built.entities[resource.entity]
    if model.__name__ != resource.title:
        meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label, "apps": model._meta.apps})
        model = type(resource.title, (model,), {"__module__": __name__, "Meta": meta})
    search = SearchFilter if service.setting("quoted_search") else PlainSearch
    ordering = Ordering if service.setting("nulls") == "last" else NullsFirst
    strict = service.setting("unknown_ordering") == "refuse"
    modes = {*resource.modes.choices, resource.modes.list, resource.modes.detail}
    members = {
        "queryset": model._default_manager.order_by(*_default_order(resource, strict=strict)),
        "lookup_field": resource.identifier,
        "lookup_value_regex": resource.key,
        "renderer_classes": renderers(service),
        "http_method_names": methods(service),
        "modes": resource.modes,
        "shapes": {mode: serializers[resource.shapes[mode]] for mode in modes},
        "loaded": built.rows[resource.entity],
        "filter_backends": (DjangoFilterBackend, search, *(() if strict else (ordering,))),
        "filterset_class": build_filter_set(service, resource, built),
        "search_fields": resource.search,
        "ordering_fields": resource.ordering,
        "ordering": resource.default_ordering or None,
        "pagination_class": paginator(service),
        "permission_classes": permissions,
        "parents": resource.parents,
        "clock": service.clock,
        "selects": (resource.selects,) if resource.selects else (),
        "parent_must_exist": service.setting("missing_parent") == "refuse",
        "plain_not_found": service.setting("not_found") == "plain",
    }
    return type(f"{resource.title}View", (Collection,), members)


def _default_order(resource: Resource, *, strict: bool) -> tuple[str, ...]:
    """
    Return the order of a list that asks for none, where no filter backend decides it.
    """
    return resource.default_ordering if strict and resource.default_ordering else (POSITION,)


class Singleton(APIView):
    """
    An answer that is no collection: a plain view, whose values are always the same but for who asks.
    """

    values: Mapping[str, Any] = {}

    def get(self, request: Any) -> Response:
        """
        Answer with the values, and with who asks in place of None.
        """
        return Response(
            {name: request.META["REMOTE_ADDR"] if each is None else each for name, each in self.values.items()}
        )


def singletons(service: Service) -> list[Any]:
    """
    Return the routes of the answers that are no collection.
    """
    return [
        path(f"{name}/", type("View", (Singleton,), {"__doc__": "", "name": title, "values": values}).as_view())
        for name, (title, values) in service.singletons.items()
    ]


def nowhere(service: Service, built: Models) -> list[Any]:
    """
    Return routes that only give a name to the detail URLs of entities that no resource lists yet.
    """
    listed = {each.entity for each in service.resources.values()}
    return [
        path(f"{entity}/<{key}>/", _not_found, name=f"nowhere-{entity}")
        for entity, key in built.identifiers.items()
        if entity not in listed
    ]


def _not_found(*_: Any, **__: Any) -> None:
    raise Http404
