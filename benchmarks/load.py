"""
Requests as fast as a server takes them, and what they cost it.

`wrk` sends them where it is installed; otherwise a client in this process does, which is itself the limit of a fast
server: then the CPU of the server says more than the requests a second.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 16
#: Written into the place of `{}` in a target: as many distinct URLs.
DISTINCT = 2_000
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
_SCRIPT = """
local n = 0
function request()
  n = (n + 1) % %d
  return wrk.format("GET", (string.gsub(%q, "{}", tostring(n))))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """
    What came of one run.

    Attributes:
        rate: answers a second.
        p99: milliseconds within which 99 % of the answers came.
        cpu: microseconds of the server's processes for each answer; None where the system does not say.
        failed: answers of another status than 2xx, and broken connections.
    """

    rate: float
    p99: float
    cpu: float | None
    failed: int


def load(process: int, url: str, seconds: int) -> Load:
    """
    Ask a server for so many seconds; a `{}` in the URL stands for a number that changes with each request.
    """
    before = _cpu(process)
    count, took, p99, failed = (_wrk if shutil.which("wrk") else _own)(url, seconds)
    after = _cpu(process)
    cpu = None if before is None or after is None else (after - before) / max(count, 1) * 1e6
    return Load(count / took, p99, cpu, failed)


def _wrk(url: str, seconds: int) -> tuple[int, float, float, int]:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(_SCRIPT.replace("%d", str(DISTINCT)).replace("%q", f'"{target}"'))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency"]
        command += ["-s", str(script), url] if "{}" in url else [url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    count, took, unit = re.search(r"(\d+) requests in ([\d.]+)(\w+)", told).groups()  # type: ignore[union-attr]
    number, of = re.search(r"99%\s+([\d.]+)(\w+)", told).groups()  # type: ignore[union-attr]
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", told)
    failed = int(wrong[1]) if wrong else 0
    failed += sum(map(int, broken.groups())) if broken else 0
    return int(count), float(took) * _UNITS[unit] / 1e3, float(number) * _UNITS[of], failed


def _own(url: str, seconds: int) -> tuple[int, float, float, int]:
    return asyncio.run(_all_connections(url, seconds))


async def _all_connections(url: str, seconds: int) -> tuple[int, float, float, int]:
    began = time.perf_counter()
    found = await asyncio.gather(*(_connection(url, each, began + seconds) for each in range(CONNECTIONS)))
    took = time.perf_counter() - began
    times = sorted(each for waits, _ in found for each in waits)
    p99 = times[int(len(times) * 0.99)] * 1e3 if times else 0.0
    return len(times), took, p99, sum(failed for _, failed in found)


async def _connection(url: str, number: int, until: float) -> tuple[list[float], int]:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    waits: list[float] = []
    failed = 0
    while (began := time.perf_counter()) < until:
        asked = target.replace("{}", str((len(waits) * CONNECTIONS + number) % DISTINCT))
        writer.write(f"GET {asked} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: */*\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        failed += not head.startswith(b"HTTP/1.1 2")
        waits.append(time.perf_counter() - began)
    writer.close()
    return waits, failed


def _cpu(process: int) -> float | None:
    """
    Return the seconds of CPU that a process and those that it started have taken, where the system says it (Linux).
    """
    try:
        return sum(map(_own_cpu, _tree(process))) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return None


def _tree(process: int) -> list[int]:
    children = [
        int(each)
        for task in Path(f"/proc/{process}/task").iterdir()
        for each in (task / "children").read_text().split()
    ]
    return [process, *(each for child in children for each in _tree(child))]


def _own_cpu(process: int) -> int:
    # The name of a process may hold blanks and brackets.
    members = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(members[11]) + int(members[12])
