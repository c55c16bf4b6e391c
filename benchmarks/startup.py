"""
What a start costs: `--help` of each command, and `serve` to its first answer.

The first is told as a multiple of importing click alone, the second of importing Flask alone; the interpreter's start
is in all of them. Run as `python benchmarks/startup.py`. It is processor time, and the least of several runs, since
other programs only ever add to it. That of `serve` is that of both its processes, as `/proc` of Linux tells it.
Modules are compiled beforehand, as an installation does it.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from serving import command, free_port

RUNS = 9
#: Starts of `serve` of which the cheapest counts.
STARTS = 5
#: The small API of the tests.
SMALL = Path(__file__).parents[1] / "tests" / "data" / "small" / "schemas" / "ll2-small"
_TICK = os.sysconf("SC_CLK_TCK")


def milliseconds(code: str) -> float:
    """
    Return the least processor time that a program takes in several runs.
    """
    return min(_once([sys.executable, "-c", code]) for _ in range(RUNS)) * 1000


def _once(command: list[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def served(api: str, data: Path | None) -> tuple[float, float]:
    """
    Return the processor time in milliseconds and the megabytes of the larger process, from start to the first 200.
    """
    from apicontract.contract.catalog import load_api  # noqa: PLC0415 - this file is run alone

    port = free_port()
    serve = command(
        "serve", "--api", api, "--port", str(port), "--access-log", "off", *(["--data", str(data)] if data else [])
    )
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not _answers(f"http://127.0.0.1:{port}{load_api(api, data).base_path}"):
            time.sleep(0.01)
        processes = [process.pid, *_children(process.pid)]
        used = sum(map(_seconds, processes)) * 1000, max(map(_megabytes, processes))
        process.terminate()
    return used


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - the server that was started above
            return bool(answer.status == 200)
    except OSError:
        return False


def _children(parent: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()]


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def main() -> None:
    """
    Print a line for each command, and for each packaged API and the small one of the tests.
    """
    from apicontract.cli import COMMANDS  # noqa: PLC0415 - this file is run alone
    from apicontract.contract.catalog import api_names, packaged_data  # noqa: PLC0415 - this file is run alone

    for package in ("apicontract", "mockserver"):
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=1)
    alone = milliseconds("import click")
    print(f"click alone: {alone:.1f} ms")
    for name in ("", *COMMANDS):
        arguments = [*filter(None, [name]), "--help"]
        taken = milliseconds(f"from apicontract.cli import main; main({arguments}, standalone_mode=False)")
        print(f"{' '.join(arguments):16} {taken:6.1f} ms  {taken / alone:.2f} times")
    flask = milliseconds("import flask")
    print(f"flask alone: {flask:.1f} ms")
    for api, data in (*((each, None) for each in api_names(packaged_data())), (SMALL.name, SMALL.parents[1])):
        taken, megabytes = min(served(api, data) for _ in range(STARTS))
        print(f"serve --api {api:20} {taken:6.1f} ms  {taken / flask:.2f} times  {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
