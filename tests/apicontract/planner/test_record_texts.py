"""
The texts that can be asked for.
"""

from __future__ import annotations

import pytest
from books import BOOKS, PARAMETERS, book, survey

from apicontract.planner.record_texts import (
    commonest,
    inside,
    own_names,
    sendable,
    two_values,
    wildcards,
    words,
    written,
)


@pytest.mark.parametrize("value", ["half \ud83d of a pair", "nothing \x00", None, ["a"]])
def test_what_no_url_can_hold_is_not_asked_for(value: object) -> None:
    """
    A text that cannot be written in a URL, and what is no text or number, is never asked for.
    """
    assert not sendable(value)


@pytest.mark.parametrize("value", ["Sojuz", "Союз 1", "🚀", 4, 2.5, True, ""])
def test_other_values_are(value: object) -> None:
    """
    Every other text and number is.
    """
    assert sendable(value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", ["Emma", "emma returns", "Ulysses", "Moby-Dick or The Whale"]),
        ("sold", ["true", "false"]),
        ("kind", ["1", "2"]),
        ("pages__gt", ["100", "9", "20"]),
        ("form", ["paper", "audio"]),
    ],
)
def test_the_commonest_values_come_first(name: str, expected: list[str]) -> None:
    """
    Values are given as they are written in a query, by how many records have them; null is none.
    """
    assert expected == commonest(survey(), PARAMETERS[name])


def test_two_values_of_filters_that_take_one() -> None:
    """
    Filters of several values, of nulls, and those whose records all have the same are left out.
    """
    rows = [*BOOKS[:2], book(9, "emma returns", sold=True)]

    assert [("title", "emma returns", "Emma"), ("sold", "true", "false"), ("pages__gt", "100", "9")] == list(
        two_values(survey(*PARAMETERS, rows=rows))
    )


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("Emma", "Ulysses", "Dune"), ["Ulysses"]),
        (("Emma", "Quoted 'name' here", 'And "this" one'), ["Emma"]),
        (("Emma", "half \ud83d of a pair", None), ["Emma"]),
        ((None,), []),
    ],
)
def test_a_record_is_looked_for_by_its_own_name(titles: tuple[str | None, ...], expected: list[str]) -> None:
    """
    The longest text of the first search field that can be sent and has no quotes.
    """
    assert expected == list(own_names(survey(rows=[book(1, title) for title in titles])))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Dune 12345", ["12%45", "12_45"]),
        ("of Ulysses", ["Ul%es", "Ul_sses"]),
        ("Emma", []),
        ("Waves", ["Wa%es", "Wa_es"]),
    ],
)
def test_wildcards_are_letters(title: str, expected: list[str]) -> None:
    """
    Ends of the first word of five letters or more, with a wildcard of SQL between them.
    """
    assert expected == list(wildcards(survey(rows=[book(1, title, kind=None)])))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(["An Emma, 12 of 3"], ["Emma", "12"]), ([None, 4, "the whale", "x2"], ["the", "whale"]), (["a1b22"], ["22"])],
)
def test_words(texts: list[object], expected: list[str]) -> None:
    """
    Three letters or two digits make a word; values that are no texts have none.
    """
    assert expected == words(texts)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Whale", "HAL"), ("Emma", "MMA"), ("one", "NE"), ("12", "2"), ("x", "X"), ("Moby-Dick", "OBY-dIC")],
)
def test_the_inside_of_a_word(word: str, expected: str) -> None:
    """
    A long word loses both ends, a short one its first letter; the letter case is the other one.
    """
    assert expected == inside(word)


@pytest.mark.parametrize(("value", "expected"), [(True, "true"), (False, "false"), (3, "3"), ("True", "True")])
def test_values_are_written_as_in_a_query(value: object, expected: str) -> None:
    """
    Only booleans are written in another way than Python does.
    """
    assert expected == written(value)
