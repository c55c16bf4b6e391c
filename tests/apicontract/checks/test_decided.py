"""
What could have broken a promise, so that it is kept, and what could not, so that it stays undecided.
"""

from __future__ import annotations

from typing import Any

import pytest
from example import ALL, refusal
from handmade import messages, page, thing

WALK = page("limit=5", ALL)


def halves(*ready: Any) -> list[Any]:
    """
    Return a list of things, and the halves that a boolean filter makes of it.
    """
    rows = tuple(thing(number, ready=each) for number, each in enumerate(ready, 1))
    parts = (tuple(each for each in rows if each["ready"] is value) for value in (True, False))
    return [
        page("limit=5", rows),
        *(page(f"limit=5&ready={name}", part) for name, part in zip(("true", "false"), parts, strict=True)),
    ]


@pytest.mark.parametrize(
    ("ready", "found"),
    [
        ((True, False, False), []),
        ((False, False), []),
        ((True, False, None), None),
        ((), None),
    ],
)
def test_halves_are_held_to_the_whole(ready: tuple[Any, ...], found: list[str] | None) -> None:
    """
    Where there are records, and each has one value or the other.
    """
    assert found == messages("filter-partition", *halves(*ready))


def test_a_record_that_is_not_there_was_not_refused() -> None:
    """
    What is not found is no request that the service would not answer.
    """
    missing = refusal("", {"detail": "No Thing matches the given query."}, 404, path="9/")

    assert [] == messages("request-answered", WALK, missing)
