"""
Other ways to write a value mean the same, and are told from the usual one.
"""

from __future__ import annotations

import pytest

from apicontract.planner.spellings import SPELLINGS, UNREADABLE, is_plain, other_spellings
from apicontract.semantics.values import read_value

_TEXTS = {
    "uuid": "18f135d2-5f55-4203-b018-50c5a38fd547",
    "integer": "7",
    "number": "1.5",
    "related": "3",
    "date-time": "2020-01-01T10:00:00Z",
    "boolean": "true",
    "text": "Emma",
}


@pytest.mark.parametrize("kind", SPELLINGS)
def test_another_spelling_is_the_same_value(kind: str) -> None:
    """
    Each type has some, all of which are read as the value of the plain text; and none is the plain text.
    """
    text = _TEXTS[kind]
    found = list(other_spellings(kind, text))

    assert found
    assert text not in found
    assert all(read_value(kind, each) == read_value(kind, text) for each in found)


def test_a_text_is_no_other_spelling_of_itself() -> None:
    """
    What is written so already is not asked for again.
    """
    assert ["TRUE"] == list(other_spellings("boolean", "True"))


@pytest.mark.parametrize("kind", [each for each in SPELLINGS if each != "text"])
def test_the_plain_spelling_is_told_from_others(kind: str) -> None:
    """
    What JSON would write is plain, everything else is not.
    """
    assert is_plain(kind, _TEXTS[kind])
    assert not any(is_plain(kind, each) for each in other_spellings(kind, _TEXTS[kind]))


@pytest.mark.parametrize(
    ("kind", "text"), [("integer", "x"), ("date-time", "yesterday"), ("choice", "x"), ("text", " Emma "), ("uuid", "")]
)
def test_what_is_no_value_has_no_other_spelling(kind: str, text: str) -> None:
    """
    An unreadable text is as it is; a text is plain however it is written.
    """
    assert kind == "text" or [] == list(other_spellings(kind, text))
    assert is_plain(kind, text)


def test_unreadable_texts_are_no_values() -> None:
    """
    A lenient service reads none of them.
    """
    values = {(kind, text): read_value(kind, text) for kind, texts in UNREADABLE.items() for text in texts}

    assert [] == [each for each, read in values.items() if hasattr(read, "value") and read.value is not None]
