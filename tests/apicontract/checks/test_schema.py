"""
What a row that breaks its schema is told to hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from handmade import API, page, thing

from apicontract.checks import judge

if TYPE_CHECKING:
    from apicontract.contract.model import Json

MISSING = {key: value for key, value in thing(1).items() if key != "size"}


@pytest.mark.parametrize(
    ("row", "place", "found"),
    [
        (thing(1, size="ten"), "/results/0/size", "ten"),
        (thing(1, name=None), "/results/0/name", None),
        (MISSING, "/results/0", None),
    ],
    ids=["another type", "null", "no such field"],
)
def test_the_value_that_was_found_is_told(row: dict[str, Any], place: str, found: Json) -> None:
    """
    A wrong value is quoted; where a field is missing there is none.
    """
    told = [each for each in judge(API, [page("", (row,))]).violations if each.place == place]

    assert [found] == [each.found for each in told]
