"""
The words of texts.
"""

from __future__ import annotations

import pytest

from apicontract.planner.words import foreign_words, inside, signed_words, wild, words


@pytest.mark.parametrize(
    ("text", "expected"), [("Ulysses", ["Ul%sses", "Ul_sses", "Ul.sses", "Ul*sses"]), ("Emma", [])]
)
def test_a_sign_stands_for_a_letter(text: str, expected: list[str]) -> None:
    """
    The third letter of a text of five or more is exchanged.
    """
    assert expected == list(wild(text).values())


@pytest.mark.parametrize(
    ("texts", "foreign", "signed"),
    [
        (["Emma, or Moby-Dick"], [], []),
        (["Ärger mit Émile", "Ärger", "Союз TMA"], ["Ärger", "Émile", "Союз"], []),
        (["50% off, C++ (V2) a_b", "C++"], [], ["50%", "C++", "(V2)", "a_b"]),
        (["x'(y)\"z"], [], ["(y)"]),
    ],
)
def test_unusual_words(texts: list[str], foreign: list[str], signed: list[str]) -> None:
    """
    Words beyond ASCII have a letter that is none of it; those with signs have neither quotes, commas nor blanks.
    """
    assert (foreign, signed) == (foreign_words(texts), signed_words(texts))


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
