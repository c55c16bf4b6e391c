"""
Promise: the example page shows the next launches in any window, and survives a throttle.

With the variable APICONTRACT_SCREENSHOTS set to a folder, the page leaves its pictures there.
"""

from __future__ import annotations

import json
import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest
from complete import COMPLETE
from werkzeug.serving import make_server

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Browser, Page

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "next-launches.html"
UPCOMING = "/2.3.0/launches/upcoming/?limit=12&status__ids=1,2,5,6,8"
WINDOWS = [(width, scheme) for width in (360, 1400) for scheme in ("light", "dark")]
#: Seconds after which a page that is refused once an hour asks again.
HOUR = 3600
#: Axe reads colours as they stand, so each scheme is asked.
AXE = """async () => (await axe.run({resultTypes: ["violations"]})).violations
  .flatMap((each) => each.nodes.map((node) => `${each.id} ${node.html}`))"""


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """
    Serve a small world of launches, and return its URL.
    """
    contract = load_api(COMPLETE)
    app = create_app(contract, generate(contract, recordings_of(contract), records=30), local_images=True)
    yield from served(app)


@pytest.fixture(scope="module")
def address(api: str) -> Iterator[str]:
    """
    Serve the page from an origin of its own, and return its URL, by which it finds the API.
    """

    def page(_: object, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [EXAMPLE.read_bytes()]

    yield from (f"{url}/?api={api}" for url in served(page))


def served(app: Callable[..., Any]) -> Iterator[str]:
    """
    Serve an application as long as the iterator is held.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """
    Offer a window; afterwards no script may have failed in it.
    """
    context = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme="light")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert [] == faults


def control(api: str, method: str, path: str, body: object = None) -> None:
    """
    Send a request to the control API.
    """
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Content-Type": "application/json"}
    urlopen(Request(f"{api}/__mock__/{path}", data, headers, method=method)).close()


def test_launches_are_shown(page: Page, address: str, api: str) -> None:
    """
    Each launch has its name, status, pad and countdown, and a picture if the service has one.
    """
    with urlopen(api + UPCOMING) as answer:
        rows = json.load(answer)["results"]
    page.goto(address)
    page.locator(".launch").first.wait_for()

    assert [each["name"] for each in rows] == page.locator("h2").all_inner_texts()
    assert [each["status"]["name"] for each in rows] == page.locator(".status").all_inner_texts()
    assert [f"{each['pad']['name']}, {each['pad']['location']['name']}" for each in rows] == page.locator(
        ".pad"
    ).all_inner_texts()
    assert sum(each["image"] is not None for each in rows) == page.locator(".picture img").count() > 0
    shown = page.locator(".countdown").all_inner_texts()
    assert [] == [each for each in shown if not re.fullmatch(r"Date open|T[+\u2212] (\d+ d )?\d\d:\d\d:\d\d", each)]


def test_countdown_runs(page: Page, address: str) -> None:
    """
    A second later the countdown says so.
    """
    page.goto(address)
    page.locator(".launch").first.wait_for()
    before = page.locator(".countdown").first.inner_text()

    page.wait_for_function("(before) => document.querySelector('.countdown').textContent !== before", arg=before)


def test_throttle_is_survived(page: Page, address: str, api: str) -> None:
    """
    A page that is refused says when it asks again, and then does.
    """
    control(api, "PUT", "throttle", {"rate": "1/hour"})
    urlopen(api + UPCOMING).close()
    page.clock.install()
    page.goto(address)
    page.locator("#notice").wait_for()
    said = page.locator("#notice").inner_text()
    control(api, "POST", "reset")
    empty = page.locator(".launch").count()
    page.clock.fast_forward(HOUR * 1000)

    page.locator(".launch").first.wait_for()
    assert re.fullmatch(r"Too many requests\. The next try is in 3[56]\d\d s\.", said)
    assert 0 == empty
    assert not page.locator("#notice").is_visible()


def test_a_server_that_is_gone_is_told(page: Page, address: str) -> None:
    """
    Without an answer the page says so, and that it asks again.
    """
    page.goto(address.partition("?")[0] + "?api=http://127.0.0.1:9")
    page.locator("#notice").wait_for()

    assert "No answer from http://127.0.0.1:9. The next try is in" in page.locator("#notice").inner_text()


def test_layout_and_accessibility(page: Page, address: str) -> None:
    """
    On a phone and on a desk, light and dark, nothing scrolls sideways, and axe finds no fault.
    """
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 - a machine without browser need not have it

    page.goto(address)
    page.locator(".launch").first.wait_for()
    page.evaluate(AXE_SCRIPT)
    wide, found = {}, {}
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
        found[width, scheme] = page.evaluate(AXE)
        if folder := os.environ.get("APICONTRACT_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"example-{width}-{scheme}.png")

    assert {width: width for width, _ in WINDOWS} == wide
    assert {each: [] for each in WINDOWS} == found
