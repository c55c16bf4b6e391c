"""
Promise: keys that rows show lead to the texts of other lists, as far as it is plain which list they are of.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.explore.learning.following import KeyedRows, followed_texts

SPEAKERS = KeyedRows([{"code": "A", "name": "Ada", "age": 3}, {"code": "B", "name": None, "age": 4}], "code")
TALKS = KeyedRows([{"id": "t", "title": "Law", "by": ["A", "B"]}, {"id": "u", "title": "Art", "by": ["A"]}], "id")


def test_texts_of_other_lists_are_followed() -> None:
    """
    Those of several keys stand on a line each; two lists may stand on the way.
    """
    places = KeyedRows([{"id": 1, "talk": "u"}, {"id": 2, "talk": "t"}, {"id": 3, "talk": None}], "id")

    assert {"by__name": ["Ada\n", "Ada"]} == followed_texts(TALKS, [SPEAKERS])
    found = followed_texts(places, [TALKS, SPEAKERS])
    assert {"talk__title": ["Art", "Law", ""], "talk__by__name": ["Ada", "Ada\n", ""]} == found
    assert {"talk__title": ["Art", "Law", ""]} == followed_texts(places, [TALKS, SPEAKERS], deepest=1)


@pytest.mark.parametrize(
    ("shown", "others"),
    [
        (["A", "A"], [SPEAKERS]),
        (["A", "C"], [SPEAKERS]),
        ([3, 4], [KeyedRows(SPEAKERS.rows, "age")]),
        (["A", "B"], [SPEAKERS, KeyedRows(SPEAKERS.rows, "code")]),
        ([{"code": "A"}, {"code": "B"}], [SPEAKERS]),
        ([], [SPEAKERS]),
    ],
)
def test_what_may_be_no_key_leads_nowhere(shown: list[Any], others: list[KeyedRows]) -> None:
    """
    One key alone, a text that is none, numbers, keys of two lists, records, no rows.
    """
    rows = [{"id": number, "by": each} for number, each in enumerate(shown)]
    assert {} == followed_texts(KeyedRows(rows, "id"), others)
