"""
`apicontract check` against a server that allows fifteen requests an hour, over HTTP.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from click.testing import CliRunner
from werkzeug.wrappers import Response

from apicontract.cli import checking, main
from apicontract.client import SystemClock
from apicontract.contract.model import Host, Throttle
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import EXTENSION, create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from pytest_httpserver import HTTPServer

    from apicontract.contract.model import Api

_LIMIT = Throttle(15, 3600)
_USAGE = "/api-throttle/"


class Hourly:
    """
    A served mock that allows fifteen requests an hour, and a clock for it and for those that ask it.
    """

    def __init__(self, api: Api, server: HTTPServer, cache: Path, limit: Throttle | None = _LIMIT) -> None:
        application = create_app(
            api, generate(api, recordings_of(api), records="recorded"), switches=Switches(throttle=limit)
        )
        self.clock = application.extensions[EXTENSION].scopes.common.clock
        self.url = server.url_for("").rstrip("/")
        self.cache = cache
        self._log = server.log
        server.expect_request(re.compile("")).respond_with_handler(
            lambda request: Response.from_app(application, request.environ)
        )

    def log(self) -> list[tuple[str, int]]:
        """
        Return the path and the status of every request, and forget them.
        """
        found = [(request.path, response.status_code) for request, response in self._log]
        self._log.clear()
        return found

    def counted(self) -> int:
        """
        Return how many requests were counted since the last time.
        """
        return sum(status != 429 and not path.endswith(_USAGE) for path, status in self.log())

    def check(self, *arguments: str) -> tuple[Result, Any]:
        """
        Run the command in this process, and read its report.
        """
        result = CliRunner().invoke(main, ["check", *(arguments or (self.url,)), "--format", "json"])
        return result, json.loads(result.stdout)

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        """
        Start the command as a process of its own.
        """
        program = "from apicontract.cli import main; main()"
        environment = {**os.environ, "APICONTRACT_CACHE": str(self.cache)}
        return subprocess.Popen(
            [sys.executable, "-c", program, "check", self.url, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )


@pytest.fixture
def hourly(api: Api, httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Hourly]:
    """
    Makes the server; time stands still for those who ask, except when the server's clock is moved.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path))

    def make(limit: Throttle | None = _LIMIT, *, declared: Throttle | None = None) -> Hourly:
        served = Hourly(api, httpserver, tmp_path, limit)
        monkeypatch.setattr(SystemClock, "now", lambda _: time.time() + served.clock.offset)
        monkeypatch.setattr(SystemClock, "steady", lambda _: time.monotonic() + served.clock.offset)
        if declared:
            hosts = {**api.hosts, "here": Host("here", served.url, declared)}
            monkeypatch.setattr(checking, "load_api", lambda *_: replace(api, hosts=hosts))
        return served

    return make


@pytest.mark.parametrize("declared", [None, _LIMIT])
def test_the_first_run_stays_below_the_limit(hourly: Callable[..., Hourly], declared: Throttle | None) -> None:
    """
    At most fifteen counted requests are sent, none is refused, and they give a verdict.
    """
    server = hourly(declared=declared)
    result, report = server.check()

    log = server.log()
    counted = [path for path, _ in log if not path.endswith(_USAGE)]
    # Where nobody declared the limit, the server ends the run early.
    assert (result.exit_code, len(counted), len(log) - len(counted)) == (0 if declared else 3, 15, 1)
    assert {status for _, status in log if status == 429} == set()
    assert report["summary"]["verdicts"]["kept"] > 30


@pytest.mark.parametrize("declared", [None, _LIMIT])
def test_the_second_run_sends_nothing_that_counts(hourly: Callable[..., Hourly], declared: Throttle | None) -> None:
    """
    Half an hour later nothing is asked, nothing is called kept, and the report says when to come back.
    """
    server = hourly(declared=declared)
    server.check()
    server.log()
    server.clock.advance(1800)
    result, report = server.check()

    assert (result.exit_code, server.counted(), report["summary"]["verdicts"]["kept"]) == (3, 0, 0)
    assert "retry in 30 minutes" in report["remarks"][0]


@pytest.mark.parametrize("declared", [None, _LIMIT])
def test_after_the_window_it_works_again(hourly: Callable[..., Hourly], declared: Throttle | None) -> None:
    """
    An hour later the whole limit is there again.
    """
    server = hourly(declared=declared)
    server.check()
    server.check()
    server.log()
    server.clock.advance(3601)
    result, _ = server.check()

    assert (result.exit_code, server.counted()) == (0 if declared else 3, 15)


@pytest.mark.parametrize("declared", [None, _LIMIT])
def test_what_others_sent_is_theirs(hourly: Callable[..., Hourly], declared: Throttle | None) -> None:
    """
    Where somebody behind the same address has used ten, only five are sent.
    """
    server = hourly(declared=declared)
    for number in range(10):
        httpx.get(f"{server.url}/2.3.0/agencies/", params={"limit": "1", "offset": str(number)})
    server.log()
    result, report = server.check()

    log = server.log()
    assert (result.exit_code, [status for _, status in log].count(429), report["summary"]["requests"]) == (
        0 if declared else 3,
        0,
        6,
    )
    assert [path for path, _ in log if path.endswith(_USAGE)] == ["/2.3.0/api-throttle/"]


def test_a_limit_that_is_not_in_force_holds_nobody_back(hourly: Callable[..., Hourly]) -> None:
    """
    A service that names a limit and counts nothing is asked as often as the budget allows.
    """
    server = hourly(None)
    result, report = server.check(server.url, "--request-budget", "20")

    assert (result.exit_code, report["summary"]["requests"], server.counted()) == (0, 20, 19)


def test_two_processes_share_one_limit(hourly: Callable[..., Hourly]) -> None:
    """
    Two runs at the same time send no more than one may, and none of them reads silence as kept.
    """
    server = hourly()
    runs = [server.process("--request-budget", "12") for _ in range(2)]
    for each in runs:
        each.communicate()

    assert server.counted() <= 15
    assert {each.returncode for each in runs} <= {0, 3}
