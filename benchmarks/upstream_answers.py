"""
What an upstream costs the answers for which it is not asked: remembered ones, and those of the mock.

    python benchmarks/upstream_answers.py

Prints the median microseconds over the interface of the server (ASGI, known answers included), with and without an
upstream whose limit is used up, turn by turn, and the ratios, which mean more than the figures.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from asked_again import API, Served
from simulated import Throttled, framework

from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 400
LIST = f"{API.base_path}{API.primary}/"


def medians(one: Callable[[int], object], other: Callable[[int], object]) -> tuple[float, float]:
    """
    Return the median microseconds of two actions that take turns.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS):
        for act, taken in zip((one, other), times, strict=True):
            began = time.perf_counter()
            act(number)
            taken.append(time.perf_counter() - began)
    return statistics.median(times[0]) * 1e6, statistics.median(times[1]) * 1e6


def main() -> None:
    """
    Measure, and print a table.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["APICONTRACT_CACHE"] = folder
        host = API.default_host
        settings = UpstreamSettings(host, Path(folder) / "data", Throttled(framework(), limit=1))
        upstream = Upstream(API, settings, report=lambda _: None)
        with_one, without = Served(repeating=True, upstream=upstream), Served(repeating=True)
        seen = f"{LIST}?limit=20"
        other_list = f"{API.base_path}agencies/"
        for served in (with_one, without):
            for target in (seen, f"{LIST}?limit=7", seen, seen):
                served.ask("GET", target)
        print(f"{'request':<44}{'with':>10}{'without':>10}{'ratio':>8}")
        for name, target in (
            ("remembered, again", lambda _: seen),
            ("of the mock, again", lambda _: f"{LIST}?limit=7"),
            ("of the mock, of a list never seen", lambda number: f"{other_list}?limit=9&offset={number}"),
            ("of the mock, of a list seen in part", lambda number: f"{LIST}?limit=9&offset={number}&nothing={number}"),
        ):
            one, other = medians(
                lambda number, target=target: with_one.ask("GET", target(number)),
                lambda number, target=target: without.ask("GET", target(number)),
            )
            print(f"{name:<44}{one:>10.0f}{other:>10.0f}{one / other:>8.2f}")
        upstream.close()


if __name__ == "__main__":
    main()
