"""
What a browser may do with the mock's own pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGES = ("/", "/docs/", "/__mock__/")
DATA = (
    "/openapi.json",
    "/docs/swagger-ui.css",
    "/__mock__/state",
    "/__mock__/journal",
    "/__mock__/journal.har",
    "/__mock__/openapi.json",
)
POLICY = "Content-Security-Policy"


@pytest.mark.parametrize("path", [*PAGES, *DATA, "/docs"])
def test_own_answers_are_guarded(client: FlaskClient, path: str) -> None:
    """
    Nothing of the mock's own can be framed, or read as another type than it says.
    """
    answer = client.get(path)
    assert ("nosniff", "DENY") == (answer.headers["X-Content-Type-Options"], answer.headers["X-Frame-Options"])
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(
        answer.headers[POLICY].split("; ")
    )


def test_refusals_are_guarded(client: FlaskClient) -> None:
    """
    A refusal of the control API has the same headers.
    """
    answer = client.get("/__mock__/", headers={"Host": "rebound.example"})
    assert (403, "nosniff") == (answer.status_code, answer.headers["X-Content-Type-Options"])
    assert "frame-ancestors 'none'" in answer.headers[POLICY]


@pytest.mark.parametrize("path", PAGES)
def test_style_and_script_need_the_nonce(client: FlaskClient, path: str) -> None:
    """
    Every style and script that stands in a page has the nonce of this answer, and nothing else may run.
    """
    answer, again = client.get(path), client.get(path)
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", answer.headers[POLICY]))
    inline = re.findall(r"<(?:style|script)(?![^>]* src=)[^>]*>", answer.text)
    assert inline
    assert [] == [tag for tag in inline if f'nonce="{nonce}"' not in tag]
    assert [] == re.findall(r" (?:style|on[a-z]+)=", answer.text)
    assert "unsafe" not in answer.headers[POLICY]
    assert answer.headers[POLICY] != again.headers[POLICY]


@pytest.mark.parametrize(
    "path", ["/2.3.0/spacecraft/?limit=1", "/2.3.0/spacecraft/?limit=1&format=api", "/2.3.0/nothing/"]
)
def test_answers_of_the_api_are_untouched(client: FlaskClient, path: str) -> None:
    """
    An answer of the API has the headers of the service and no others.
    """
    answer = client.get(path)
    assert POLICY not in answer.headers
    assert "nonce" not in answer.text
