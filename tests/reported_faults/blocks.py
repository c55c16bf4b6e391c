"""
Building blocks of reported faults, beside those of the other wrong servers.
"""

from __future__ import annotations

import pkgutil
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import PAGING, When, Wronger, every, number, on_rows, patched
from wrong_framework.choosing import found
from wrong_framework.wsgi import Answer, Ask, Asked, Rule, answered, remembering

if TYPE_CHECKING:
    from collections.abc import Callable

    from wrong_framework.wsgi import Application

#: Filters by true and false.
BOOLEANS = {"in_space", "is_placeholder", "in_use", "human_rated", "featured", "borrowed"}
#: The end of a moment that is told by another clock than UTC's.
WITH_AN_OFFSET = re.compile(r"[+-]\d\d:\d\d$")
#: Where a search of spacecraft looks.
FIELDS = ("name", "spacecraft_config.name")


@dataclass(frozen=True)
class Window:
    """
    What a page is cut from.

    Attributes:
        offset, limit: as the framework read them.
        everything: all records of the list, in natural order, whatever was asked.
    """

    offset: int
    limit: int
    everything: list[Any]


def page_cut(cut: Callable[[list[Any], Window], list[Any]], when: When = every) -> Wronger:
    """
    Cut the page by a rule of its own from the rows found, without a trace in the count and the links.
    """

    def make(original: Callable[..., Any], _: Asked) -> Callable[..., Any]:
        def paginate(self: Any, queryset: Any, request: Any, view: Any = None) -> Any:
            original(self, queryset, request, view)
            everything = sorted(view.loaded.values(), key=lambda row: row.natural_position)
            return cut([view.loaded[row.pk] for row in queryset], Window(self.offset, self.limit, everything))

        return paginate

    return patched(PAGING + "paginate_queryset", make, when)


def counted(count: Callable[[int, Any], int], when: When = every) -> Wronger:
    """
    Count otherwise, of the right count and the rows found; the links follow the count.
    """

    def make(original: Callable[..., Any], _: Asked) -> Callable[..., Any]:
        return lambda self, queryset: count(original(self, queryset), queryset)

    return patched(PAGING + "get_count", make, when)


def next_as_if(count: Callable[[Any], int]) -> Wronger:
    """
    Link to the following page as if there were another number of rows: of the paginator.
    """

    def make(original: Callable[..., Any], _: Asked) -> Callable[..., Any]:
        def link(self: Any) -> Any:
            right, self.count = self.count, count(self)
            try:
                return original(self)
            finally:
                self.count = right

        return link

    return patched(PAGING + "get_next_link", make)


def at_times(wrong: Wronger, which: Callable[[int], bool]) -> Wronger:
    """
    Make a mistake in some requests, by their number from 1.
    """

    def make(application: Application) -> Application:
        changed = wrong(application)

        def rule_of_one() -> Rule:
            asked_before: list[Asked] = []

            def rule(asked: Asked, ask: Ask) -> Answer:
                asked_before.append(asked)
                return answered(changed, asked) if which(len(asked_before)) else ask(asked)

            return rule

        return remembering(rule_of_one)(application)

    return make


def cached(key: Callable[[Asked], Any]) -> Wronger:
    """
    Answer what was answered to the first request that has the same key.
    """

    def rule_of_one() -> Rule:
        known: dict[str, Answer] = {}

        def rule(asked: Asked, ask: Ask) -> Answer:
            if asked.method != "GET":
                return ask(asked)
            name = str((asked.path, key(asked)))
            if name not in known:
                known[name] = ask(asked)
            return known[name]

        return rule

    return remembering(rule_of_one)


def none_found(when: When) -> Wronger:
    """
    Find nothing.
    """
    return on_rows(lambda _, __: [], when)


def given(name: str) -> When:
    """
    Choose requests that give a parameter more than blanks.
    """
    return lambda asked: bool(asked.get(name).strip())


def matched(parameter: str, pattern: Callable[[str], re.Pattern[str]]) -> Wronger:
    """
    Find the rows whose text contains a pattern made of the value of `NAME__LOOKUP` or `NAME`.
    """
    name = parameter.partition("__")[0]

    def matches(row: Any, asked: Asked) -> bool:
        return bool(pattern(asked.get(parameter).strip()).search(getattr(row, name)))

    return found(matches, parameter, given(parameter))


def of_items(text: str) -> list[str]:
    """
    Return the items of a list, but for those that are blank.
    """
    return [each for each in text.split(",") if each.strip()]


def searches(asked: Asked) -> bool:
    """
    Choose requests that search for a word.
    """
    return bool(asked.get("search").replace(",", " ").split())


def terms(asked: Asked) -> list[str]:
    """
    Return the terms of the ordering that is asked.
    """
    return [each.strip() for each in asked.get("ordering").split(",") if each.strip()]


def key_of(row: Any, term: str) -> Any:
    """
    Return what a term orders a record by, or None.
    """
    for step in term.removeprefix("-").split("__"):
        row = getattr(row, step, None)
    return row


def later_page(asked: Asked) -> bool:
    """
    Choose pages after the first.
    """
    return number(asked.get("offset")) > 0


def orders(*names: str) -> When:
    """
    Choose requests whose first ordering term is one of these fields, or any if none is named.
    """
    return lambda asked: bool(terms(asked)) and (not names or terms(asked)[0].removeprefix("-") in names)


def upward(asked: Asked) -> bool:
    """
    Choose orderings whose first term is ascending.
    """
    return orders()(asked) and not terms(asked)[0].startswith("-")


def resolve(name: str) -> Any:
    """
    Return what has a dotted name in the framework, which can only be imported once it is set up.
    """
    return pkgutil.resolve_name(name)
