"""
A check that is killed at any moment leaves a ledger that holds every request, and a whole report or none.

By hand, with more kills: `KILLS=200 pytest tests/apicontract/cli/test_check_kills.py`.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.wrappers import Request, Response

from apicontract.client import Ledger
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from apicontract.contract.model import Api

_KILLS = int(os.environ.get("KILLS", "5"))
_BUDGET = 6
#: Requests that an account without a limit remembers.
_REMEMBERED = 500


@pytest.fixture
def check(api: Api, httpserver: HTTPServer, tmp_path: Path) -> Callable[[int, float], int]:
    """
    Starts the command against a served mock, and kills it so long after a request; returns its exit status.
    """
    application = create_app(api, generate(api, recordings_of(api), records="recorded"))
    strike: list[Callable[[], object]] = []

    def respond(request: Request) -> Response:
        if len(strike) == 1:
            strike[0]()
        if strike:
            strike.pop()
        return Response.from_app(application, request.environ)

    httpserver.expect_request(re.compile("")).respond_with_handler(respond)

    def run(number: int, delay: float) -> int:
        program = "from apicontract.cli import main; main()"
        options = ["--request-budget", str(_BUDGET), "--format", "json", "--output", str(tmp_path / "report.json")]
        environment = {**os.environ, "APICONTRACT_CACHE": str(tmp_path / "cache")}
        process = subprocess.Popen(
            [sys.executable, "-c", program, "check", httpserver.url_for("/"), *options],
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        strike[:] = [threading.Timer(delay, process.kill).start] * number
        return process.wait()

    return run


def test_a_kill_leaves_nothing_half_written(
    check: Callable[[int, float], int], httpserver: HTTPServer, tmp_path: Path
) -> None:
    """
    After each SIGKILL every request that arrived stands in the ledger, and the next run goes on.
    """
    chance = random.Random(_KILLS)  # noqa: S311 - no secret
    host = f"{httpserver.host}:{httpserver.port}"
    for _ in range(_KILLS):
        (tmp_path / "report.json").unlink(missing_ok=True)
        check(chance.randint(1, _BUDGET + 1), chance.random() * 0.2)

        arrived = sum("throttle" not in request.path for request, _ in httpserver.log)
        assert len(Ledger(tmp_path / "cache" / "ledger").account(host).sent) >= min(arrived, _REMEMBERED)
        if (tmp_path / "report.json").exists():
            assert json.loads((tmp_path / "report.json").read_bytes())["tool"]
    assert check(0, 0) == 0
    assert json.loads((tmp_path / "report.json").read_bytes())["summary"]["requests"] == _BUDGET
