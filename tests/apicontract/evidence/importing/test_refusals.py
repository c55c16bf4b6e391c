"""
What a description shows of refusals is stated, what it leaves open is taken for likely and listed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.paging import STYLES
from apicontract.evidence.importing.refusals import shown_refusals
from apicontract.evidence.openapi import DescribedParameter, Operation
from apicontract.evidence.openapi.model import DescribedAnswer

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging
    from apicontract.evidence.importing.refusals import ShownRefusals

PAGES, CURSOR = STYLES["page-number"], STYLES["cursor"]


def get(path: str, statuses: str, parameters: str = "") -> Operation:
    """
    Return a GET that documents statuses besides 200, and takes parameters of the query.
    """
    named = {
        ("query", each): DescribedParameter(each, "query", required=False, style="form", schema={})
        for each in parameters.split()
    }
    return Operation(path, "GET", named, answers=dict.fromkeys(["200", *statuses.split()], DescribedAnswer({}, {})))


def shown(paging: Paging, *lists: Operation, enumerated: bool = True) -> ShownRefusals:
    """
    Return what lists show.
    """
    return shown_refusals({each.path: each for each in lists}, paging, lambda _: enumerated, "a.json")


@pytest.mark.parametrize(
    ("flat", "below", "grade"), [("", "404", "published"), ("404", "404", "guess"), ("", "", "guess")]
)
def test_a_missing_parent_is_stated_where_only_lists_below_one_are_not_found(flat: str, below: str, grade: str) -> None:
    """
    A 404 that other lists document, too, may be for a page that there is not.
    """
    found = shown(PAGES, get("/a/", flat), get("/a/{a}/b/", below))

    assert ("refuse", grade) == (found.settings["missing_parent"]["value"], found.settings["missing_parent"]["grade"])
    assert (grade == "guess") == bool(found.notes)


@pytest.mark.parametrize(
    ("parameters", "statuses", "enumerated", "value", "grade"),
    [
        ("ordering page", "400", True, "refuse", "published"),
        ("ordering page", "400", False, "ignore", "guess"),
        ("ordering page", "", True, "ignore", "guess"),
        ("ordering size", "400", True, "ignore", "guess"),
    ],
)
def test_a_refused_ordering_is_stated_where_nothing_else_can_be_wrong(
    parameters: str,
    statuses: str,
    enumerated: bool,  # noqa: FBT001 - a case
    value: str,
    grade: str,
) -> None:
    """
    A 400 beside filters may be for these, and without a list of terms there are no unknown ones.
    """
    found = shown(PAGES, get("/a/", statuses, parameters), enumerated=enumerated)

    assert (value, grade) == tuple(found.settings["unknown_ordering"][each] for each in ("value", "grade"))
    assert (grade == "guess") == bool(found.notes)


@pytest.mark.parametrize(
    ("statuses", "refused", "told"), [("400", 400, True), ("404", 404, True), ("400 404", 404, False), ("", 404, False)]
)
def test_a_refused_token_has_the_only_status_documented(statuses: str, refused: int, *, told: bool) -> None:
    """
    Where 400 or 404 alone is documented, it answers a token that was never given.
    """
    found = shown(CURSOR, get("/a/", statuses))

    assert replace(CURSOR, refused=refused) == found.paging
    assert told == (not found.notes)


def test_nothing_is_said_of_what_there_is_not() -> None:
    """
    Without lists below parents, orderings and tokens, nothing is stated and nothing listed.
    """
    assert (0, 0) == (len(shown(PAGES, get("/a/", "404")).settings), len(shown(PAGES, get("/a/", "404")).notes))
