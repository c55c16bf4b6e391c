"""
Faults of the links between pages and of the URLs of records.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.engine.pagination import PageLinks, with_parameters
from mockserver.faults.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging
    from apicontract.dataset.paging import Window
    from mockserver.engine.stages.call import Call

_CONCERN = "pagination"


def _both(change: Callable[[str, Call, Window], str]) -> Callable[..., PageLinks]:
    """
    Return a links stage that changes each link there is.
    """

    def wrong(right: Callable[[Call, Window, int], PageLinks], call: Call, part: Window, total: int) -> PageLinks:
        links = right(call, part, total)
        return PageLinks(*(None if each is None else change(each, call, part) for each in astuple(links)))

    return wrong


def _without(names: Callable[[Call], Mapping[str, None]]) -> Callable[..., PageLinks]:
    """
    Return a links stage that loses parameters.
    """
    return _both(lambda link, call, _: with_parameters(link, names(call)))


def _paging(call: Call) -> Paging:
    return call.site.api.paging


def _filters(call: Call) -> Mapping[str, None]:
    return {each.name: None for each in call.resource.parameters}


def _unknown(call: Call) -> Mapping[str, None]:
    known = {*_paging(call).parameters, query.SEARCH, query.ORDERING, "mode", "format", *_filters(call)}
    return {name: None for name in call.parameters if name not in known}


def _unsorted(link: str, _: Call, __: Window) -> str:
    base, encoded = link.split("?", 1)
    return f"{base}?{'&'.join(reversed(encoded.split('&')))}"


def _always_next(right: Callable[[Call, Window, int], PageLinks], call: Call, part: Window, total: int) -> PageLinks:
    return replace(
        right(call, part, max(total, part.offset + part.limit + 1)), previous=right(call, part, total).previous
    )


def _next_one_early(right: Callable[[Call, Window, int], PageLinks], call: Call, part: Window, total: int) -> PageLinks:
    links = right(call, part, total)
    return replace(links, next=right(call, part, total - 1).next)


def _next_short(right: Callable[[Call, Window, int], PageLinks], call: Call, part: Window, total: int) -> PageLinks:
    links = right(call, part, total)
    step = {_paging(call).start: str(part.offset + part.limit - 1)}
    return replace(links, next=with_parameters(links.next, step) if links.next else None)


def _previous_keeps_zero(
    right: Callable[[Call, Window, int], PageLinks], call: Call, part: Window, total: int
) -> PageLinks:
    links = right(call, part, total)
    if links.previous and part.offset <= part.limit:
        return replace(links, previous=with_parameters(links.previous, {_paging(call).start: "0"}))
    return links


def _previous_negative(
    right: Callable[[Call, Window, int], PageLinks], call: Call, part: Window, total: int
) -> PageLinks:
    links = right(call, part, total)
    if links.previous:
        step = {_paging(call).start: str(part.offset - part.limit)}
        return replace(links, previous=with_parameters(links.previous, step))
    return links


def _asked_limit(link: str, call: Call, _: Window) -> str:
    name = _paging(call).size
    return with_parameters(link, {name: call.parameters[name]}) if name in call.parameters else link


def _without_limit(link: str, call: Call, _: Window) -> str:
    name = _paging(call).size
    return link if name in call.parameters else with_parameters(link, {name: None})


def _urls_elsewhere(right: Callable[[Call, bytes], bytes], call: Call, template: bytes) -> bytes:
    moved = replace(call.request, host="elsewhere.example")
    return right(replace(call, request=moved), template)


def _urls_without_format(right: Callable[[Call, bytes], bytes], call: Call, template: bytes) -> bytes:
    kept = [pair for pair in call.request.parameters if pair[0] != "format"]
    return right(replace(call, request=call.request.with_parameters(kept)), template)


FAULTS = (
    Fault("next-on-last-page", _CONCERN, "links", "the last page has a next one", _always_next),
    Fault("next-missing-at-end", _CONCERN, "links", "next is null when one row is left", _next_one_early),
    Fault("next-overlaps", _CONCERN, "links", "next repeats the last row of the page", _next_short),
    Fault(
        "next-missing",
        _CONCERN,
        "links",
        "there is never a next page",
        lambda right, *rest: replace(right(*rest), next=None),
    ),
    Fault(
        "previous-missing",
        _CONCERN,
        "links",
        "there is never a previous page",
        lambda right, *rest: replace(right(*rest), previous=None),
    ),
    Fault(
        "previous-keeps-zero-offset",
        _CONCERN,
        "links",
        "previous says offset=0 for the first page",
        _previous_keeps_zero,
    ),
    Fault("previous-negative-offset", _CONCERN, "links", "previous leads before the beginning", _previous_negative),
    Fault("links-lose-search", _CONCERN, "links", "links lose the search", _without(lambda _: {query.SEARCH: None})),
    Fault(
        "links-lose-ordering", _CONCERN, "links", "links lose the ordering", _without(lambda _: {query.ORDERING: None})
    ),
    Fault("links-lose-filters", _CONCERN, "links", "links lose the filters", _without(_filters)),
    Fault("links-lose-mode", _CONCERN, "links", "links lose the mode", _without(lambda _: {"mode": None})),
    Fault("links-lose-unknown", _CONCERN, "links", "links lose parameters that are not documented", _without(_unknown)),
    Fault("links-lose-format", _CONCERN, "links", "links lose the format", _without(lambda _: {"format": None})),
    Fault("links-unsorted", _CONCERN, "links", "the parameters of a link are not sorted", _both(_unsorted)),
    Fault(
        "links-without-limit",
        _CONCERN,
        "links",
        "links have a limit only where the request had one",
        _both(_without_limit),
    ),
    Fault(
        "links-keep-asked-limit",
        _CONCERN,
        "links",
        "links say the limit asked for, not the one in force",
        _both(_asked_limit),
    ),
    Fault(
        "links-relative",
        _CONCERN,
        "links",
        "links have neither scheme nor host",
        _both(lambda link, call, _: link.removeprefix(call.request.origin)),
    ),
    Fault("urls-elsewhere", "schema", "fill", "the URLs of records name another host", _urls_elsewhere),
    Fault("urls-lose-format", "formats", "fill", "the URLs of records do not keep the format", _urls_without_format),
)
