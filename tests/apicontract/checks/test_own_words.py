"""
Refusals of a service that words them itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from example import refusal
from handmade import API, THINGS, messages

from apicontract.contract.model import Grade, Setting
from apicontract.contract.paging import STYLES

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

GONE = {"error": "gone"}
OWN = replace(
    API,
    behaviour={**API.behaviour, "refusals": Setting(value="own", grade=Grade.PUBLISHED)},
    paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5),
)
#: What answers an absent record is known.
WORDED = replace(OWN, resources={**OWN.resources, "things": replace(THINGS, absent=GONE)})


@pytest.mark.parametrize(
    ("check", "answer", "found"),
    [
        ("error-body", refusal("", GONE, 404, path="9/"), []),
        (
            "error-body",
            refusal("", {"error": "no"}, 404, path="9/"),
            [": the body is {'error': 'no'}, not {'error': 'gone'}"],
        ),
        ("error-body", refusal("page=x", {"error": "no"}, 404), None),
        ("refusal-body", refusal("name=%00", {"error": "no"}), None),
    ],
)
def test_only_words_that_are_known_are_judged(check: str, answer: Exchange, found: list[str] | None) -> None:
    """
    The body of an absent record is held to what is stated; of the other words nothing is said.
    """
    assert messages(check, answer, api=WORDED) == found


def test_an_absent_record_without_stated_words_is_not_judged() -> None:
    """
    Where a service words its refusals, and nobody says how, no sentence of the framework is expected.
    """
    assert messages("error-body", refusal("", {"error": "no"}, 404, path="9/"), api=OWN) is None
