"""
Which origins may read an answer is what the API says: all, those that it names, or no word of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from handmade import API, answer, messages, page

from apicontract.contract.grades import Grade
from apicontract.contract.model import Setting

_ORIGIN, _ALLOWED = "https://app.example", "Access-Control-Allow-Origin"


@pytest.mark.parametrize(
    ("value", "allowed", "accused"),
    [
        (True, "*", False),
        (True, None, True),
        ([_ORIGIN], _ORIGIN, False),
        ([_ORIGIN], "*", True),
        ([_ORIGIN], None, True),
        ([], None, False),
        ([], "*", True),
        (False, "*", False),
    ],
)
def test_the_origins_that_the_api_names(value: Any, allowed: str | None, accused: bool) -> None:  # noqa: FBT001 - a case
    """
    An origin that is named reads, any other does not, and where nothing is said nothing is judged.
    """
    api = replace(API, behaviour={**API.behaviour, "cross_origin": Setting(value, Grade.PUBLISHED, "")})
    headers = (("Content-Type", "application/json"), *(((_ALLOWED, allowed),) if allowed else ()))
    sent = answer("", page().json, headers=headers, request_headers=(("Origin", _ORIGIN),))

    assert accused == bool(messages("cross-origin", sent, api=api))
