"""
Refusals in words of the project's own.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from rest_framework.views import exception_handler

if TYPE_CHECKING:
    from rest_framework.response import Response


def refused(error: Exception, context: dict[str, Any]) -> Response | None:
    """
    Say which view refuses, or which values cannot be used.
    """
    answer = exception_handler(error, context)
    if answer is not None and answer.status_code == HTTPStatus.BAD_REQUEST and isinstance(answer.data, dict):
        each_one = [(name, each) for name, messages in answer.data.items() for each in messages]
        answer.data = {"errors": [{"of": name, "says": each, "id": each.code.upper()} for name, each in each_one]}
    elif answer is not None:
        answer.data = [{"id": answer.status_code, "view": context["view"].get_view_name()}]
    return answer
