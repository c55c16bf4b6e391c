"""
What the comparison with other servers says besides: figures of the mock and of the judge that have no peer.

    python benchmarks/further.py

Recordings in the folder, requests among few records and among many, judging, requests that overlap, and the start. Each
is a part of the report of `peers.py`.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from load import Load, load
from serving import command, fetched, free_port

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


class Section(NamedTuple):
    """
    A part of the report.

    Attributes:
        text: as Markdown.
        failed: whether something could not be measured; the text says what.
    """

    text: str
    failed: bool = False


def sections() -> Iterator[Section]:
    """
    Yield a section of the report after another.
    """
    yield recordings()
    yield overlapping()
    yield from (_program(heading, *told) for heading, told in PROGRAMS.items())


def _program(heading: str, program: str, *arguments: str) -> Section:
    """
    Run another benchmark, and return what it says; how it failed, if it did.
    """
    done = subprocess.run(
        [sys.executable, str(HERE / program), *arguments], check=False, capture_output=True, text=True
    )
    told = done.stdout.strip() if not done.returncode else f"{done.stdout}{done.stderr}".strip()
    failure = f" failed with {done.returncode}:" if done.returncode else ""
    shown = " ".join(["python", f"benchmarks/{program}", *arguments])
    return Section(f"## {heading}\n\n`{shown}`{failure}\n\n```text\n{told}\n```", bool(done.returncode))


def recordings() -> Section:
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
        loads: tuple[list[Load], list[Load]] = ([], [])
        for number in range(ROUNDS):
            for place in (0, 1) if number % 2 else (1, 0):
                process, port = ports[place]
                loads[place].append(load(process, f"http://127.0.0.1:{port}{LIST}?limit=10&mode=normal", SECONDS))
    heading = f"## {RECORDINGS:,} recordings in the folder"
    costs = [[each.cpu for each in some if each.cpu] for some in loads]
    failed = sum(each.failed for some in loads for each in some)
    if failed or not all(len(each) == ROUNDS for each in costs):
        why = f"{failed} requests failed, or the system does not say what a process costs."
        return Section(f"{heading}\n\nNot known: {why}", failed=True)
    few, many = map(statistics.median, costs)
    ratio = statistics.median(one / other for one, other in zip(costs[1], costs[0], strict=True))
    told = f"A known request: {many:.1f} us of CPU with them, {few:.1f} without; ratio {ratio:.3f}, {ROUNDS} rounds."
    return Section(f"{heading}\n\n{told}")


def _record(port: int, folder: Path) -> None:
    """
    Write as many recordings of a page, each of another address.
    """
    place = folder / "fixtures" / API / LIST.strip("/").split("/")[-1] / "recorded"
    place.mkdir(parents=True, exist_ok=True)
    for number in range(RECORDINGS):
        target = f"{LIST}?limit=100&undeclared={number}"
        request = {
            "method": "GET",
            "url": f"http://127.0.0.1:{port}{target}",
            "headers": [["Accept", "application/json"]],
        }
        headers = [["Content-Type", "application/json"]]
        response = {"status": 200, "headers": headers, "body": json.loads(fetched(port, target))}
        (place / f"{number:04}.json").write_text(json.dumps({"request": request, "response": response}))


def overlapping() -> Section:
    """
    Return how long a check takes that sends as many requests to a slow server.
    """
    with _served(DATA, "--latency", str(LATENCY)) as (_, port):
        check = ["check", f"http://127.0.0.1:{port}", "--data", str(DATA), "--api", API]
        began = time.perf_counter()
        done = subprocess.run(
            command(*check, "--request-budget", str(REQUESTS)), check=False, capture_output=True, text=True
        )
        took = time.perf_counter() - began
    heading = f"## {REQUESTS} requests to a server that takes {LATENCY * 1000:.0f} ms for each"
    told = (
        f"`apicontract check` takes {took:.1f} s and exits with {done.returncode}; "
        f"one by one they take {LATENCY * REQUESTS:.0f} s."
    )
    failure = f"\n\n```text\n{done.stderr.strip()}\n```" if done.returncode else ""
    return Section(f"{heading}\n\n{told}{failure}", bool(done.returncode))


@contextmanager
def _served(data: Path, *options: str) -> Iterator[tuple[int, int]]:
    """
    Serve the small API of a folder; give the process and the port.
    """
    port = free_port()
    serve = command("serve", "--api", API, "--data", str(data), "--port", str(port), "--access-log", "off", *options)
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            fetched(port, f"{LIST}?limit=1")
            yield process.pid, port
        finally:
            process.terminate()


if __name__ == "__main__":
    found = list(sections())
    print("\n\n".join(each.text for each in found))
    sys.exit(1 if any(each.failed for each in found) else 0)
