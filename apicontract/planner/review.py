"""
What a large budget is for besides: the whole collection once more the other way round, and the records at its ends.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.keys import key_of
from apicontract.contract.querynames import ordered
from apicontract.contract.routes import detail_path, list_path
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import PREVIOUS
from apicontract.planner.no_op_params import reverse
from apicontract.planner.probe import Pairs, Probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from apicontract.checks.answers import Page
    from apicontract.contract.model import Api, Record, Resource

#: A second walk may take one in so many requests of what is left.
_SHARE = 4
#: A walk in shorter steps takes one in so many requests.
_SHORT = 5
#: Rows of which one can stand behind another.
_SEVERAL = 2
#: Links that are tried.
_FOLLOWED = 6


def second_walk(api: Api, resource: Resource, terms: Sequence[str], count: int, left: int) -> Iterator[Probe]:
    """
    Yield the pages of a collection in the mode that shows most, backwards; none if few requests are left.

    Every other page of the first walk was asked for in another mode, so some records were not seen in this one.
    """
    size = api.paging.maximum_limit
    pages = -(-count // size)
    if pages * _SHARE > left:
        return
    paging = api.paging
    order: Pairs = ordered(api, reverse(terms)) if terms else ()
    mode: Pairs = (("mode", resource.modes.detail),) if resource.modes.detail in resource.modes.choices else ()
    for number in range(pages):
        start = paging.starting(number * size, size)
        if start is not None:
            yield Probe(list_path(api, resource), (*paging.sized(size), *start, *order, *mode))


def short_pages(api: Api, rows: Sequence[Record], budget: int) -> tuple[int, int]:
    """
    Return the rows of a page, and how many pages, of a walk that goes over known rows again in shorter steps.

    Where only tokens lead to pages, nothing else shows whether each begins where the one before it ended. A token that
    holds a value of the last row loses its place where the next row has the same, so pages end there if they can.
    """
    paging, pages = api.paging, budget // _SHORT
    if paging.unit != TOKENS or not paging.size or not pages or len(rows) < _SEVERAL:
        return 0, 0
    most = max(min(-(-len(rows) // pages), paging.maximum_limit // 2), 1)
    return max(range(-(-most * 2 // 3), most + 1), key=lambda size: (_tied(rows, size, pages), size)), pages


def walk_shortly(
    api: Api, resource: Resource, rows: Sequence[Record], budget: int, ask: Callable[[Probe], Page | None]
) -> None:
    """
    Follow the tokens from the first page in shorter steps, and one of them back.

    Args:
        api: the contract.
        resource: what is listed.
        rows: of the walk before.
        budget: requests of the run.
        ask: sends a probe and returns the page of its answer.
    """
    size, pages = short_pages(api, rows, budget)
    start: Pairs = ()
    before: Pairs = ()
    for _ in range(pages):
        page = ask(Probe(list_path(api, resource), (*api.paging.sized(size), *start)))
        before = api.paging.following(page.previous, PREVIOUS) if page is not None and page.previous else ()
        if page is None or page.next is None:
            break
        start = api.paging.following(page.next)
    if before:
        ask(Probe(list_path(api, resource), (*api.paging.sized(size), *before)))


def _tied(rows: Sequence[Record], size: int, pages: int) -> int:
    """
    Return how many fields have one value before and behind the end of a page of so many rows.
    """
    first_and_last = range(size, min(size * pages, len(rows)), size)
    return len({name for end in first_and_last for name in rows[end] if rows[end - 1].get(name) == rows[end][name]})


def first_and_last(api: Api, resource: Resource, count: int) -> Iterator[Probe]:
    """
    Yield the lists of the first and of the last record in the order that the service itself prefers.
    """
    paging = api.paging
    for place in dict.fromkeys((0, max(count - 1, 0))):
        yield Probe(list_path(api, resource), (*paging.sized(1), *(paging.starting(place, 1) or ())))


def follow_next(pages: Iterable[Page], base: str) -> Iterator[Probe]:
    """
    Yield what the first links to a next page ask for, as a client does that follows them.
    """
    links = [urlsplit(page.next) for page in pages if page.next]
    for parts in islice((each for each in links if each.path.startswith(base)), _FOLLOWED):
        yield Probe(parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)))


def fetch_each(api: Api, resource: Resource, pages: Iterable[Page]) -> Iterator[Probe]:
    """
    Yield the records that stand first and last on pages, each by itself.
    """
    rows: list[Record] = [row for page in pages if page.rows for row in (page.rows[0], page.rows[-1])]
    for key in dict.fromkeys(key for row in rows if isinstance(key := key_of(resource, row), int | str)):
        yield Probe(detail_path(api, resource, key))
