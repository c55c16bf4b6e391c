"""
The story of the docs: the page of the next launches, for an hour, on a service that allows 15 requests an hour.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from complete import COMPLETE
from listening import listening
from simulated import Throttled
from werkzeug.serving import make_server

from apicontract.client.clock import SystemClock
from apicontract.contract.catalog import load_api
from apicontract.contract.model import Throttle
from apicontract.dataset import generate
from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

#: Seconds of the hour, and from one visit of the page to the next.
HOUR, BETWEEN = 3600, 120
LIMIT = Throttle(15, HOUR)
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "next-launches.html"
#: Launches of either world, and the seed of the service's: the mock grows others.
LAUNCHES, SEED = 30, 7


class Simulated(SystemClock):
    """
    A clock that is moved on.
    """

    passed = 0.0

    def now(self) -> float:
        """
        Return the seconds since the epoch.
        """
        return time.time() + self.passed

    def steady(self) -> float:
        """
        Return seconds that nobody sets.
        """
        return time.monotonic() + self.passed


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Simulated, list[float]]]:
    """
    Offer the URL of a mock before a throttled service, the clock of both, and when the service was asked.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    clock, asked = Simulated(), list[float]()
    api = load_api(COMPLETE)
    theirs = create_app(api, generate(api, (), records=LAUNCHES, seed=SEED))
    service = Throttled(theirs, before=lambda _: asked.append(clock.steady()))
    with listening(service) as url:
        upstream = Upstream(api, UpstreamSettings(url, tmp_path / "data", fresh=60.0, rate=LIMIT), clock)
        app = create_app(api, upstream=upstream, records=LAUNCHES)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", clock, asked
        server.shutdown()
        server.server_close()
        upstream.close()


def test_an_hour(browser: Browser, served: tuple[str, Simulated, list[float]]) -> None:
    """
    The page shows the real launches at every visit of an hour and a quarter, and the service is never asked too often.
    """
    url, clock, asked = served
    page = browser.new_page()
    shown = []
    for _ in range((HOUR + HOUR // 4) // BETWEEN):
        page.goto(f"{EXAMPLE.as_uri()}?api={url}")
        page.locator(".launch").first.wait_for()
        shown.append((page.locator("h2").all_inner_texts(), page.locator("#notice").is_visible()))
        clock.passed += BETWEEN
    page.close()
    windows = [sum(each <= later < each + HOUR for later in asked) for each in asked]

    assert [shown[0]] * len(shown) == shown
    assert (True, False) == (len(shown[0][0]) > 1, shown[0][1])
    assert max(windows) <= LIMIT.requests
    assert any(each - asked[0] >= HOUR for each in asked)
