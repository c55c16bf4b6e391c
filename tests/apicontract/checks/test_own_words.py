"""
Refusals in a form of the service's own are held to that form.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from handmade import API, THINGS, answer

from apicontract.checks import judge
from apicontract.contract.grades import Grade
from apicontract.contract.model import Setting

FORM = [{"of": "{field}", "says": "{message}"}]
RIGHT = [{"of": "size__gt", "says": "Enter a number."}]


def broken(body: Any, query: str, grade: Grade) -> bool:
    """
    Return whether the body of a refusal is not what the service says of such values.
    """
    things = replace(THINGS, parameters=tuple(replace(each, grade=grade) for each in THINGS.parameters))
    own = {"refusals": Setting("own", Grade.PUBLISHED), "invalid_body": Setting(FORM, Grade.PUBLISHED)}
    api = replace(API, resources={"things": things}, behaviour={**API.behaviour, **own})
    violations = judge(api, [answer(query, body, status=400)], strict=True).violations
    return "refusal-body" in {each.check for each in violations}


@pytest.mark.parametrize(
    ("body", "query", "grade", "expected"),
    [
        (RIGHT, "size__gt=x", Grade.PUBLISHED, False),
        ({"size__gt": ["Enter a number."]}, "size__gt=x", Grade.PUBLISHED, True),
        ([{"of": "size__gt", "says": "No."}], "size__gt=x", Grade.PUBLISHED, True),
        ("No.", "size__gt=x", Grade.GUESS, False),
        ("No.", "size__gt=x&kind=7", Grade.PUBLISHED, False),
        ("No.", "size__gt=x&name=%00", Grade.PUBLISHED, False),
    ],
    ids=["in-its-form", "framework", "other-sentence", "guessed-filter", "a-choice-beside", "two-refused"],
)
def test_one_refused_value_is_named_in_the_form(body: Any, query: str, grade: Grade, *, expected: bool) -> None:
    """
    Where one known filter alone is refused, the form says all; otherwise it is not decided.
    """
    assert expected is broken(body, query, grade)


@pytest.mark.parametrize(
    ("query", "body", "expected"),
    [
        ("", [{"id": 404}], False),
        ("", {"detail": "Not found."}, True),
        ("format=csv", {"detail": "Not found."}, False),
        ("format=csv", [{"id": 404}], False),
    ],
)
def test_what_answers_an_absent_record_is_held_to_it(query: str, body: Any, *, expected: bool) -> None:
    """
    A record that there is not is answered in the service's words; in a form that there is not, nobody knows how.
    """
    api = replace(API, resources={"things": replace(THINGS, absent=[{"id": 404}])})
    violations = judge(api, [answer(query, body, status=404, path="9/")], strict=True).violations

    assert expected is ("error-body" in {each.check for each in violations})
