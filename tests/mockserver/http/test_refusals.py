"""
What is answered instead of what was asked for.
"""

from __future__ import annotations

import pytest

from mockserver.http.answer import Answer
from mockserver.http.cross_origin import open_to
from mockserver.http.refusals import Refusal, invalid, not_allowed, unauthenticated
from mockserver.http.site_pages import bad_request, moved


def test_refusals_in_the_words_of_the_framework() -> None:
    """
    Each kind of refusal has its status, its sentence and its headers.
    """
    assert Refusal(405, {"detail": 'Method "PUT" not allowed.'}) == not_allowed("PUT")
    assert Refusal(400, {"a": ["No."]}) == invalid({"a": ["No."]})
    assert (
        Refusal(401, {"detail": "Authentication credentials were not provided."}, (("WWW-Authenticate", "Token"),))
        == unauthenticated()
    )


def test_pages_of_the_site() -> None:
    """
    A request that no view sees is a short page, and a missing slash a redirect without body.
    """
    refused, redirect = bad_request(), moved("/a/")

    assert (400, True) == (refused.status, b"Bad Request (400)" in refused.body)
    assert (301, "/a/", b"") == (redirect.status, redirect.header("Location"), redirect.body)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (None, "origin"),
        ("Accept", "Accept, origin"),
        ("Accept, Origin", "Accept, Origin"),
        ("origin", "origin"),
    ],
)
def test_an_open_answer_varies_by_origin(stated: str | None, expected: str) -> None:
    """
    The origin is added to what an answer depends on, once, and the other headers stay.
    """
    headers = (("A", "b"), *([("Vary", stated)] if stated else []))
    opened = open_to(Answer(200, headers, b""), ("*",), "GET", {})

    assert (expected, "b", None) == (
        opened.header("Vary"),
        opened.header("A"),
        opened.header("access-control-allow-origin"),
    )
