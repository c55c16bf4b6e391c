"""
Promise: a server that is killed at any moment leaves whole recordings and a ledger that counts what was sent.

`UPSTREAM_KILLS` says how often it is killed: 50 times in the full size.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

import pytest
from listening import listening
from simulated import Throttled, framework

from apicontract.client import Ledger
from apicontract.evidence.recordings import read_recording

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("UPSTREAM_KILLS", "1"))
SERVE = (sys.executable, "-m", "mockserver", "--port", "0", "--records", "60", "--access-log", "off")


def started(upstream: str, cache: Path, folder: Path) -> subprocess.Popen[str]:
    """
    Start a server with an upstream.
    """
    return subprocess.Popen(
        [*SERVE, "--upstream", upstream, "--data", str(folder), "--upstream-rate", "1000/hour"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "APICONTRACT_CACHE": str(cache), "TMPDIR": str(cache)},
    )


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_in_the_middle(number: int, tmp_path: Path) -> None:
    """
    Killed while it asks or records, it leaves recordings that can be read, and no request that the ledger lacks.
    """
    rng = random.Random(number)  # noqa: S311 - repeatable, not secret
    at, after = rng.randint(1, 12), rng.random() * 0.05
    service, running = Throttled(framework()), list[subprocess.Popen[str]]()
    sent: list[str] = []

    def before(url: str) -> None:
        sent.append(url)
        if len(sent) == at:
            threading.Timer(after, lambda: running[0].send_signal(signal.SIGKILL)).start()

    service.before = before
    cache, folder = tmp_path / "cache", tmp_path / "data"
    cache.mkdir()
    with listening(service) as url:
        with started(url, cache, folder) as process:
            running.append(process)
            assert process.stdout
            own = re.findall(r"http://[^/\s]+", process.stdout.readline())[0]
            for offset in range(0, 100, 3):
                with suppress(OSError, HTTPException):
                    urllib.request.urlopen(f"{own}/2.3.0/spacecraft/?limit=4&offset={offset}").read()
            process.wait(60)
        counted = len(Ledger(cache / "ledger").account(url.removeprefix("http://")).sent)

    assert -signal.SIGKILL == process.returncode
    assert len(sent) <= counted <= len(sent) + 1
    assert all(read_recording(path) for path in folder.rglob("recorded/*.json"))
    assert len([*folder.rglob("recorded/*.json")]) >= at - 1
