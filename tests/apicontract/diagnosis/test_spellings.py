"""
The usual way to write a value is told from the others.
"""

from __future__ import annotations

import pytest

from apicontract.diagnosis.spellings import is_plain


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
