"""
What the comparison with other servers says besides: figures of the mock and of the judge that have no peer.

    python benchmarks/further.py

Recordings in the folder, requests among few records and among many, judging, requests that overlap, and the start. Each
is a part of the report of `peers.py`.
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
#: The small API of the tests, and a list of it.
DATA, API, LIST = HERE.parent / "tests" / "data" / "small", "ll2-small", "/2.3.0/agencies/"
RECORDINGS, ROUNDS, SECONDS = 1_000, 7, 2
#: What a server waits with each answer, and how many requests it is asked.
LATENCY, REQUESTS = 0.2, 60
#: Heading to what is run for it, one after the other.
PROGRAMS = {
    "600 and 100,000 records": ("sizes.py",),
    "Judging": ("judging.py", "2500", "10000"),
    "Starts": ("startup.py",),
}


def sections() -> Iterator[str]:
    """
    Yield a section of the report after another, as Markdown.
    """
    yield f"## {RECORDINGS:,} recordings in the folder\n\n{recordings()}"
    yield f"## {REQUESTS} requests to a server that takes {LATENCY * 1000:.0f} ms for each\n\n{overlapping()}"
    for heading, (program, *arguments) in PROGRAMS.items():
        command = [sys.executable, str(HERE / program), *arguments]
        told = subprocess.run(command, check=False, capture_output=True, text=True)
        shown = " ".join(["python", f"benchmarks/{program}", *arguments])
        yield f"## {heading}\n\n`{shown}`\n\n```text\n{(told.stdout or told.stderr).strip()}\n```"


def recordings() -> str:
    """
    Return what a known request costs beside many recordings, and in the same folder without them, in turn.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        without, with_them = (Path(folder) / name for name in ("without", "with"))
        for each in (without, with_them):
            shutil.copytree(DATA, each)
        ports = [stack.enter_context(_served(without))]
        _record(ports[0][1], with_them)
        ports.append(stack.enter_context(_served(with_them)))
        costs: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS):
            for place in (0, 1) if number % 2 else (1, 0):
                process, port = ports[place]
                found = load(process, f"http://127.0.0.1:{port}{LIST}?limit=10&mode=normal", SECONDS)
                costs[place].append(found.cpu or 0)
    few, many = map(statistics.median, costs)
    ratio = statistics.median(one / other for one, other in zip(costs[1], costs[0], strict=True) if other)
    return f"A known request: {many:.1f} us of CPU with them, {few:.1f} without; ratio {ratio:.3f}, {ROUNDS} rounds."


def _record(port: int, folder: Path) -> None:
    """
    Write as many recordings of a page, each of another address.
    """
    place = folder / "fixtures" / API / LIST.strip("/").split("/")[-1] / "recorded"
    place.mkdir(parents=True, exist_ok=True)
    for number in range(RECORDINGS):
        url = f"http://127.0.0.1:{port}{LIST}?limit=100&undeclared={number}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            body, headers = json.loads(answer.read()), [["Content-Type", answer.headers["Content-Type"]]]
        request = {"method": "GET", "url": url, "headers": [["Accept", "application/json"]]}
        response = {"status": 200, "headers": headers, "body": body}
        (place / f"{number:04}.json").write_text(json.dumps({"request": request, "response": response}))


def overlapping() -> str:
    """
    Return how long a check takes that sends as many requests to a slow server.
    """
    with _served(DATA, "--latency", str(LATENCY)) as (_, port):
        check = ["check", f"http://127.0.0.1:{port}", "--data", str(DATA), "--api", API]
        check += ["--request-budget", str(REQUESTS)]
        began = time.perf_counter()
        done = subprocess.run(_command(*check), check=False, capture_output=True)
        took = time.perf_counter() - began
    alone = LATENCY * REQUESTS
    return (
        f"`apicontract check` takes {took:.1f} s and exits with {done.returncode}; one by one they take {alone:.0f} s."
    )


@contextmanager
def _served(data: Path, *options: str) -> Iterator[tuple[int, int]]:
    """
    Serve the small API of a folder; give the process and the port.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = _command("serve", "--api", API, "--data", str(data), "--port", str(port), "--access-log", "off", *options)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}{LIST}?limit=1")
            yield process.pid, port
        finally:
            process.terminate()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", f"from apicontract.cli import main; main({list(arguments)})"]


def _wait(url: str) -> None:
    """
    Wait until a server answers.

    Raises:
        OSError: it does not within two minutes.
    """
    until = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30):  # noqa: S310 - the server that was started above
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    print("\n\n".join(sections()))
