"""
A value is written otherwise, and the usual way is told from the others.
"""

from __future__ import annotations

import pytest

from apicontract.contract.lookups import BOOLEANS, TYPES, Ignored
from apicontract.semantics.spellings import SPELLINGS, UNREADABLE, is_plain, other_spellings
from apicontract.semantics.values import read_value


@pytest.mark.parametrize(
    ("kind", "text", "others"),
    [
        ("uuid", "18f135d2-5f55-4203-b018-50c5a38fd547", ["18F135D2-5F55-4203-B018-50C5A38FD547"]),
        ("integer", "7", ["+7", "07", "7.0", " 7"]),
        ("related", "3", [" 3", "+03"]),
        ("date-time", "2020-01-01T10:00:00Z", ["2020-01-01T15:30:00+05:30"]),
        ("boolean", "true", ["True", "1"]),
    ],
)
def test_the_plain_spelling_is_told_from_others(kind: str, text: str, others: list[str]) -> None:
    """
    What JSON would write is plain, everything else is not.
    """
    assert [True, *(False for _ in others)] == [is_plain(kind, each) for each in (text, *others)]


@pytest.mark.parametrize(
    ("kind", "text"), [("integer", "x"), ("date-time", "yesterday"), ("choice", "x"), ("text", " Emma "), ("uuid", "")]
)
def test_what_is_no_value_has_no_other_spelling(kind: str, text: str) -> None:
    """
    An unreadable text is as it is; a text is plain however it is written.
    """
    assert is_plain(kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "uuid",
            "18f135d2-5f55-4203-b018-50c5a38fd547",
            ["18F135D2-5F55-4203-B018-50C5A38FD547", "18f135d25f554203b01850c5a38fd547"],
        ),
        ("uuid", "11111111-1111-4111-8111-111111111111", ["11111111111141118111111111111111"]),
        ("integer", "7", ["+7", "07", "7.0"]),
        ("integer", "-7", ["-7.0"]),
        ("number", "10", ["10.0", "+10", "10e0"]),
        ("number", "2.5", ["2.50", "+2.5", "2.5e0"]),
        ("related", "3", [" 3", "+03"]),
        ("date-time", "2020-01-01T10:00:00Z", ["2020-01-01T15:30:00+05:30", "2020-01-01T07:00:00-03:00"]),
        ("date-time", "0001-01-01T00:00:00Z", ["0001-01-01T05:30:00+05:30"]),
        ("boolean", "true", ["True", "TRUE"]),
        ("form-boolean", "true", ["True"]),
        ("text", "Emma", ["  Emma "]),
        ("date", "2020-01-01", []),
        ("integer", "x", []),
        ("date-time", "yesterday", []),
    ],
)
def test_a_value_is_written_otherwise(kind: str, text: str, expected: list[str]) -> None:
    """
    Every other text stands for the same value; what stands for none has no other.
    """
    assert expected == list(other_spellings(kind, text))


def test_the_tables_speak_of_types() -> None:
    """
    Values are of known types, and words for booleans of every type of these, none of which reads them.
    """
    assert SPELLINGS.keys() <= TYPES.keys()
    assert UNREADABLE.keys() == BOOLEANS.keys()
    assert all(isinstance(read_value(kind, text), Ignored) for kind, texts in UNREADABLE.items() for text in texts)
