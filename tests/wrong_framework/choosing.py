"""
Building blocks of servers that choose other rows: pages, links, orderings, filters and searches.
"""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from wrong_framework.blocks import PAGING, When, Wronger, asking, both, every, lists, on_rows, patched

if TYPE_CHECKING:
    from collections.abc import Callable

    from wrong_framework.wsgi import Application, Asked


def found(matches: Callable[[Any, Asked], bool], parameter: str, when: When = every) -> Wronger:
    """
    Select by a rule of its own instead of by a parameter.
    """

    def given(asked: Asked) -> bool:
        return lists(asked) and asked.has(parameter) and "\0" not in asked.get(parameter) and when(asked)

    blank = asking(lambda pairs: [each for each in pairs if each[0] != parameter], given)
    pick = on_rows(lambda rows, asked: [row for row in rows if matches(row, asked)], given)

    def wrong(application: Application) -> Application:
        # The rule must see the query as sent, so the parameter is hidden from the framework further inside.
        return pick(blank(application))

    return wrong


def limit_read(change: Callable[[str, int], int], when: When = every) -> Wronger:
    """
    Read another limit: of the text sent and of what the framework makes of it.
    """

    def make(original: Callable[..., Any], asked: Asked) -> Callable[..., Any]:
        return lambda self, request: change(asked.get("limit"), original(self, request))

    return patched(PAGING + "get_limit", make, when)


def offset_read(change: Callable[[int, int], int], when: When = every) -> Wronger:
    """
    Cut the page elsewhere: of the offset and the limit, without a trace in the links.
    """

    def make(original: Callable[..., Any], _: Asked) -> Callable[..., Any]:
        def paginate(self: Any, queryset: Any, request: Any, view: Any = None) -> Any:
            original(self, queryset, request, view)
            start = change(self.offset, self.limit)
            return list(queryset[start : start + self.limit])

        return paginate

    return patched(PAGING + "paginate_queryset", make, when)


def on_link(
    change: Callable[[str, Asked], str | None], which: tuple[str, ...] = ("next", "previous"), when: When = every
) -> Wronger:
    """
    Change the links of a page that has them.
    """

    def make(original: Callable[..., Any], asked: Asked) -> Callable[..., Any]:
        def link(self: Any) -> str | None:
            right = original(self)
            return None if right is None else change(right, asked)

        return link

    return both(*(patched(f"{PAGING}get_{each}_link", make, when) for each in which))


def losing(*names: str) -> Callable[[str, Asked], str]:
    """
    Return a change of links that loses parameters.
    """

    def change(link: str, _: Asked) -> str:
        pairs = parse_qsl(urlsplit(link).query, keep_blank_values=True)
        return urlunsplit(urlsplit(link)._replace(query=urlencode([each for each in pairs if each[0] not in names])))

    return change


def ordered(terms: Callable[[list[str]], list[str]], when: When = every) -> Wronger:
    """
    Order by other terms than the valid ones that were asked.
    """

    def make(original: Callable[..., Any], _: Asked) -> Callable[..., Any]:
        def get(self: Any, request: Any, queryset: Any, view: Any) -> Any:
            asked = original(self, request, queryset, view)
            return terms(list(asked)) if asked else asked

        return get

    return patched("rest_framework.filters.OrderingFilter.get_ordering", make, when)


def sorted_by(key: Callable[[Any, str], Any], *fields: str) -> Wronger:
    """
    Order by a rule of its own where the first term is one of these fields: of the row and the field's name.
    """

    def change(rows: list[Any], asked: Asked) -> list[Any]:
        term = asked.get("ordering").split(",")[0]
        name = term.removeprefix("-")
        return sorted(rows, key=lambda row: key(row, name), reverse=term.startswith("-"))

    return on_rows(change, lambda asked: asked.get("ordering").split(",")[0].removeprefix("-") in fields)


def searched(matches: Callable[[list[str], list[str]], bool], *paths: str, when: When = every) -> Wronger:
    """
    Search by a rule of its own: of the words asked and the texts of a record, both as written.
    """

    def match(row: Any, asked: Asked) -> bool:
        split = pkgutil.resolve_name("rest_framework.filters.search_smart_split")
        return matches(split(asked.get("search")), [text_at(row, each) for each in paths])

    return found(match, "search", when)


def text_at(row: Any, path: str) -> str:
    """
    Return the text at a dotted path of a stored record.
    """
    for step in path.split("."):
        row = getattr(row, step, None)
    return row or ""
