"""
The frameworks' own paginators, by the name that a service gives its paging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.pagination import BasePagination, LimitOffsetPagination, PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_drf.service import Service


class FromZero(PageNumberPagination):
    """
    A paginator whose first page is number 0, with other names and keys, and no word for the last page.
    """

    page_query_param = "page[number]"
    page_size_query_param = "page[size]"
    last_page_strings = ()

    def get_page_number(self, request: Any, paginator: Any) -> Any:  # noqa: ARG002 - DRF calls it so
        """
        Return the number as Django counts it.
        """
        number = request.query_params.get(self.page_query_param)
        if not number:
            return 1
        try:
            return int(number) + 1
        except ValueError:
            return number

    def get_next_link(self) -> str | None:
        """
        Return the link to the following page.
        """
        return self._link(self.page.number) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        """
        Return the link to the page before.
        """
        return self._link(self.page.number - 2) if self.page.has_previous() else None

    def _link(self, number: int) -> str:
        url = self.request.build_absolute_uri()
        name = self.page_query_param
        return replace_query_param(url, name, number) if number else remove_query_param(url, name)

    def get_paginated_response(self, data: Any) -> Response:
        """
        Wrap the rows as JSON:API does.
        """
        return Response(
            {
                "meta": {"count": self.page.paginator.count},
                "links": {"next": self.get_next_link(), "prev": self.get_previous_link()},
                "data": data,
            }
        )


class Whole(BasePagination):
    """
    No paging at all: every row in a bare array, or in an object.
    """

    rows = ""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:  # noqa: ARG002 - DRF calls it so
        """
        Return every row.
        """
        return list(queryset)

    def get_paginated_response(self, data: Any) -> Response:
        """
        Send the rows.
        """
        return Response({self.rows: data} if self.rows else data)


def paginator(service: Service) -> type[BasePagination]:
    """
    Return the paginator of a service.
    """
    base, default, maximum, own = _PAGINATORS[service.paging]
    return type("Paging", (base,), {default: service.default_limit, maximum: service.maximum_limit, **own})


_PAGES = ("page_size", "max_page_size")
#: Name to class, its attributes for the rows of a page, by default and at the most, and what else is set.
_PAGINATORS: Mapping[str, tuple[type[BasePagination], str, str, Mapping[str, Any]]] = {
    "limit-offset": (LimitOffsetPagination, "default_limit", "max_limit", {}),
    "page-number": (PageNumberPagination, *_PAGES, {"page_size_query_param": "page_size"}),
    "page-from-zero": (FromZero, *_PAGES, {}),
    "none": (Whole, *_PAGES, {}),
    "none-wrapped": (Whole, *_PAGES, {"rows": "items"}),
    "page-fixed": (PageNumberPagination, *_PAGES, {}),
}
