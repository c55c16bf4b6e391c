"""
Faults that only several answers together bring to light, or a request that few would think of.
"""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mockserver.engine import query
from mockserver.faults.fault import Fault, filters_of, terms_of
from mockserver.http.answer import Draft, compact
from mockserver.http.negotiation import BROWSABLE
from mockserver.http.refusals import invalid, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Rows
    from mockserver.engine.pagination import PageLinks
    from mockserver.engine.stages.call import Call
    from mockserver.http.answer import Answer
    from mockserver.http.negotiation import NegotiatedFormat

_OK = 200
#: Every so many records are left out of the plain list.
_HIDDEN = 4


def _row_twice(right: Callable[[Call, Rows, Window], Rows], call: Call, rows: Rows, part: Window) -> Rows:
    page = right(call, rows, part)
    return [page[0], page[0], *page[2:]] if len(page) > 1 else page


def _search_starts_over(right: Callable[[Call, Rows, Window], Rows], call: Call, rows: Rows, part: Window) -> Rows:
    page = right(call, rows, part)
    return rows[: len(page)] if terms_of(call) else page


def _plain_list_hides(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    plain = len(rows) == len(call.collection.rows) and not terms_of(call) and not call.route.identifier
    return right(call, [row for row in rows if row % _HIDDEN != 1] if plain else rows)


def _miscounts(kind: str) -> Callable[..., int]:
    """
    Return a count stage that counts one too many where a filter of one type is asked.
    """

    def wrong(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
        names = {each.name for each in call.resource.parameters if each.type == kind}
        return right(call, rows) + bool(names.intersection(filters_of(call)))

    return wrong


def _offset_refused(right: Callable[[Call, int], Window], call: Call, total: int) -> Window:
    name = call.site.api.paging.start
    if not call.parameters.get(name, "0").isdecimal():
        raise invalid({name: ["A valid integer is required."]})
    return right(call, total)


def _empty_filter_selects(right: Callable[[Call], Rows], call: Call) -> Rows:
    empty = [each.name for each in call.resource.parameters if call.parameters.get(each.name) == ""]
    return [] if empty else right(call)


def _empty_search_selects(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    return [] if call.parameters.get(query.SEARCH) == "" else right(call, rows)


def _only_blanks_select(right: Callable[[Call], Rows], call: Call) -> Rows:
    blank = {name for name, value in call.parameters.items() if not value.strip()}
    filters = {each.name for each in call.resource.parameters}
    return [] if query.SEARCH in blank and blank & filters else right(call)


def _empty_format_unknown(right: Callable[[Call], NegotiatedFormat], call: Call) -> NegotiatedFormat:
    if call.parameters.get("format") == "":
        raise not_found()
    return right(call)


def _shuffled(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    found = list(right(call, rows))
    if query.ORDERING not in call.parameters:
        random.shuffle(found)
    return found


def _first_text(value: dict[str, Any], suffix: str, identifier: str) -> dict[str, Any]:
    """
    Return a record with another end of its first text that is no link.
    """
    texts = (name for name, text in value.items() if isinstance(text, str) and "://" not in text and name != identifier)
    name = next(itertools.islice(texts, 1, None), None)
    return value if name is None else {**value, name: f"{value[name]}{suffix}"}


def _page_retells(right: Callable[[Call, Draft], Answer], call: Call, draft: Draft) -> Answer:
    if call.accepted.renderer is not BROWSABLE or draft.status != _OK:
        return right(call, draft)
    value = json.loads(draft.body)
    path = call.resource.identifier.path
    told = {
        name: [_first_text(each, "?", path) for each in member] if isinstance(member, list) else member
        for name, member in value.items()
    }
    return right(call, replace(draft, body=json.dumps(told).encode()))


def _count_last(
    right: Callable[[Call, int, PageLinks, Sequence[bytes]], bytes],
    call: Call,
    total: int,
    links: PageLinks,
    rows: Sequence[bytes],
) -> bytes:
    value = json.loads(right(call, total, links, rows))
    return compact(dict(reversed(value.items())))


def _singleton_lacks(right: Callable[[Call, object], Draft], call: Call, used: object) -> Draft:
    draft = right(call, used)
    value = json.loads(draft.body)
    return replace(draft, body=compact(dict(list(value.items())[:-1])))


FAULTS = (
    Fault(
        "row-twice-on-page", "pagination", "page", "a page shows its first row twice and drops the second", _row_twice
    ),
    Fault(
        "search-starts-over",
        "pagination",
        "page",
        "a later page of a search shows the first rows again",
        _search_starts_over,
    ),
    Fault(
        "list-hides-some",
        "pagination",
        "search",
        "the plain list lacks records that filters and searches show",
        _plain_list_hides,
    ),
    Fault(
        "count-off-under-boolean",
        "filtering",
        "count",
        "count is one too many, only with a boolean filter",
        _miscounts("boolean"),
    ),
    Fault(
        "count-off-under-choice",
        "filtering",
        "count",
        "count is one too many, only with a filter by another record",
        _miscounts("related"),
    ),
    Fault("offset-unreadable-refused", "pagination", "window", "an invalid offset returns 400", _offset_refused),
    Fault("filter-empty-selects", "filtering", "select", "a filter without value finds nothing", _empty_filter_selects),
    Fault("search-empty-selects", "search", "search", "a search without terms finds nothing", _empty_search_selects),
    Fault(
        "blanks-together-select",
        "filtering",
        "select",
        "a filter and a search that are both empty select nothing",
        _only_blanks_select,
    ),
    Fault("format-empty-unknown", "formats", "negotiate", "an empty format returns 404", _empty_format_unknown),
    Fault(
        "natural-order-changes",
        "ordering",
        "order",
        "a list without ordering is shuffled each time",
        _shuffled,
        lasting=False,
    ),
    Fault("page-retells", "formats", "render", "the browsable page shows another text", _page_retells),
    Fault("envelope-reversed", "schema", "envelope", "the parts of a page come in the opposite order", _count_last),
    Fault(
        "singleton-lacks-field", "schema", "singleton", "a response that is not a list lacks a field", _singleton_lacks
    ),
)
