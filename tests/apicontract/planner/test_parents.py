"""
What is asked to see that the parents in a path are looked at.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from route_forms import api_of

from apicontract.planner.parents import below, beside

if TYPE_CHECKING:
    from apicontract.contract.model import Api

API = api_of("nested-many")
OWNER = API.resources["authors"]
NESTED = next(each for each in API.resources.values() if each.route.parents)


def owned_by(kind: str) -> Api:
    """
    Return the API with owners whose identifiers have a type.
    """
    owner = replace(OWNER, identifier=replace(OWNER.identifier, type=kind))
    return replace(API, resources=MappingProxyType({**API.resources, OWNER.name: owner}))


def paths(kind: str, key: str, *, large: bool, others: bool = True, rows: bool = True) -> list[str]:
    """
    Return the paths that are asked beside those of one parent, without the base path.
    """
    chosen, other = below(NESTED, (key,)), below(NESTED, ("other",))
    asked = beside(owned_by(kind), chosen, [other] if others else [], [{"id": 5}] if rows else [], large=large)
    return [each.path.removeprefix(API.base_path) for each in asked]


UNKNOWN = {"integer": "9999999", "text": "no-such-record"}
KNOWN = ["authors/other/books/", "authors/other/books/5/"]


@pytest.mark.parametrize("large", [True, False])
def test_numbered_parents(*, large: bool) -> None:
    """
    Below numbers, one that does not exist, another one, and a text that is none are asked for, at any budget.
    """
    unknown = f"authors/{UNKNOWN['integer']}/"

    assert [f"{unknown}books/", unknown, *KNOWN, "authors/nonsense/books/", f"{unknown}books/5/"] == paths(
        "integer", "7", large=large
    )


@pytest.mark.parametrize(
    ("large", "letters"), [(True, ["authors/sEVEN/books/", "authors/sEVEN/"]), (False, [])], ids=["large", "small"]
)
def test_parents_with_texts(letters: list[str], *, large: bool) -> None:
    """
    Below texts, no text is no parent by its form; within a large budget one is asked for in other letters.
    """
    unknown = f"authors/{UNKNOWN['text']}/"

    assert [f"{unknown}books/", unknown, *KNOWN, f"{unknown}books/5/", *letters] == paths("text", "Seven", large=large)


def test_what_is_not_known_is_not_asked_for() -> None:
    """
    Without other parents and records, what does not exist is left; without parents nothing is.
    """
    unknown = f"authors/{UNKNOWN['text']}/"

    assert [f"{unknown}books/", unknown] == paths("text", "Seven", large=False, others=False, rows=False)
    assert [] == [*beside(API, OWNER, [], [{"id": 5}], large=True)]
