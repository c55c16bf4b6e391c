"""
A run that is killed at any moment leaves nothing half-written.

By hand, with more kills: `KILLS=200 pytest tests/apicontract/client/test_kills.py`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

from apicontract.client import AnswerCache, Budget, Ledger
from apicontract.client.clock import Moment
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from pathlib import Path

_KILLS = int(os.environ.get("KILLS", "8"))
_HOST = "server.example"
_KEY = ("GET", "https://server.example/", ())

#: Writes ledger, budget, answers and a report without a pause, until it is killed.
_WRITER = """
import pathlib, sys
from apicontract.client import AnswerCache, Budget, Ledger
from apicontract.client.clock import Moment
from apicontract.contract.files import write_atomically
from apicontract.contract.model import Exchange, Throttle
folder = pathlib.Path(sys.argv[1])
ledger, cache, budget = Ledger(folder / "ledger"), AnswerCache(folder / "answers"), Budget(10**9, folder / "spent")
print("ready", flush=True)
now = 0.0
while True:
    now += 1
    budget.spend("server")
    ledger.admit("server.example", Throttle(10**9, 500), Moment(now, now))
    cache.put(("GET", "https://server.example/", ()), Exchange("GET", "https://server.example/", 200, body=b"x" * 9999))
    write_atomically(folder / "report.json", "[" + ", ".join(["1"] * 5000) + "]")
"""


def _killed_at_random(folder: Path, chance: random.Random) -> None:
    """
    Start the writer and kill it after it has read a random share of its own work.
    """
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    spins = chance.randrange(20_000, 400_000)
    while spins:
        spins -= 1
    writer.kill()
    writer.communicate()


def test_a_kill_corrupts_nothing(tmp_path: Path) -> None:
    """
    After each SIGKILL the ledger, the budget, the answers and the report can be read, and go on.
    """
    chance = random.Random(_KILLS)  # noqa: S311 - no secret
    for _ in range(_KILLS):
        _killed_at_random(tmp_path, chance)

        account = Ledger(tmp_path / "ledger").account(_HOST)
        answer = AnswerCache(tmp_path / "answers").get(_KEY)
        assert Budget(10**9, tmp_path / "spent").spent >= len(account.sent) or len(account.sent) == 500
        assert answer is None or answer.body == b"x" * 9999
        if (tmp_path / "report.json").exists():
            assert len(json.loads((tmp_path / "report.json").read_text())) == 5000
    Ledger(tmp_path / "ledger").admit(_HOST, Throttle(10**9, 500), Moment(10**9, 10**9))
