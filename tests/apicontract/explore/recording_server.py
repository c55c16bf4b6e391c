"""
A small service over HTTP that allows so many requests an hour, and counts those that it lets through.

As a script, with `tests` on the path, it kills `apicontract record` again and again: `python recording_server.py 200`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from listening import listening

from apicontract.evidence.recordings import read_recording

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[2] / "data" / "move" / "new"
ROWS = [
    {
        "id": number,
        "url": f"https://api.example/2.3.0/spacecraft/{number}/",
        "name": f"Craft {number}",
        "serial_number": None if number % 7 else f"S{number}",
        "colour": f"shade {number // 4}",
    }
    for number in range(1, 241)
]


@dataclass
class Service:
    """
    What the server does and what came of it.

    Attributes:
        limit: requests that are let through; None for all.
        admitted: URLs that were let through.
        refused: URLs that were answered with 429.
        on_request: called before each answer.
    """

    limit: int | None = None
    admitted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    on_request: Callable[[], None] = lambda: None

    def __call__(  # noqa: D102 - a WSGI application
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        self.on_request()
        url = environ["PATH_INFO"] + "?" + environ["QUERY_STRING"]
        headers = [("Content-Type", "application/json")]
        if self.limit is not None and len(self.admitted) >= self.limit:
            self.refused.append(url)
            start_response("429 Too Many Requests", [*headers, ("Retry-After", "3000")])
            return [b'{"detail":"Request was throttled. Expected available in 3000 seconds."}']
        self.admitted.append(url)
        start_response("200 OK", headers)
        return [json.dumps(answer(environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"]))).encode()]


def answer(path: str, query: dict[str, list[str]]) -> Any:
    """
    Return a page of rows, or one row.
    """
    last = path.strip("/").rpartition("/")[2]
    if last.isdigit():
        return ROWS[int(last) - 1]
    limit, offset = (int(query.get(name, [default])[-1]) for name, default in (("limit", "10"), ("offset", "0")))
    rows = list(reversed(ROWS)) if query.get("ordering", [""])[-1].startswith("-") else ROWS
    return {"count": len(ROWS), "next": None, "previous": None, "results": rows[offset : offset + limit]}


def recorder(url: str, folder: Path, cache: Path, data: Path = DATA) -> subprocess.Popen[str]:
    """
    Start `apicontract record` as a process of its own.
    """
    program = "from apicontract.cli import main; main()"
    arguments = ["record", url, "--output", str(folder), "--resource", "spacecraft", "--api", "launches-2.3.0"]
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "APICONTRACT_CACHE": str(cache), "APICONTRACT_DATA": str(data)},
    )


def kill_often(times: int, folder: Path, seed: int = 0) -> list[str]:
    """
    Kill a recording at a random moment of a random request, so often, and return what was broken afterwards.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    broken: list[str] = []
    for number in range(times):
        run: list[subprocess.Popen[str]] = []
        wait, after = rng.randint(1, 6), rng.random() * 0.03
        service = Service()

        def strike(run: list[Any] = run, service: Service = service, wait: int = wait, after: float = after) -> None:
            if len(service.admitted) + 1 == wait:
                threading.Timer(after, lambda: _kill(run)).start()

        service.on_request = strike
        target = folder / str(number // 5)  # five kills on each folder: the later ones resume
        with listening(service) as url:
            run.append(recorder(url, target, folder / f"cache {number}"))
            run[0].communicate(timeout=120)
        if run[0].returncode not in {0, -signal.SIGKILL}:
            broken.append(f"round {number}: exit status {run[0].returncode}")
        broken += flaws(target)
    return broken


def _kill(run: list[Any]) -> None:
    run[0].kill()


def flaws(folder: Path) -> list[str]:
    """
    Return the recordings that cannot be read.
    """
    found = []
    for path in folder.rglob("recorded/*.json"):
        try:
            read_recording(path)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it
            found.append(f"{path}: {error}")
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        outcome = kill_often(int(sys.argv[1]), Path(temporary))
    sys.stdout.write("\n".join((*outcome, f"{sys.argv[1]} kills, {len(outcome)} flaws\n")))
    sys.exit(bool(outcome))
