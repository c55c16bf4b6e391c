"""
How lists are cut into pages.
"""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response


class Pages(PageNumberPagination):
    """
    Pages whose links stand in an object of their own.
    """

    page_size = 20
    page_size_query_param = "per_page"
    max_page_size = 50

    def get_paginated_response(self, data: Any) -> Response:
        """
        Wrap the rows.
        """
        links = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response({"links": links, "total": self.page.paginator.count, "data": data})
