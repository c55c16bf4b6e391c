"""
One request of a run once more: `python -m tests.hostile.replay --seed S --number N`.

A fresh server first gets what came before in the same conversation, because that may be what made the difference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

from hostile.running import Target, attack  # noqa: E402 - once the tests' folder is known
from hostile.served import read  # noqa: E402
from hostile.server import running  # noqa: E402
from hostile.table import CONVERSATION, shot  # noqa: E402


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seed", type=int, required=True, help="As the failure names it.")
@click.option("--number", type=int, required=True, help="Of the request.")
@click.option("--alone", is_flag=True, help="Without what came before.")
@click.option("--trust-proxy", is_flag=True, help="Of a server behind a proxy.")
def main(seed: int, number: int, *, alone: bool, trust_proxy: bool) -> None:
    """
    Send one request of a run to a fresh server; print its bytes and what came. Exit status 1 if a promise is broken.
    """
    with running(*(["--trust-proxy"] if trust_proxy else [])) as server:
        served = read(server.url)
        one = shot(served, seed, number)
        start = number if alone else number - number % CONVERSATION
        tally = attack(Target(server.address, served, {}), seed, range(start, number + 1))
    click.echo(f"{one.kind}, {one.draft.manner.value}\n{one.draft.raw!r}\n\n{tally.table()}\n{tally.failures()}")
    sys.exit(1 if tally.breaches else 0)


if __name__ == "__main__":
    main()
