"""
A term is found in all texts at once as it would be in one after the other.
"""

from __future__ import annotations

import re
from random import Random

import pytest

from apicontract.diagnosis.texts import TextColumn
from apicontract.semantics.predicates import COMPARISONS

#: Letters of which several differ in case alone, some only in some languages; blanks, marks, and the edge of texts.
LETTERS = "aAbBkK\u212aßS\u017fİi É.-%_\n\0"
COLUMN = [["Alpha", "beta"], [], ["alphabet"], ["The Alpha Bet"], [""], ["ALPHA", "alpha"]]


def drawn(seed: int) -> tuple[list[list[str]], list[str]]:
    """
    Return the texts of some rows, and terms of which most are in some of them.
    """
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    cells = [
        ["".join(random.choices(LETTERS, k=random.randint(0, 6))) for _ in range(random.randint(0, 3))]
        for _ in range(30)
    ]
    every = [text for texts in cells for text in texts if text]
    pieces = [text[start : start + 2] for text in random.sample(every, 20) for start in range(len(text))]
    return cells, [*pieces, "zz", "AB", "ab"]


def rows(cells: list[list[str]], passes: object) -> set[int]:
    """
    Return the rows with a text that passes.
    """
    assert callable(passes)
    return {number for number, texts in enumerate(cells) if any(map(passes, texts))}


@pytest.mark.parametrize("seed", range(20))
def test_terms_are_found_as_in_one_text(seed: int) -> None:
    """
    All ways agree with a look at each text, whatever letters texts and terms are of.
    """
    cells, terms = drawn(seed)
    column = TextColumn(cells)
    for term in terms:
        word = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
        start = re.compile(rf"\b{re.escape(term)}", re.IGNORECASE)
        like = re.compile(re.escape(term).replace("%", r"[^\0]*").replace("_", r"[^\0]"), re.IGNORECASE)
        expected = {
            "containing": rows(cells, lambda text, term=term: COMPARISONS["icontains"](text, term)),
            "beginning": rows(cells, lambda text, term=term: COMPARISONS["istartswith"](text, term)),
            "containing_exactly": rows(cells, lambda text, term=term: term in text),
            "being": rows(cells, lambda text, term=term: COMPARISONS["iexact"](text, term)),
            "beginning_words": rows(cells, start.search),
            "having_words": rows(cells, word.search),
        }
        if {"%", "_"}.intersection(term):
            expected["like"] = rows(cells, like.search)

        assert expected == {name: getattr(column, name)(term) for name in expected}, (term, cells)


@pytest.mark.parametrize(
    ("way", "term", "expected"),
    [
        (TextColumn.containing, "alpha", {0, 2, 3, 5}),
        (TextColumn.containing, "a b", {3}),
        (TextColumn.containing, "BET", {0, 2, 3}),
        (TextColumn.beginning, "alpha", {0, 2, 5}),
        (TextColumn.beginning, "bet", {0}),
        (TextColumn.containing_exactly, "alpha", {2, 5}),
        (TextColumn.containing_exactly, "Alpha", {0, 3}),
        (TextColumn.being, "alpha", {0, 5}),
        (TextColumn.being, "alph", set()),
        (TextColumn.beginning_words, "bet", {0, 3}),
        (TextColumn.beginning_words, "lpha", set()),
        (TextColumn.having_words, "alpha", {0, 3, 5}),
        (TextColumn.having_words, "bet", {3}),
        (TextColumn.containing, "gamma", set()),
        (TextColumn.matching, "al.ha", {0, 2, 3, 5}),
        (TextColumn.matching, "^alpha$", {0, 5}),
        (TextColumn.matching, "(alpha", set()),
        (TextColumn.matching, "a{99999999999}", set()),
        (TextColumn.matching, "[[a]lpha", {0, 2, 3, 5}),
        (TextColumn.containing_in_ascii, "ALPHA", {0, 2, 3, 5}),
        (TextColumn.like, "alpha", {0, 2, 3, 5}),
        (TextColumn.like, "A_PHA", {0, 2, 3, 5}),
        (TextColumn.like, "a%bet", {2, 3}),
        (TextColumn.like, "a%a%b", {2, 3}),
        (TextColumn.like, "_lpha", {0, 2, 3, 5}),
        (TextColumn.like, "__lpha", {3}),
        (TextColumn.like, "t__", {3}),
        (TextColumn.like, "a.%", set()),
        (TextColumn.like, "t_", {0, 3}),
        (TextColumn.like, "%", {0, 2, 3, 4, 5}),
        (TextColumn.like, "a%\0", set()),
    ],
)
def test_which_rows_have_a_term(way: object, term: str, expected: set[int]) -> None:
    """
    Each way finds the rows that it should, a row with two such texts once.
    """
    assert callable(way)
    assert expected == way(TextColumn(COLUMN), term)


@pytest.mark.parametrize(("term", "expected"), [("ÉLan", {0, 1}), ("éLan", {2}), ("lan", {0, 1, 2}), ("kx", {3})])
def test_letters_beyond_ascii_are_told_apart(term: str, expected: set[int]) -> None:
    """
    A database that folds the letters of ASCII alone finds others only as they are written.
    """
    column = TextColumn([["Élan"], ["xÉLANx"], ["élan"], ["Kx", "\u212ax"]])

    assert expected == column.containing_in_ascii(term)
    assert expected <= column.containing_in_unicode(term)


def test_letters_beyond_ascii_are_folded() -> None:
    """
    Another database folds the case of all letters.
    """
    assert {0, 1, 2} == TextColumn([["Élan"], ["xÉLANx"], ["élan"], ["x"]]).containing_in_unicode("éLAN")


def test_nothing_is_found_in_no_texts() -> None:
    """
    A field without texts has no terms.
    """
    assert set() == TextColumn([[], []]).containing("a")
