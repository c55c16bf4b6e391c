"""
What the examples of the checks are made of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handmade import HEADERS, answer, page, thing

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange


@dataclass(frozen=True)
class Example:
    """
    A check, answers that keep its promise, answers that break it, and the messages for those.
    """

    check: str
    kept: tuple[Exchange, ...]
    broken: tuple[Exchange, ...]
    found: tuple[str, ...]


ALL = tuple(thing(n) for n in (1, 2, 3, 4))
WHOLE = (page("limit=5", ALL), page("limit=2&offset=2", ALL[2:], count=4))
READY = (thing(1, ready=True), thing(2, ready=True), thing(3), thing(4))
READY_LIST = page("limit=5", READY)
#: One row that each filter alone leaves out, and the lists that show it.
_SELECTED = (thing(1, ready=True), thing(2, ready=True), thing(3), thing(4, kind={"id": 2, "name": "Odd"}))
EACH_FILTER = (
    page("limit=5", _SELECTED),
    page("ready=1", _SELECTED[:2]),
    page("kind=2", _SELECTED[3:]),
    page("name=Thing+3", _SELECTED[2:3]),
    page("size__gt=15", _SELECTED[1:]),
)
NAMED = tuple(thing(n, name=name) for n, name in enumerate(("Red fox", "Red dog", "fox", "owl"), 1))
NAMED_LIST = page("limit=5", NAMED)
DETAIL = thing(1, response_mode="detailed", note=None)
REFUSED = "Select a valid choice. That choice is not one of the available choices."


def dated(exchange: Exchange, day: int, hour: int = 10) -> Exchange:
    """
    Return an answer with the moment at which it was sent.
    """
    return replace(exchange, headers=(*HEADERS, ("Date", f"Sun, {day:02} Mar 2026 {hour:02}:00:00 GMT")))


def refusal(query: str, body: object, status: int = 400, **more: object) -> Exchange:
    """
    Return an answer that is not a list.
    """
    return answer(query, body, status=status, **more)


TOGETHER = (
    "/results/0: ready=true and search=Thing must hold together; "
    "this row breaks ready=true, which holds when asked alone"
)
EFFECT = "/count: the count is 2; without the ignored parameters it is 4; one of colour, ready must have had an effect"
ORIGIN = (("Origin", "https://page.example"),)
