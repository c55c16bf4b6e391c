"""
What the service never said is left to it: collations, the end of the nulls.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from handmade import API, THINGS, page, thing

from apicontract.checks import judge
from apicontract.model import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.model import Api, Exchange

#: The same API with an ordering by texts.
NAMED = replace(
    API, resources={"things": replace(THINGS, ordering=(Field("id", "id", "integer"), Field("name", "name")))}
)


def named(*names: str) -> tuple[dict[str, object], ...]:
    """
    Return things with these names.
    """
    return tuple(thing(number, name=name) for number, name in enumerate(names, 1))


def levels(exchanges: Sequence[Exchange], api: Api = API, *, strict: bool = False) -> set[tuple[str, str]]:
    """
    Return the checks that found something, each with how much it weighs.
    """
    return {(each.check, each.level.name.lower()) for each in judge(api, exchanges, strict=strict).violations}


@pytest.mark.parametrize(
    "names",
    [
        ("hash#tag", "Hat", "hat"),
        ("[brackets]", "100%", "Apple", "zebra"),
        ("\u00dcber", "Zug", "Zulu"),
        ("a b", "A=b", "#c", "\u65e5\u672c", "\u03a9"),
    ],
)
def test_any_usual_collation_will_do(names: tuple[str, ...]) -> None:
    """
    Names in the order of a language, or of their letters alone, are accused of nothing on any page.
    """
    rows = named(*names)
    pages = [
        page("limit=5", rows),
        page("limit=5&ordering=name", rows),
        page("limit=2&ordering=-name", rows[:-3:-1], len(rows)),
    ]

    assert set() == levels(pages, NAMED)


def test_a_text_far_from_its_place_is_wrong() -> None:
    """
    A page that begins with a name before which others surely belong is not where its offset says.
    """
    rows = named("Apple", "Banana", "Cherry", "Date", "Elder")
    judgement = judge(NAMED, [page("limit=5", rows), page("limit=1&ordering=name", rows[2:3], 5)])
    message = "position 0 of ordering=name has name 'Cherry'; 2 of the known records belong before it, and 2 behind it"

    assert [message] == [each.message for each in judgement.violations if each.check == "page-place"]


@pytest.mark.parametrize("strict", [False, True])
def test_the_end_of_the_nulls_is_inferred(strict: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    A page that only nulls at the other end explain is accused by strict judges alone.
    """
    rows = (thing(1, size=None), thing(2, size=None), *(thing(n) for n in (3, 4, 5)))
    pages = [page("limit=5", rows), page("limit=2&ordering=size&offset=3", rows[3:], 5)]

    assert strict == (("page-place", "violation") in levels(pages, strict=strict))


def test_nulls_in_the_middle_are_wrong() -> None:
    """
    A page that has nulls where neither end reaches is accused by every judge.
    """
    rows = (thing(1, size=None), *(thing(n) for n in (2, 3, 4, 5)))
    pages = [page("limit=5", rows), page("limit=1&ordering=size&offset=2", rows[:1], 5)]

    assert ("page-place", "violation") in levels(pages)
