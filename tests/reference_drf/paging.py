"""
The frameworks' own paginators, by the name that a service gives its paging.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination, CursorPagination, LimitOffsetPagination, PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from reference_drf.models import POSITION

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


def _linked(links: Mapping[str, str | None]) -> dict[str, str]:
    """
    Return the header of the links that there are, as RFC 8288 writes it.
    """
    written = ", ".join(f'<{url}>; rel="{relation}"' for relation, url in links.items() if url)
    return {"Link": written} if written else {}


class LinkedPages(PageNumberPagination):
    """
    A paginator of bare arrays that says in a header where the first, previous, next and last pages are.
    """

    page_size_query_param = "per_page"
    last_page_strings = ()

    def _link(self, number: int) -> str:
        url = self.request.build_absolute_uri()
        name = self.page_query_param
        return remove_query_param(url, name) if number == 1 else replace_query_param(url, name, number)

    def get_paginated_response(self, data: Any) -> Response:
        """
        Send the rows alone; the page itself is not linked to.
        """
        ends = {
            "first": self._link(1) if self.page.has_previous() else None,
            "prev": self.get_previous_link(),
            "next": self.get_next_link(),
            "last": self._link(self.page.paginator.num_pages) if self.page.has_next() else None,
        }
        return Response(data, headers=_linked(ends))


class LinkedRows(LimitOffsetPagination):
    """
    A paginator of bare arrays that has the links to both neighbours, and the count, in headers.
    """

    def get_paginated_response(self, data: Any) -> Response:
        """
        Send the rows alone.
        """
        links = {"prev": self.get_previous_link(), "next": self.get_next_link()}
        return Response(data, headers={**_linked(links), "X-Total-Count": str(self.count)})


class Cursors(CursorPagination):
    """
    The framework's own paginator by tokens, in the natural order of the records.
    """

    ordering = (POSITION,)


class Tokens(Cursors):
    """
    A paginator that has the token of the next page beside the rows, and says whether there is one.
    """

    cursor_query_param = "after"
    page_size_query_param = "limit"

    def decode_cursor(self, request: Any) -> Any:
        """
        Return what a token says; one that cannot be read is a bad request.
        """
        try:
            return super().decode_cursor(request)
        except NotFound as error:
            raise ValidationError({"detail": error.detail}) from None

    def get_paginated_response(self, data: Any) -> Response:
        """
        Wrap the rows.
        """
        following = parse_qs(urlsplit(self.get_next_link() or "").query).get(self.cursor_query_param, [None])
        return Response({"next_cursor": following[0], "has_more": self.has_next, "items": data})


class BothWays(Cursors):
    """
    A paginator with a parameter for the page behind a token, and one for the page that ends before it.
    """

    cursor_query_param = "after"
    back_query_param = "before"
    page_size_query_param = "limit"

    def decode_cursor(self, request: Any) -> Any:
        """
        Return what a token says; which way it leads, the name of its parameter says.
        """
        after, before = (request.query_params.get(each) for each in (self.cursor_query_param, self.back_query_param))
        if after or not before:
            return super().decode_cursor(request)
        asked = {self.cursor_query_param: before}
        return super().decode_cursor(SimpleNamespace(query_params=asked))._replace(reverse=True)

    def encode_cursor(self, cursor: Any) -> str:
        """
        Return the link with the parameter that leads its way, and without the other.
        """
        url = remove_query_param(super().encode_cursor(cursor._replace(reverse=False)), self.back_query_param)
        if not cursor.reverse:
            return url
        token = parse_qs(urlsplit(url).query)[self.cursor_query_param][0]
        return replace_query_param(remove_query_param(url, self.cursor_query_param), self.back_query_param, token)

    def get_paginated_response(self, data: Any) -> Response:
        """
        Wrap the rows, and the links in an object of their own.
        """
        return Response({"links": {"next": self.get_next_link(), "prev": self.get_previous_link()}, "data": data})


class TokensBothWays(BothWays):
    """
    The same with the tokens of both neighbours beside the rows.
    """

    def decode_cursor(self, request: Any) -> Any:
        """
        Return what a token says; one that cannot be read is a bad request.
        """
        try:
            return super().decode_cursor(request)
        except NotFound as error:
            raise ValidationError({"detail": error.detail}) from None

    def get_paginated_response(self, data: Any) -> Response:
        """
        Wrap the rows.
        """
        links = ((self.get_next_link(), self.cursor_query_param), (self.get_previous_link(), self.back_query_param))
        following, before = (parse_qs(urlsplit(link or "").query).get(name, [None])[0] for link, name in links)
        return Response({"next_cursor": following, "prev_cursor": before, "items": data})


class OnSize(BasePagination):
    """
    What a paginator without a number of its own does where the request sets no rows of a page: it does not page.
    """

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        """
        Return the rows of a page; all of them, where the framework does not page.
        """
        rows = super().paginate_queryset(queryset, request, view)
        self.paged = rows is not None
        return list(queryset) if rows is None else rows

    def get_paginated_response(self, data: Any) -> Response:
        """
        Wrap the rows of a page, and send all rows alone, as `rest_framework.mixins.ListModelMixin` does.
        """
        return super().get_paginated_response(data) if self.paged else Response(data)


class PagesOnSize(OnSize, PageNumberPagination):
    """
    Pages where the request says how many rows one has.
    """

    page_size = None
    page_size_query_param = "page_size"
    last_page_strings = ()


class RowsOnSize(OnSize, LimitOffsetPagination):
    """
    Limit and offset where the request has a limit.
    """

    default_limit = None


class CursorsOnSize(OnSize, Cursors):
    """
    Tokens where the request says how many rows a page has.
    """

    page_size = None
    page_size_query_param = "page_size"


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
    if issubclass(base, OnSize):
        return type("Paging", (base,), {maximum: service.maximum_limit, **own})
    return type("Paging", (base,), {default: service.default_limit, maximum: service.maximum_limit, **own})


_PAGES = ("page_size", "max_page_size")
#: Name to class, its attributes for the rows of a page, by default and at the most, and what else is set.
_PAGINATORS: Mapping[str, tuple[type[BasePagination], str, str, Mapping[str, Any]]] = {
    "limit-offset": (LimitOffsetPagination, "default_limit", "max_limit", {}),
    "page-number": (PageNumberPagination, *_PAGES, {"page_size_query_param": "page_size"}),
    "page-from-zero": (FromZero, *_PAGES, {}),
    "link-header": (LinkedPages, *_PAGES, {}),
    "link-header-total": (LinkedRows, "default_limit", "max_limit", {}),
    "cursor": (Cursors, *_PAGES, {"page_size_query_param": "page_size"}),
    "cursor-token": (Tokens, *_PAGES, {}),
    "cursor-before": (BothWays, *_PAGES, {}),
    "cursor-token-before": (TokensBothWays, *_PAGES, {}),
    "page-on-size": (PagesOnSize, *_PAGES, {}),
    "rows-on-size": (RowsOnSize, "default_limit", "max_limit", {}),
    "cursor-on-size": (CursorsOnSize, *_PAGES, {}),
    "none": (Whole, *_PAGES, {}),
    "none-wrapped": (Whole, *_PAGES, {"rows": "items"}),
    "page-fixed": (PageNumberPagination, *_PAGES, {}),
}
