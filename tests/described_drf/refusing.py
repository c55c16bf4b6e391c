"""
Refusals in words of the project's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.views import exception_handler

if TYPE_CHECKING:
    from rest_framework.response import Response


def refused(error: Exception, context: dict[str, Any]) -> Response | None:
    """
    Say which view refuses.
    """
    answer = exception_handler(error, context)
    if answer is not None:
        answer.data = [{"id": answer.status_code, "view": context["view"].get_view_name()}]
    return answer
