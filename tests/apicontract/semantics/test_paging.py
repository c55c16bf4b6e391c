"""
Both readings of limit and offset, that of the judge and that of the mock, held to the framework's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reference_drf.project import set_up

from apicontract.contract.paging import STYLES
from apicontract.dataset.paging import read_limit, read_window
from apicontract.semantics.naive import page_of
from apicontract.semantics.paging import PageStart, counts_as_none, past_the_end, place_of, refusal
from apicontract.semantics.sizes import limit_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.paging import Paging

set_up()

TEXTS = st.text("0123456789+-_. \u0663\x00a", max_size=6) | st.integers().map(str)
LIMITS = {"semantics": limit_of, "mock": read_limit}
PAGING = replace(STYLES["limit-offset"], default_limit=3, maximum_limit=5)


def _by_mock(text: str | None) -> int | None:
    window = read_window(PAGING, {} if text is None else {"offset": text}, 0)
    return window.offset if window else None


OFFSETS: dict[str, Callable[[str | None], int | None]] = {
    "semantics": lambda text: place_of(text, PAGING, 3).offset,
    "mock": _by_mock,
}


def by_framework(text: str) -> tuple[int, int]:
    """
    Return the limit and the offset that the framework reads, where both have the same text.
    """
    from rest_framework.pagination import LimitOffsetPagination  # noqa: PLC0415 - the framework must be set up first

    kind: Any = type("Paging", (LimitOffsetPagination,), {"default_limit": 3, "max_limit": 5})
    request = type("Request", (), {"query_params": {"limit": text, "offset": text}})()
    return kind().get_limit(request), kind().get_offset(request)


@pytest.mark.parametrize("side", LIMITS)
@given(text=TEXTS)
@example("0")
@example("-0")
@example("5")
@example("6")
@example("9" * 5000)
def test_limit_and_offset_are_those_of_the_framework(side: str, text: str) -> None:
    """
    Each side reads every text as the framework does.
    """
    limit: Callable[[str, Paging], int] = LIMITS[side]

    assert by_framework(text) == (limit(text, PAGING), OFFSETS[side](text))


@pytest.mark.parametrize("side", LIMITS)
def test_nothing_given(side: str) -> None:
    """
    Without limit and offset, a page has the default length and stands at the beginning.
    """
    limit: Callable[[str | None, Paging], int] = LIMITS[side]

    assert (3, 0) == (limit(None, PAGING), OFFSETS[side](None))


@pytest.mark.parametrize(
    ("limit", "offset", "count", "places"),
    [(3, 0, 7, [0, 1, 2]), (3, 6, 7, [6]), (3, 7, 7, []), (3, 9, 7, []), (5, 0, 0, []), (2, 1, 3, [1, 2])],
)
def test_places_of_a_page(limit: int, offset: int, count: int, places: list[int]) -> None:
    """
    A page holds the places from its offset on, as many as its limit, and none past the end.
    """
    assert places == list(page_of(limit, offset, count))


@pytest.mark.parametrize(
    ("style", "text", "place"),
    [
        ("limit-offset", None, PageStart()),
        ("limit-offset", "7", PageStart(7)),
        ("limit-offset", "-7", PageStart()),
        ("page-number", None, PageStart()),
        ("page-number", "", PageStart()),
        ("page-number", "1", PageStart()),
        ("page-number", "3", PageStart(8)),
        ("page-number", "last", PageStart(last=True)),
        ("page-number", "0", PageStart(invalid=True)),
        ("page-number", "x", PageStart(invalid=True)),
        ("none", "3", PageStart()),
    ],
)
def test_the_place_of_a_page(style: str, text: str | None, place: PageStart) -> None:
    """
    The parameter counts rows, or pages from the first one, or is none at all.
    """
    assert place == place_of(text, STYLES[style], 4)


@pytest.mark.parametrize(("count", "offset"), [(0, 0), (1, 0), (4, 0), (5, 4), (8, 4), (9, 8)])
def test_where_the_last_page_begins(count: int, offset: int) -> None:
    """
    The last page begins behind as many whole pages as leave a row for it.
    """
    assert offset == PageStart(last=True).offset_in(4, count)
    assert 2 == PageStart(2).offset_in(4, count)


@pytest.mark.parametrize(
    ("style", "place", "count", "past"),
    [
        ("limit-offset", PageStart(3), 3, True),
        ("limit-offset", PageStart(2), 3, False),
        ("limit-offset", PageStart(0), 0, True),
        ("limit-offset", PageStart(0), None, None),
        ("page-number", PageStart(0), 0, False),
        ("page-number", PageStart(1), 1, True),
        ("page-number", PageStart(1), 2, False),
        ("page-number", PageStart(1), None, None),
        ("page-number", PageStart(invalid=True), None, True),
        ("page-number", PageStart(last=True), None, False),
        ("none", PageStart(), 0, False),
    ],
)
def test_a_page_past_the_end(style: str, place: PageStart, count: int | None, past: bool | None) -> None:  # noqa: FBT001 - a case
    """
    A page lies past the end if no row is left for it; a first page there always is where pages are counted.
    """
    assert past is past_the_end(STYLES[style], place, count)


@pytest.mark.parametrize(
    ("style", "none", "some"),
    [("limit-offset", ("-1", "x", ""), ("0", "1")), ("page-number", ("",), ("0", "x")), ("none", (), ("x", ""))],
)
def test_texts_that_count_as_none(style: str, none: tuple[str, ...], some: tuple[str, ...]) -> None:
    """
    An offset that is no positive number or 0 has no effect; a page that is none is refused, so it has one.
    """
    texts = (*none, *some)

    assert none == tuple(each for each in texts if counts_as_none(STYLES[style], each))


@pytest.mark.parametrize(
    ("style", "said"),
    [("page-number", "Invalid page."), ("limit-offset", "Invalid page."), ("cursor", "Invalid cursor")],
)
def test_what_is_said_of_a_page_that_there_is_not(style: str, said: str) -> None:
    """
    A token that leads nowhere is another thing than a page past the end (`rest_framework.pagination`).
    """
    assert said == refusal(STYLES[style])
