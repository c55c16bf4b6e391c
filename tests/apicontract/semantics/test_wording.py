"""
Values that cannot be used, named in a form of the service's own: by the naive reading and by the mock alike.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.lookups import INVALID_CHOICE, NULL_CHARACTER
from apicontract.semantics.wording import refusal_in
from mockserver.http.refusals import worded

ONE = {"name": ["Enter a number."]}
TWO = {"name": ["Enter a number.", 'Too "long".'], "kind": [INVALID_CHOICE]}


@pytest.mark.parametrize(
    ("form", "errors", "expected"),
    [
        (
            [{"id": "{CODE}", "metadata": {"field": "{field}", "message": "{message}"}}],
            TWO,
            [
                {"id": "INVALID", "metadata": {"field": "name", "message": "Enter a number."}},
                {"id": "INVALID", "metadata": {"field": "name", "message": 'Too "long".'}},
                {"id": "INVALID_CHOICE", "metadata": {"field": "kind", "message": INVALID_CHOICE}},
            ],
        ),
        ({"ok": False, "errors": {"{field}": ["{message}"]}}, TWO, {"ok": False, "errors": TWO}),
        ({"{field}": "{code}: {message}"}, ONE, {"name": "invalid: Enter a number."}),
        ({"error": "{field}: {message}", "status": 400}, ONE, {"error": "name: Enter a number.", "status": 400}),
        ([{"{field}": "{code}"}], {"name": [NULL_CHARACTER]}, [{"name": "null_characters_not_allowed"}]),
    ],
    ids=["entries", "named", "texts", "one-text", "codes"],
)
def test_errors_take_the_places_of_a_form(form: Any, errors: dict[str, list[str]], expected: Any) -> None:
    """
    A list of one entry has one for each error, a key that is a parameter one for each of these; the rest stays.
    """
    assert refusal_in(form, errors) == expected
    assert worded(form, errors) == expected
