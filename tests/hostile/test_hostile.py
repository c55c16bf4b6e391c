"""
The mock stands hostile requests: no answer of 5xx that nobody asked for, no hang, bounded memory, right answers after.

`HOSTILE_REQUESTS` sets how many are sent, `HOSTILE_SEED` which ones.
`python -m tests.hostile.replay --seed S --number N` sends one of them again.
"""

from __future__ import annotations

import itertools
import os

import pytest

from hostile.ordinary import ordinary
from hostile.running import Target, attack
from hostile.served import read
from hostile.server import running
from hostile.table import shot
from hostile.wires import Left, ask

AMOUNT = int(os.environ.get("HOSTILE_REQUESTS", "1500"))
SEED = int(os.environ.get("HOSTILE_SEED", "0"))
#: How servers are started that differ in whom they believe, each with the share of the requests that it gets.
SERVERS = {"plain": ((), 0.75), "behind a proxy": (("--trust-proxy",), 0.25)}
#: Bytes by which the process may grow. What the server keeps of requests and answers is bounded (journals, scopes,
#: remembered answers: about 100 MB together), and as much again is at work at a time. 20,000 requests have 200 MB and
#: their answers more than twice as much, so what is kept without a bound is seen; the long run has ten times that.
GROWTH = 250_000_000
#: What is left open meanwhile. A third of these wait for a body that the server reads, and it has 32 threads.
UNFINISHED = ("half a body", "body expected", "half a head")
OPEN = 150


@pytest.mark.parametrize("mode", SERVERS)
def test_hostile_requests_break_no_promise(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Whatever is asked, nothing is answered 5xx unasked, everything well framed is answered, and memory stays bounded.
    """
    arguments, share = SERVERS[mode]
    seed = SEED * len(SERVERS) + list(SERVERS).index(mode)
    with running(*arguments) as server:
        served = read(server.url)
        asked = ordinary(served)
        expected = {each.raw: ask(server.address, each) for each in asked}
        with server.watched() as memory:
            tally = attack(Target(server.address, served, expected), seed, range(int(AMOUNT * share)))
        after = {each.raw: ask(server.address, each) for each in asked}
        grown = max(memory) - memory[0]
        with capsys.disabled():
            print(f"\nseed {seed}, {mode}: {grown / 1e6:.0f} MB grown\n{tally.table()}")  # noqa: T201 - the table is what a run is read for

        if tally.breaches:
            pytest.fail(f"seed {seed}, {mode}: {tally.failures()}", pytrace=False)
        assert server.alive
        assert expected == after
        assert grown <= GROWTH, f"seed {seed}: {grown / 1e6:.0f} MB, from {memory[0] / 1e6:.0f} MB"


def test_unfinished_requests_starve_nobody() -> None:
    """
    While more requests than the server has threads are unfinished, ordinary ones are answered, and rightly.
    """
    with running() as server:
        served = read(server.url)
        asked = ordinary(served)
        expected = {each.raw: ask(server.address, each) for each in asked}
        numbers = (shot(served, SEED, number) for number in itertools.count())
        unfinished = itertools.islice((each for each in numbers if each.kind in UNFINISHED), OPEN)
        left = [Left(server.address, each.draft.raw) for each in unfinished]
        try:
            during = {each.raw: ask(server.address, each) for each in asked}
        finally:
            statuses = {status for each in left for status in each.end()[0]}

        assert expected == during
        assert not {status for status in statuses if status >= 500}
