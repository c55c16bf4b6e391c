"""
Where pages stand to which tokens led: behind, or before, the page whose answer gave the token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.semantics.paging import token_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.contract.paging import Paging


def followed(
    paging: Paging, readings: Sequence[ParsedExchange], placing: Callable[[ParsedExchange, int], ParsedExchange]
) -> tuple[ParsedExchange, ...]:
    """
    Return readings, those to which a token led in their place, if that of the answer that gave it is known.

    Args:
        paging: of the API.
        readings: in the order of time.
        placing: returns a reading that knows how many rows stand before its page.
    """
    if paging.unit != TOKENS:
        return tuple(readings)
    starts: dict[Hashable, int] = {}
    ends: dict[Hashable, int] = {}
    made = []
    for reading in readings:
        each, key = reading, _key(reading, *token_asked(paging, reading.exchange.parameter))
        if reading.asked.place.unknown and reading.page is not None:
            start = starts.get(key)
            start = ends[key] - len(reading.page.rows) if start is None and key in ends else start
            each = reading if start is None else placing(reading, start)
        made.append(each)
        if each.placed and each.page is not None:
            starts.update((key, each.start + len(each.page.rows)) for key in _given(each, paging, each.page.next, NEXT))
            ends.update((key, each.start) for key in _given(each, paging, each.page.previous, PREVIOUS))
    return tuple(made)


def _given(reading: ParsedExchange, paging: Paging, link: str | None, relation: str) -> Iterator[Hashable]:
    for name, token in paging.following(link, relation) if link else ():
        yield _key(reading, name, token)


def _key(reading: ParsedExchange, name: str, token: str | None) -> Hashable:
    """
    Return what a token belongs to: a token of one selection leads nowhere in another.
    """
    listed = reading.asked.route.kind == "list"
    return (reading.asked.origin, reading.asked.resource.name, reading.selection, name, token) if listed else ()
