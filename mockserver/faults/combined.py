"""
Faults that show only where several things are asked for together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.faults.fault import Fault, asking, filters_of, terms_of
from mockserver.faults.searching import matching, some_fields
from mockserver.http.refusals import detail

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

_BAD_REQUEST = 400
#: Filters that a request may have.
_MOST_FILTERS = 2
#: Terms that a search may have.
_MOST_TERMS = 2


def _ordered(call: Call) -> str:
    return call.parameters.get(query.ORDERING, "").strip()


def _late(is_meant: Callable[[Call], bool]) -> Callable[..., Rows]:
    """
    Return a page stage that begins one row late, where there are rows enough to fill the page.
    """

    def wrong(right: Callable[[Call, Rows, Window], Rows], call: Call, rows: Rows, part: Window) -> Rows:
        enough = part.offset + part.limit < len(rows)
        return right(call, rows, replace(part, offset=part.offset + 1) if enough and is_meant(call) else part)

    return wrong


def _descends_alone(call: Call) -> bool:
    return _ordered(call).startswith("-") and not filters_of(call) and not terms_of(call)


def _sorted_selection(call: Call) -> bool:
    return bool(_ordered(call) and filters_of(call))


def _few_filters(right: Callable[[Call], Rows], call: Call) -> Rows:
    if len(filters_of(call)) > _MOST_FILTERS and not call.route.identifier:
        raise detail(_BAD_REQUEST, "Too many filters.")
    return right(call)


def _long_search(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    return [] if len(terms_of(call)) > _MOST_TERMS else right(call, rows)


def _alone(wrong: Callable[..., Rows]) -> Callable[..., Rows]:
    """
    Return a search stage that is wrong where nothing but a search selects.
    """

    def stage(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
        lone = terms_of(call) and not filters_of(call) and not call.route.identifier
        return wrong(right, call, rows) if lone else right(call, rows)

    return stage


def _unreadable_choice(right: Callable[[Call], Rows], call: Call) -> Rows:
    choices = [each.name for each in call.resource.parameters if each.type == "related"]
    unreadable = [name for name in choices if not call.parameters.get(name, "0").strip(" +-").isdecimal()]
    return right(asking(call, *unreadable))


def _terms_miscounted(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    return right(call, rows) + bool(terms_of(call))


FAULTS = (
    Fault(
        "descending-starts-late",
        "ordering",
        "page",
        "a whole list in descending order begins with its second row",
        _late(_descends_alone),
    ),
    Fault(
        "sorted-selection-starts-late",
        "pagination",
        "page",
        "a page of a filtered list begins one row late when it is sorted",
        _late(_sorted_selection),
    ),
    Fault("third-term-finds-nothing", "search", "search", "more than two terms find nothing", _long_search),
    Fault(
        "lone-search-respects-case",
        "search",
        "search",
        "search is case-sensitive without a filter",
        _alone(matching(lambda text, term: term in text)),
    ),
    Fault(
        "lone-search-first-field-only",
        "search",
        "search",
        "only the first documented field is searched where there is no filter",
        _alone(some_fields(slice(1))),
    ),
    Fault(
        "choice-unreadable-ignored",
        "errors",
        "select",
        "an invalid choice is ignored",
        _unreadable_choice,
    ),
    Fault("third-filter-refused", "errors", "select", "more than two filters return 400", _few_filters),
    Fault(
        "count-off-under-terms",
        "search",
        "count",
        "count is one too many where there are terms to search for",
        _terms_miscounted,
    ),
)
