"""
In which form an answer is given.
"""

from __future__ import annotations

import pytest

from mockserver.http.negotiation import negotiate
from mockserver.http.refusals import Refusal


@pytest.mark.parametrize(
    ("accept", "form", "chosen"),
    [
        (None, None, "json"),
        ("*/*", None, "json"),
        ("text/html", None, "api"),
        ("text/*", None, "api"),
        ("application/*", None, "json"),
        ("*/json", None, "json"),
        ("text/html,application/json", None, "json"),
        ("application/json;q=0.1, text/html", None, "json"),
        ("application/json;q=0", None, "json"),
        ("text/html;level=1, application/json", None, "api"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None, "api"),
        ("TEXT/HTML", None, "api"),
        (None, "api", "api"),
        (None, "json", "json"),
        (None, "", "json"),
        ("text/html", "api", "api"),
        (",".join(["x/y"] * 63 + ["text/html"]), None, "api"),
    ],
)
def test_form_is_chosen(accept: str | None, form: str | None, chosen: str) -> None:
    """
    The most specific media type counts, then the order of the renderers; q-values do not.
    """
    assert negotiate(accept, form).renderer.format == chosen


@pytest.mark.parametrize(
    ("accept", "form", "status"),
    [
        ("", None, 406),
        ("*", None, 406),
        ("application/xml", None, 406),
        ("text/html", "json", 406),
        ("application/json", "api", 406),
        (",".join(["x/y"] * 64 + ["text/html"]), None, 406),
        ("x" * 300, None, 406),
        (None, "xml", 404),
        (None, "JSON", 404),
        ("text/html", "xml", 404),
    ],
)
def test_what_does_not_fit_is_refused(accept: str | None, form: str | None, status: int) -> None:
    """
    A format that does not exist is 404, a header that nothing satisfies 406.
    """
    with pytest.raises(Refusal) as refusal:
        negotiate(accept, form)
    assert refusal.value.status == status


@pytest.mark.parametrize(
    ("accept", "indent"),
    [
        ("application/json; indent=4", 4),
        ("application/json; indent=99", 8),
        ("application/json; indent=0", None),
        ("application/json; indent=x", None),
        ("*/*; indent=2", 2),
    ],
)
def test_indent_is_asked_with_the_type(accept: str, indent: int | None) -> None:
    """
    JSON is indented as the media type asks, by eight blanks at the most.
    """
    assert negotiate(accept, None).indent == indent
