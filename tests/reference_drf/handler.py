"""
Django's WSGI handler, with the routes of one application.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import connections
from django.middleware.common import CommonMiddleware

if TYPE_CHECKING:
    from types import ModuleType


class Handler(WSGIHandler):
    """
    A handler whose requests are routed by a module of its own, so that several live in one process.
    """

    def __init__(self, routes: ModuleType) -> None:
        self.routes = routes
        super().__init__()

    def get_response(self, request: Any) -> Any:
        """
        Return the answer of these routes.
        """
        request.urlconf = self.routes
        return super().get_response(request)


class NoRedirect(CommonMiddleware):
    """
    The common middleware of a project that sets `APPEND_SLASH` to false.
    """

    def should_redirect_with_slash(self, request: Any) -> bool:  # noqa: ARG002 - Django calls it so
        """
        Never redirect.
        """
        return False


def close_connections(**_: Any) -> None:
    """
    Close the connections of a thread that may end before its next request; the main thread keeps its own.
    """
    if threading.current_thread() is not threading.main_thread():
        connections.close_all()


request_finished.connect(close_connections, dispatch_uid="reference_drf.connections")
