"""
Refusals in words of the project's own.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.urls import Resolver404, resolve
from rest_framework.views import exception_handler

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from rest_framework.response import Response


def refused(error: Exception, context: dict[str, Any]) -> Response | None:
    """
    Say which view refuses, or which values cannot be used, but for the view that hands on what the framework says.
    """
    answer = exception_handler(error, context)
    if answer is None or context["view"].basename == "words":
        return answer
    if answer.status_code == HTTPStatus.BAD_REQUEST and isinstance(answer.data, dict):
        each_one = [(name, each) for name, messages in answer.data.items() for each in messages]
        answer.data = {"errors": [{"of": name, "says": each, "id": each.code.upper()} for name, each in each_one]}
    else:
        answer.data = [{"id": answer.status_code, "view": context["view"].get_view_name()}]
    return answer


def routed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """
    Look where a path leads before any view does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        resolve(request.path_info)
        return get_response(request)

    return middleware


def tried(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """
    Look where another path leads, and whether that of the request leads anywhere.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        resolve("/")
        try:
            resolve(request.path_info)
        except Resolver404:
            return get_response(request)
        return get_response(request)

    return middleware
