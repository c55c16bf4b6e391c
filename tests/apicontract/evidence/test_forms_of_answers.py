"""
Which forms of an answer recordings show.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Documentation
from apicontract.evidence.derive.behaviour import _representations

HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = Exchange("GET", "https://a.test/v1/things/", 200, HTML, b"<h1>Things</h1>")
BROWSABLE = replace(PAGE, documentation=Documentation(""))
JSON = Exchange("GET", "https://a.test/v1/things/?format=json", 200, (("Content-Type", "application/json"),), b"[]")


@pytest.mark.parametrize(
    ("exchange", "forms"),
    [
        (BROWSABLE, [["json", "api"]]),
        (PAGE, []),
        (JSON, []),
        (replace(BROWSABLE, status=404), []),
        (replace(BROWSABLE, url="https://a.test/elsewhere/"), []),
        (replace(JSON, url="https://a.test/v1/things/?format=api", status=404), [["json"]]),
        (replace(JSON, url="https://a.test/v1/things/?format=api"), []),
        (replace(JSON, status=406, request_headers=(("Accept", "text/html"),)), [["json"]]),
    ],
)
def test_a_browsable_page_shows_that_there_is_one(exchange: Exchange, forms: list[list[str]]) -> None:
    """
    Another page for people does not; one that was asked for and refused shows that there is none.
    """
    assert forms == [value for _, value, _ in _representations([exchange], "/v1/")]
