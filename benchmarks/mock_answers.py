"""
How long the mock takes for an answer: remembered, made anew, and beside the real framework.

    python benchmarks/mock_answers.py

Prints the median microseconds of each kind of request in this process, and ratios, which mean more than
the figures: the machine is the same for both sides.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from differential.asking import Request as Asked
from differential.asking import ask
from framework import create_framework
from small import small_api

from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control.mock import Mock
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 200


def microseconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """
    Return the median time of an action, after it was done once.
    """
    act()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6


def main() -> None:
    """
    Measure, and print a table.
    """
    api = small_api()
    world = generate(api, recordings_of(api))
    site = Site(api, world)
    fresh, remembering = Mock(site, standard(0)), Mock(site, standard())
    path = f"{api.base_path}{api.primary}/"
    field = api.resources[api.primary].ordering[0].name
    identifier = world.tables[api.resources[api.primary].entity][0]["id"]
    application, framework = create_app(api, world), create_framework(api, world)
    print(f"{'request':<40}{'remembered':>12}{'anew':>10}{'ratio':>8}{'over WSGI':>12}{'framework':>12}{'ratio':>8}")
    for name, target, query in (
        ("a page of 10", path, ""),
        ("a page of 100", path, "limit=100"),
        ("sorted", path, f"ordering=-{field}"),
        ("searched", path, "search=a"),
        ("a record", f"{path}{identifier}/", ""),
        ("a record that is missing", f"{path}0/", ""),
    ):
        request = Request("GET", "https", "mock.example", target, query)
        again = microseconds(lambda request=request: remembering.answer(request))
        anew = microseconds(lambda request=request: fresh.answer(request))
        asked = Asked(target, query)
        served = microseconds(lambda asked=asked: ask(application, asked))
        real = microseconds(lambda asked=asked: ask(framework, asked), ROUNDS // 10)
        print(f"{name:<40}{again:>12.0f}{anew:>10.0f}{anew / again:>8.1f}", end="")
        print(f"{served:>12.0f}{real:>12.0f}{real / served:>8.1f}")


if __name__ == "__main__":
    main()
