"""
The WSGI application of a contract and a world.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

from reference_drf.project import middleware, set_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api, World


def reference_application(api: Api, world: World) -> Callable[..., Any]:
    """
    Build models, tables, rows, routes and middleware, and return the WSGI application that serves them.

    It may be called from any thread. It belongs to the process that built it.
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

    models = build_models(api)
    fill(models, world)
    load(models)
    connection.close()
    router = build_router(api, models, build_serializers(api, models))
    routes = types.ModuleType(f"reference_routes_{id(models)}")
    views = [*singletons(api), *router.urls, *nowhere(api, models)]
    routes.urlpatterns = [path(api.base_path.lstrip("/"), include(views))]
    chosen = middleware(cross_origin=api.setting("cross_origin"), append_slash=api.setting("append_slash"))
    with override_settings(MIDDLEWARE=chosen):
        return Handler(routes)
