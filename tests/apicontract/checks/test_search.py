"""
Which check a row breaks that does not belong to a search.
"""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from handmade import API, page, thing

from apicontract.checks import search
from apicontract.checks.answers import reading_of

CHECKS = ("search-kept", "search-every-term", "search-phrase")


def broken(text: str, *names: str) -> list[str]:
    """
    Return the checks that the rows of these names break, if a search shows them.
    """
    rows = tuple(thing(number, name=name) for number, name in enumerate(names, 1))
    return [check for check, _ in search._strays(reading_of(API, page(urlencode({"search": text}), rows)), "search")]


@pytest.mark.parametrize(
    ("text", "name", "check"),
    [
        ("fox", "Red fox", []),
        ("fox", "Red dog", ["search-kept"]),
        ("fox red", "Red dog", ["search-every-term"]),
        ("fox cat", "Red dog", ["search-kept"]),
        ("fox plain", "Red dog", ["search-every-term"]),
        ('"red fox"', "A red fox", []),
        ('"red fox"', "fox, red", ["search-phrase"]),
        ('"red fox"', "Red dog", ["search-kept"]),
        ('"red fox"', "owl", ["search-kept"]),
        ('"red,fox"', "fox red", ["search-phrase"]),
        ('"red,fox"', "red dog", ["search-kept"]),
        ('"red fox" owl', "fox red owl", ["search-phrase"]),
        ('"red fox" owl', "red owl", ["search-every-term"]),
        ('"red fox" owl', "fox red", ["search-kept"]),
        ('"red plain"', "red", ["search-phrase"]),
    ],
)
def test_a_stray_row_breaks_one_promise(text: str, name: str, check: list[str]) -> None:
    """
    It lacks a phrase of which it has every word, or one term beside another that it has, or every term.
    """
    assert check == broken(text, name)


@pytest.mark.parametrize(
    ("names", "checks"),
    [
        (("red dog", "fox"), ["search-every-term", "search-every-term"]),
        (("red dog", "owl"), ["search-kept", "search-kept"]),
        (("red fox", "dog"), ["search-kept"]),
    ],
)
def test_a_row_without_any_term_shows_that_the_search_does_not_count(names: tuple[str, ...], checks: list[str]) -> None:
    """
    Then every stray row is blamed on that.
    """
    assert checks == broken("red fox", *names)


@pytest.mark.parametrize(
    ("terms", "checks"),
    [
        ((), ()),
        (("fox",), ("search-kept",)),
        (("fox", "red"), ("search-kept", "search-every-term")),
        (("red fox",), ("search-kept", "search-phrase")),
        (("red,fox",), ("search-kept", "search-phrase")),
        (("red fox", "owl"), CHECKS),
    ],
)
def test_a_check_of_the_search_needs_its_kind_of_term(terms: tuple[str, ...], checks: tuple[str, ...]) -> None:
    """
    Several terms for one, a phrase for another; what a search cannot show is not decided by it.
    """
    assert checks == tuple(each for each in CHECKS if search._RELEVANT[each](terms))
