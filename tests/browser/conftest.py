"""
A real browser, and the mock for it to look at.

The browser is Debian's Chromium or Google's Chrome, found on PATH or named by the variable CHROMIUM.
It is started for each module and stopped after it: a running Playwright would keep an event loop
running in the process of other tests.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import needs
import pytest
from werkzeug.serving import make_server

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    Start the browser; where there is none, skip with one line, but fail in CI.
    """
    path = needs.chromium()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a machine without browser need not load it

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[str], str]]:
    """
    Offer the URL of a mock that serves the world of a host; it is started when first asked for.
    """
    servers = {}

    def url(host: str) -> str:
        if host not in servers:
            app = create_app(load_api(), generate(load_api(), recordings_of(load_api()), host=host))
            servers[host] = make_server("127.0.0.1", 0, app, threaded=True)
            threading.Thread(target=servers[host].serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return f"http://127.0.0.1:{servers[host].server_port}"

    yield url
    for each in servers.values():
        each.shutdown()
        each.server_close()


@pytest.fixture(scope="session")
def mock(serve: Callable[[str], str]) -> str:
    """
    Return the URL of a mock of the default world.
    """
    return serve(load_api().default_host)


@dataclass
class Visitor:
    """
    Opens pages, and remembers what a page should not have done.
    """

    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, url: str, *, width: int = 1400, height: int = 900, scheme: str = "light", script: bool = True
    ) -> Page:
        """
        Open a URL in a window of its own.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        origin = urlsplit(url).netloc
        page.on("console", lambda message: self._console(page, message))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._request(origin, request.url))
        page.goto(url, wait_until="load")
        return page

    def _console(self, page: Page, message: ConsoleMessage) -> None:
        # A browser reports an error page as a fault of the network, and so an icon that the service's own page lacks;
        # the page itself did nothing wrong.
        asked = message.location["url"]
        own_status = "Failed to load resource" in message.text and (asked == page.url or asked.endswith("/favicon.ico"))
        if message.type in {"error", "warning"} and not own_status:
            self.faults.append(f"console: {message.text}")

    def _request(self, origin: str, url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != origin:
            self.faults.append(f"outside: {url}")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """
    Offer a visitor; afterwards, no page it saw may have logged a fault or asked another host.
    """
    each = Visitor(browser)
    yield each
    for context in each.contexts:
        context.close()
    assert [] == each.faults
