"""
The recorded pages, asked of a full world at their own addresses.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from apicontract.contract.exchange import Exchange

RECORDED = [each for each in recordings_of(load_api()) if each.status == 200]


@pytest.fixture(scope="module")
def ask() -> Callable[[Exchange, str], TestResponse]:
    """
    Ask a full world of a recording's host for the recorded URL in a format.
    """
    api = load_api()
    clients: dict[str, FlaskClient] = {}

    def answer(recorded: Exchange, form: str) -> TestResponse:
        parts = urlsplit(recorded.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        world = next(host.name for host in api.hosts.values() if host.url == origin)
        client = clients.setdefault(world, create_app(api, world, exact_headers=True).test_client())
        query = re.sub(r"(?<=format=)\w+", form, parts.query)
        return client.get(f"{parts.path}?{query}", base_url=origin)

    return answer


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda each: each.url)
def test_recorded_page_is_answered_exactly(recorded: Exchange, ask: Callable[[Exchange, str], TestResponse]) -> None:
    """
    Count, links, rows and their order are those recorded, byte for byte but for the format's name.
    """
    assert ask(recorded, "json").data.replace(b"format=json", b"format=api") == recorded.body


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda each: each.url)
def test_page_shows_the_recorded_text(recorded: Exchange, ask: Callable[[Exchange, str], TestResponse]) -> None:
    """
    The HTML page of the recorded URL holds the recorded JSON as it was recorded, four blanks a level.
    """
    page = ask(recorded, "api").text
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert json.dumps(recorded.json, ensure_ascii=False, indent=4) in text
