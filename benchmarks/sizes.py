"""
What a request costs among few records and among many: ordered, filtered, searched, deep and a single record.

    python benchmarks/sizes.py [RECORDS RECORDS]

It is the mock without its memory of answers, so that each answer is made anew, and after what `serve` makes before it
says that it is ready. The first of a kind is told too, in milliseconds of the wall's clock.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from timing import line

from mockserver.control.warming import first_needs, warm_up
from mockserver.http.request import Request
from mockserver.making import MockOptions, make_mock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.control.mock import Mock

SMALL = Path(__file__).parents[1] / "tests" / "data" / "small"
FEW, MANY = 600, 100_000
ROUNDS = 50
PATH = "/2.3.0/spacecraft/"


def requests(records: int, identifier: object) -> Mapping[str, tuple[str, str]]:
    """
    Return path and query of a request of each kind.
    """
    return {
        "a page": (PATH, "limit=10"),
        "ordered": (PATH, "ordering=-flights_count&limit=10"),
        "ordered by two": (PATH, "ordering=time_docked,-id&limit=10"),
        "filtered": (PATH, "is_placeholder=false&limit=10"),
        "filtered by name": (PATH, "name=Soyuz+MS-10"),
        "filtered and ordered": (PATH, "status=5&ordering=-time_in_space"),
        "searched": (PATH, "search=dragon&limit=10"),
        "searched and ordered": (PATH, "search=so&ordering=-id"),
        "deep": (PATH, f"limit=10&offset={records - 100}"),
        "deep and ordered": (PATH, f"ordering=mission_ends_count&limit=10&offset={records // 2}"),
        "a record": (f"{PATH}{identifier}/", ""),
    }


def measured(records: int) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """
    Return the milliseconds of the first request of each kind, and the median processor time of those that follow.
    """
    mock = make_mock(MockOptions(api="ll2-small", data=SMALL, records=records, memory=0)).mock
    warm_up(first_needs(mock), 1.0)
    identifier = mock.site.world.tables["spacecraft"][records // 2]["id"]
    asked = {
        name: Request("GET", "http", "mock.example", *each) for name, each in requests(records, identifier).items()
    }
    first = {name: _seconds(mock, each, time.perf_counter) * 1000 for name, each in asked.items()}
    later = {
        name: statistics.median(_seconds(mock, each, time.thread_time) for _ in range(ROUNDS)) * 1000
        for name, each in asked.items()
    }
    return first, later


def _seconds(mock: Mock, request: Request, clock: Callable[[], float]) -> float:
    began = clock()
    answer = mock.answer(request)
    took = clock() - began
    if answer.status != 200:
        raise SystemExit(f"{request.path}?{request.query}: status {answer.status}")
    return float(took)


def main() -> None:
    """
    Print a line for each kind of request.
    """
    few, many = [int(each) for each in sys.argv[1:]] or (FEW, MANY)
    (_, small), (first, large) = measured(few), measured(many)
    for name, took in large.items():
        line(f"{name}, {many} records", took, f"{few} records", small[name])
        print(f"    the first: {first[name]:.1f} ms")


if __name__ == "__main__":
    main()
