"""
Which answers are told from the right one, and from those of other readings.
"""

from __future__ import annotations

import pytest
from books import book, survey
from readings import read


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"status": 404}, True),
        ({"status": 0}, True),
        ({"total": 5}, True),
        ({"next": False}, True),
        ({"next": None}, False),
        ({"previous": False}, True),
        ({"previous": None}, False),
        ({"lost": frozenset({("next", "ordering")})}, True),
        ({"lost": frozenset({("next", "search")})}, False),
        ({"start": 0}, True),
        ({"limit": 3}, True),
        ({"keys": ()}, True),
        ({"selection": 0b1110}, True),
        ({"rows": (5, 2)}, False),
        ({"rows": (4, 3)}, False),
        ({"rows": (2, 5)}, True),
        ({"rows": (5,)}, True),
        ({"rows": (5, 5)}, True),
        ({"rows": (5, 0)}, True),
    ],
)
def test_what_shows(changes: dict[str, object], expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Each part of an answer that is not the right one shows; what may be either way does not.
    """
    rows = [book(number, "x", pages=-(number // 2)) for number in range(2, 8)]
    request = read(survey(rows=rows), "ordering=pages&limit=2&offset=1")

    assert expected is request.shows(request.right._replace(**changes))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"keys": ()}, {}, (False, True)),
        ({"keys": ()}, {"rows": (0, 1)}, (False, False)),
        ({"keys": ()}, {"rows": (1, 0)}, (False, True)),
        ({"next": None}, {"next": False}, (False, False)),
        ({"next": True}, {"next": False}, (True, True)),
        ({"lost": frozenset({("next", "limit")})}, {"lost": frozenset({("next", "limit")})}, (False, False)),
        ({"lost": frozenset({("next", "limit")})}, {"lost": frozenset({("next", "ordering")})}, (True, True)),
        ({"lost": frozenset({("prev", "limit")})}, {}, (False, False)),
        ({"lost": frozenset({("prev", "limit")})}, {"lost": frozenset({("next", "limit")})}, (True, True)),
        ({"total": 9}, {"total": 9}, (False, False)),
        ({"status": 400}, {"status": 404}, (True, True)),
    ],
)
def test_readings_are_told_apart(one: dict[str, object], other: dict[str, object], expected: tuple[bool, bool]) -> None:
    """
    An answer of one reading may be one of another that leaves the order open, and not the other way round.
    """
    request = read(survey(rows=[book(number, "x", pages=-number) for number in range(4)]), "ordering=pages&limit=2")
    pages = request.right._replace(**one), request.right._replace(**other)

    assert expected == (request.shows(pages[1], pages[0]), request.shows(pages[0], pages[1]))


def test_rows_that_tie_show_nothing() -> None:
    """
    Rows with the same key may change places, whatever part of them is on the page.
    """
    rows = [book(number, "x", pages=1) for number in range(1, 6)]
    request = read(survey(rows=rows), "ordering=pages&limit=2")

    assert [False, False, True] == [
        request.shows(request.right._replace(rows=each)) for each in ((0, 1), (4, 2), (2, 2))
    ]
