"""
The text that a browser takes from a page is what the service's own page says.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.evidence.recordings import read_recording, recordings_of, render_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from apicontract.contract.exchange import Exchange
    from conftest import Visitor

API = load_api()
HEADING = next(iter(API.resources[API.primary].documentation.sections))[0]
PAGES = [each for each in recordings_of(API) if each.documentation]


def extracted(page: Page) -> str:
    """
    Return the text of a page from the documentation's first heading to the last brace.
    """
    text = page.evaluate("document.body.innerText")
    return text[text.index(HEADING) : text.rindex("}") + 1]


def host_name(exchange: Exchange) -> str:
    """
    Return the name of the host that gave a recorded answer.
    """
    return next(name for name, host in API.hosts.items() if exchange.url.startswith(f"{host.url}/"))


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("exchange", PAGES, ids=lambda each: urlsplit(each.url).hostname)
def test_recorded_page(exchange: Exchange, width: int, visitor: Visitor, serve: Callable[[str], str]) -> None:
    """
    Each recorded page is shown with its text, character for character, host names apart.
    """
    recorded, ours = urlsplit(exchange.url), urlsplit(serve(host_name(exchange)))
    expected = render_page(exchange).replace(f"https://{recorded.netloc}", ours.geturl())
    page = visitor.open(f"{ours.geturl()}{recorded.path}?{recorded.query}", width=width)

    assert extracted(page) == expected.replace(recorded.netloc, ours.netloc)


def test_copied_page_is_a_recording(visitor: Visitor, mock: str, tmp_path: Path) -> None:
    """
    What a person copies from our page can be read as a recording of the answer.
    """
    url = f"{mock}{API.base_path}{API.primary}/?format=api&limit=3"
    copied = tmp_path / "copied.txt"
    page = visitor.open(url)
    copied.write_text(extracted(page), encoding="utf-8")
    (exchange,) = read_recording(copied, host=mock)

    answer = page.request.get(url.replace("format=api", "format=json")).text()
    assert exchange.url == url
    assert exchange.json == json.loads(answer.replace("format=json", "format=api"))


@pytest.mark.parametrize("name", ["search", "never_heard_of", "format"])
def test_hostile_query_stays_text(name: str, visitor: Visitor, mock: str) -> None:
    """
    Markup in a query shows no dialog, runs no script and adds no element.
    """
    hostile = "%3C/pre%3E%3Cimg%20src=x%20onerror=alert(1)%3E%3Cscript%3Ealert(2)%3C/script%3E"
    page = visitor.open(f"{mock}{API.base_path}{API.primary}/?{name}={hostile}&format=api")

    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
