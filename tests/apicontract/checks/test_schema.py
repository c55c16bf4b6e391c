"""
What a row that breaks its schema is told to hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from handmade import API, LIST, answer, page, thing

from apicontract.checks import judge
from apicontract.contract.model import Level
from apicontract.contract.paging import STYLES

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


ECHOING = replace(
    API,
    paging=replace(
        STYLES["page-number"],
        echoes=(
            *(("size", "size"), ("page.shown", "shown"), ("page.number", "number")),
            *(("pages", "pages"), ("x", "open")),
        ),
        order="count next previous results size pages page x",
        default_limit=2,
        maximum_limit=5,
    ),
)
#: What the second page of two of five records repeats of itself.
RIGHT = {"size": 2, "pages": 3, "page": {"shown": 2, "number": 2}, "x": None}


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({}, None),
        ({"x": "anything"}, None),
        ({"size": 5}, "/size"),
        ({"pages": 2}, "/pages"),
        ({"page": {"shown": 1, "number": 2}}, "/page/shown"),
        ({"page": {"shown": 2, "number": 1}}, "/page/number"),
    ],
)
def test_what_a_body_repeats_of_its_page_is_right(changed: dict[str, Any], place: str | None) -> None:
    """
    Rows of a page, those shown, its number, how many pages there are: each is that of the page; what is open, anything.
    """
    rows = {"count": 5, "next": f"{LIST}?page=3", "previous": LIST, "results": [thing(3), thing(4)]}
    found = judge(ECHOING, [answer("page=2", {**rows, **RIGHT, **changed})]).violations

    assert ([place] if place else []) == [each.place for each in found if each.check == "envelope"]


@pytest.mark.parametrize(
    ("inferred", "told", "few"),
    [
        (["value"], " (otherwise in 0 of 3 recorded)", True),
        (["value", "presence"], " (otherwise in 0 of 3 recorded)", True),
        (["presence"], "", False),
        ([], "", False),
    ],
)
def test_a_statement_of_few_recordings_is_doubtful(inferred: list[str], told: str, *, few: bool) -> None:
    """
    Of a type that recordings alone say, it is told in how many it held; who declared it need not be told.
    """
    shape = API.shapes["things/normal"]
    evidence = {"x-evidence": {"inferred": inferred, "seen": 3, "of": 3}}
    properties = {**shape.schema["properties"], "size": {"type": "integer", **evidence}}
    known = replace(shape, schema={**shape.schema, "properties": properties})
    api = replace(API, shapes={**API.shapes, "things/normal": known})
    found = next(each for each in judge(api, [page("", (thing(1, size="ten"),))]).violations if "size" in each.place)

    assert f"'ten' is not of type 'integer'{told}" == found.message
    assert few == (found.level is Level.WARNING)
