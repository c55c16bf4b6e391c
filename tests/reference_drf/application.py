"""
The WSGI application of a service and its rows.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

from reference_drf.project import middleware, set_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reference_drf.service import Service


def reference_application(service: Service, rows: Mapping[str, Sequence[dict[str, Any]]]) -> Callable[..., Any]:
    """
    Build models, tables, rows, routes and middleware, and return the WSGI application that serves them.

    `rows` are JSON values, entity to records in natural order; a record of another entity is its place there,
    counted from 0. It may be called from any thread. It belongs to the process that built it.
    """
    set_up()
    # Django's modules can only be imported once it is configured.
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import override_settings  # noqa: PLC0415
    from django.urls import include, path  # noqa: PLC0415

    from reference_drf.handler import Handler  # noqa: PLC0415
    from reference_drf.models import build_models, fill, load  # noqa: PLC0415
    from reference_drf.serializers import build_serializers  # noqa: PLC0415
    from reference_drf.views import build_router, nowhere, singletons  # noqa: PLC0415

    models = build_models(service)
    fill(models, rows)
    load(models)
    connection.close()
    router = build_router(service, models, build_serializers(service, models))
    routes = types.ModuleType(f"reference_routes_{id(models)}")
    views = [*singletons(service), *router.urls, *nowhere(service, models)]
    routes.urlpatterns = [path(service.base_path.lstrip("/"), include(views))]
    chosen = middleware(cross_origin=service.setting("cross_origin"), append_slash=service.setting("append_slash"))
    with override_settings(MIDDLEWARE=chosen):
        return Handler(routes)
