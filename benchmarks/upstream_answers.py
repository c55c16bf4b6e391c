"""
What an upstream costs the answers for which it is not asked: remembered ones, and those of the mock.

    python benchmarks/upstream_answers.py [ROUNDS]

Two mocks serve the same world, one of them before an upstream whose limit is used up. They are asked in turn, over the
interface of the server (ASGI, known answers included); printed are the medians of the time that passes and of the
processor's time, in microseconds, and the ratios, which mean more than the figures.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from simulated import Throttled, framework
from small import small_api

from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream
from mockserver.app import application
from mockserver.control.repeating import RepeatedAnswers
from mockserver.detour import without_detour
from mockserver.http.access import Access
from mockserver.http.asgi import Asgi
from mockserver.making import MockOptions, make_mock

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.control.mock_server import MockServer

API = small_api()
LIST, OTHER, WHOLE = (f"{API.base_path}{name}/" for name in (API.primary, "agencies", "spacecraft_configurations"))
#: What the upstream answers before its limit is used up.
SEEN = (f"{LIST}?limit=20", f"{WHOLE}?limit=100")
#: Requests of both mocks for each line.
ROUNDS = 1000
#: Name, host and target of the requests of a line, by their number.
LINES: tuple[tuple[str, str, Callable[[int], str]], ...] = (
    ("remembered, again", "mock.test", lambda _: SEEN[0]),
    ("remembered, under another name of the mock", "{}.mock.test", lambda _: SEEN[0]),
    ("of the mock, again", "mock.test", lambda _: f"{LIST}?limit=7&offset=50"),
    ("of the mock, of a list never seen", "mock.test", lambda n: f"{OTHER}?limit=9&offset={n % 50}&nothing={n}"),
    ("of the mock, of a list seen in part", "mock.test", lambda n: f"{LIST}?limit=9&offset={n % 50 + 12}&nothing={n}"),
    ("decided by a larger page, the first time", "mock.test", lambda n: f"{LIST}?limit=9&offset={n % 12}&nothing={n}"),
    ("decided by a whole list, the first time", "mock.test", lambda n: f"{WHOLE}?ordering=-name&limit=4&nothing={n}"),
)


@dataclass(frozen=True)
class Times:
    """
    Nanoseconds that passed, and that the processor worked.
    """

    wall: float
    work: float


class Asked:
    """
    A mock as the server asks it.
    """

    def __init__(self, live: MockServer) -> None:
        live.watch()
        access = Access()
        self._asgi = Asgi(
            without_detour(live, access, lambda: application(live, access)), access.admits, RepeatedAnswers(live)
        )

    async def ask(self, host: str, target: str) -> Times:
        """
        Ask for something, and return the times.
        """
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "server": ("127.0.0.1", "8000"),
            "client": ("127.0.0.1", "40000"),
            "headers": [(b"host", host.encode())],
        }
        statuses = []

        async def send(message: dict[str, Any]) -> None:
            statuses.append(message.get("status"))

        wall, work = time.perf_counter_ns(), time.process_time_ns()
        await self._asgi(scope, None, send)  # type: ignore[arg-type]
        times = Times(time.perf_counter_ns() - wall, time.process_time_ns() - work)
        if statuses[0] != HTTPStatus.OK:
            raise SystemExit(f"{target} was answered with {statuses[0]}")
        return times


async def measured(mocks: tuple[Asked, Asked], rounds: int) -> None:
    """
    Print the lines.
    """
    print(f"{'microseconds':<46}{'with':>8}{'without':>8}{'ratio':>7}{'work':>10}{'without':>8}{'ratio':>7}")
    for name, host, target in LINES:
        taken: tuple[list[Times], list[Times]] = ([], [])
        for number in range(-2, rounds):
            for turn in (0, 1) if number % 2 else (1, 0):
                times = await mocks[turn].ask(host.format(f"n{number}"), target(max(number, 0)))
                if number >= 0:
                    taken[turn].append(times)
        wall, work = (
            [statistics.median(getattr(each, kind) for each in one) / 1000 for one in taken]
            for kind in ("wall", "work")
        )
        print(f"{name:<46}", *(f"{a:>8.0f}{b:>8.0f}{a / b:>7.2f}  " for a, b in (wall, work)), sep="")


def main() -> None:
    """
    Measure, and print a table.
    """
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["APICONTRACT_CACHE"] = folder
        settings = UpstreamSettings(API.default_host, Path(folder) / "data", Throttled(framework(), limit=len(SEEN)))
        upstream = Upstream(API, settings, report=lambda _: None)
        with_one = Asked(make_mock(MockOptions(API, upstream=upstream, records=60)))
        for target in (*SEEN, f"{OTHER}?limit=1"):
            asyncio.run(with_one.ask("mock.test", target))
        upstream.settle()
        without = Asked(make_mock(MockOptions(upstream.api, records=60)))
        asyncio.run(measured((with_one, without), rounds))
        upstream.close()


if __name__ == "__main__":
    main()
