"""
The texts that can be asked for.
"""

from __future__ import annotations

import pytest
from books import BOOKS, PARAMETERS, book, survey

from apicontract.planner.record_texts import (
    commonest,
    own_names,
    searched_texts,
    sendable,
    two_values,
    wildcards,
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
        ("Dune 12345", ["12%45", "12_45", "12.45", "12*45", "(12345", "12345\\"]),
        ("of Ulysses", ["Ul%sses", "Ul_sses", "Ul.sses", "Ul*sses", "(Ulysses", "Ulysses\\"]),
        ("Emma", []),
    ],
)
def test_signs_are_letters(title: str, expected: list[str]) -> None:
    """
    The first word of five letters or more, with a wildcard or a sign of regular expressions in it or beside it.
    """
    assert expected == list(wildcards(survey(rows=[book(1, title, kind=None)])))


@pytest.mark.parametrize(("value", "expected"), [(True, "true"), (False, "false"), (3, "3"), ("True", "True")])
def test_values_are_written_as_in_a_query(value: object, expected: str) -> None:
    """
    Only booleans are written in another way than Python does.
    """
    assert expected == written(value)


def test_texts_that_a_search_looks_in() -> None:
    """
    Of every record what stands where the search looks, but for what no URL can hold and what is no text.
    """
    rows = [book(1, "Emma", kind=None), book(2, "half \ud83d", kind={"id": 1, "name": "Novel"}), book(3, 7, kind=None)]

    assert ["Emma", "Novel"] == searched_texts(survey(rows=rows))
