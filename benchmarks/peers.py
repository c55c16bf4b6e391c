"""
The mock beside what else serves the same rows, and beside what the machine allows, all in one interleaved run.

    python benchmarks/peers.py [--seconds 2] [--rounds 5] [--only NAME,NAME] [--records 2000] [--output FILE]

What runs: the mock as `apicontract serve` runs it; plain Flask with pages in memory, on granian; nginx with
files, installed where the machine lets us; json-server, Mockoon and Prism, fetched by npm where there is one; the real
framework of the tests.
Each round asks every server in turn, so that other work on the machine disturbs all of them alike; a ratio is the
median of the ratios of each round. The report, in Markdown, says the machine, the versions, the date and the load, has
a plot beside it, and ends with what has no peer (`further.py`); with `--only` it is left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from further import sections
from load import CONNECTIONS, DISTINCT, Load, load
from node_servers import JSON_SERVER, MOCKOON, PRISM, json_server, mockoon, prism
from plots import plot
from serving import fetched, free_port

from apicontract.contract.catalog import load_api
from apicontract.contract.routes import list_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
#: The yardstick: the first server, on which all others look for the rows.
MOCK = "mock"
#: A workload to what is asked of it.
WORKLOADS = {
    "repeated": "the same page of 10 rows",
    "distinct": f"{DISTINCT} URLs of 10 rows each",
    "hundred": "the same page of 100 rows",
}
_READING = """\
Figures are medians; a ratio is the median of the ratios of each round, so that other work on the machine disturbs both
of its sides.
The 2,000 URLs fit the memory that the mock has for its answers: it makes them in the first rounds and knows them from
then on. What one costs that is asked for the first time is measured by `python benchmarks/mock_answers.py`. Pages in
files or in memory are the same bytes for all of them."""
_NGINX = """
worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000000; types {{ application/json json; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """
    What all servers share.

    Attributes:
        folder: `10.json` and `100.json`, pages of the mock, and `rows.json`, its rows under one key.
        records: how many rows there are.
    """

    folder: Path
    records: int


@dataclass(frozen=True, slots=True)
class Peer:
    """
    A server beside the mock.

    Attributes:
        what: what it is, in a few words.
        command: the bench and a port to the command line that serves, or None where the machine does not have it.
        targets: workload to path and query; `{}` is a number.
        version: what was measured.
    """

    what: str
    command: Callable[[Bench, int], list[str] | None]
    targets: Mapping[str, str]
    version: Callable[[], str]


@dataclass
class Running:
    """
    A server that answers, and what was measured of it.
    """

    name: str
    process: subprocess.Popen[bytes]
    port: int
    loads: dict[str, list[Load]] = field(default_factory=dict)


def api_targets() -> dict[str, str]:
    """
    Return the workloads as the packaged API is asked.
    """
    api = load_api()
    path, size, start = list_path(api, api.resources[api.primary]), api.paging.size, api.paging.start
    return {
        "repeated": f"{path}?{size}=10",
        "distinct": f"{path}?{size}=10&{start}={{}}",
        "hundred": f"{path}?{size}=100",
    }


def page_targets() -> dict[str, str]:
    """
    Return the workloads as a folder of pages is asked.
    """
    return {"repeated": "/10.json", "distinct": "/10.json?offset={}", "hundred": "/100.json"}


def mock(bench: Bench, port: int) -> list[str]:
    """
    Return the command that users give.
    """
    command = [sys.executable, "-m", "mockserver", "--port", str(port), "--access-log", "off"]
    return [*command, "--records", str(bench.records)]


def nginx(bench: Bench, port: int) -> list[str] | None:
    """
    Return nginx with the folder, if it is installed or can be.
    """
    found = _nginx() or (_installed("nginx-light") and _nginx())
    if not found:
        return None
    # Its workers run as another user than the one who started it.
    bench.folder.chmod(0o755)
    (bench.folder / "nginx.conf").write_text(_NGINX.format(folder=bench.folder, port=port))
    return [found, "-e", str(bench.folder / "error.log"), "-c", str(bench.folder / "nginx.conf")]


def _nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _installed(package: str) -> bool:
    """
    Whether a package could be installed: only by who may, and where there is apt.
    """
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    done = subprocess.run(["apt-get", "install", "--yes", package], check=False, capture_output=True, timeout=300)
    return done.returncode == 0


def _application(name: str, argument: Callable[[Bench], Any]) -> Callable[[Bench, int], list[str]]:
    return lambda bench, port: [
        sys.executable,
        str(HERE / "applications.py"),
        name,
        str(port),
        str(argument(bench)),
    ]


def _said(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"\d+\.[\d.]+", done.stdout + done.stderr)
    return found[0] if found else "unknown"


def _versions(*names: str) -> Callable[[], str]:
    return lambda: ", ".join(f"{each} {version(each)}" for each in names)


PEERS: Mapping[str, Peer] = {
    MOCK: Peer("`apicontract serve`", mock, api_targets(), _versions("flask", "uvicorn", "httptools", "uvloop")),
    "flask": Peer(
        "plain Flask, pages in memory",
        _application("flask", lambda each: each.folder),
        page_targets(),
        _versions("flask", "granian"),
    ),
    "nginx": Peer("nginx, files", nginx, page_targets(), lambda: _said(_nginx() or "nginx", "-v")),
    "json-server": Peer(
        "json-server",
        lambda bench, port: json_server(bench.folder, port),
        {
            "repeated": "/rows?_start=0&_limit=10",
            "distinct": "/rows?_start={}&_limit=10",
            "hundred": "/rows?_start=0&_limit=100",
        },
        lambda: f"{JSON_SERVER}, node {_said('node', '--version')}",
    ),
    "mockoon": Peer(
        "Mockoon, pages in memory",
        lambda bench, port: mockoon(bench.folder, port),
        page_targets(),
        lambda: f"{MOCKOON}, node {_said('node', '--version')}",
    ),
    "prism": Peer(
        "Prism, pages as examples",
        lambda bench, port: prism(bench.folder, port),
        page_targets(),
        lambda: f"{PRISM}, node {_said('node', '--version')}",
    ),
    "framework": Peer(
        "the real framework of the tests",
        _application("framework", lambda each: each.records),
        api_targets(),
        _versions("django", "djangorestframework", "granian"),
    ),
}


def main() -> int:
    """
    Measure, and write the report.
    """
    parser = argparse.ArgumentParser(description="The mock beside other servers.")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--records", type=int, default=DISTINCT)
    parser.add_argument("--only", help="names of servers, with commas between them; nothing else is measured")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    if unknown := {*(options.only or MOCK).split(",")} - {*PEERS}:
        parser.error(f"no server {', '.join(sorted(unknown))}; there are: {', '.join(PEERS)}")
    names = [each for each in PEERS if options.only is None or each in {MOCK, *options.only.split(",")}]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bench = Bench(Path(folder), options.records)
        before = os.getloadavg()[0]
        servers = [each for name in names if (each := start(stack, name, bench))]
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", flush=True)
            for workload in WORKLOADS:
                for each in servers:
                    url = f"http://127.0.0.1:{each.port}{PEERS[each.name].targets[workload]}"
                    each.loads.setdefault(workload, []).append(load(each.process.pid, url, options.seconds))
        loads = (before, os.getloadavg()[0])
    text = report(servers, options, loads, [each for each in names if each not in {one.name for one in servers}])
    text += _plotted(servers, options.output.with_suffix(".svg"))
    further = list(sections()) if options.only is None else []
    text += "".join(f"\n{each.text}\n" for each in further)
    options.output.write_text(text)
    print(text)
    return 1 if any(each.failed for each in further) else 0


def start(stack: ExitStack, name: str, bench: Bench) -> Running | None:
    """
    Start a server and wait until it answers; the first one fills the folder of the others.
    """
    port = free_port()
    command = PEERS[name].command(bench, port)
    if command is None:
        return None
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)
    if name == MOCK:
        pages = {
            "10.json": fetched(port, PEERS[name].targets["repeated"]),
            "100.json": fetched(port, PEERS[name].targets["hundred"]),
        }
        for file, page in pages.items():
            (bench.folder / file).write_bytes(page)
        rows = json.loads(pages["100.json"])[load_api().paging.rows]
        many = [{**rows[each % len(rows)], "id": each} for each in range(bench.records)]
        (bench.folder / "rows.json").write_text(json.dumps({"rows": many}))
    fetched(port, PEERS[name].targets["repeated"])
    return Running(name, process, port)


def report(servers: list[Running], options: argparse.Namespace, loads: tuple[float, float], missing: list[str]) -> str:
    """
    Write the report.
    """
    client = "wrk" if shutil.which("wrk") else "a client in Python, which limits the fastest servers"
    each_run = f"{options.rounds} rounds of {options.seconds} s for each server and workload in turn"
    machine = f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        "# Results of `tox -e bench -- peers`",
        "",
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {machine}, load {loads[0]:.1f} before and {loads[1]:.1f} after.",
        f"{each_run}, {CONNECTIONS} connections, {options.records} records; requests by {client}.",
        _READING,
        "",
        "| server | version |",
        "|---|---|",
        *(f"| {PEERS[each.name].what} | {PEERS[each.name].version()} |" for each in servers),
        *([f"| {', '.join(missing)} | not on this machine |"] if missing else []),
    ]
    for workload, what in WORKLOADS.items():
        lines += ["", f"## {workload}: {what}", ""]
        lines += [
            "| server | requests/s | CPU of a request | p99 | requests/s, mock to this | CPU, mock to this |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(servers[0].loads[workload], each, workload) for each in servers]
    return "\n".join(lines) + "\n"


def _plotted(servers: list[Running], path: Path) -> str:
    """
    Draw the rates, and return what the report says of it.
    """
    rates = {
        f"{workload}: {what}": {
            PEERS[each.name].what.replace("`", ""): statistics.median(one.rate for one in each.loads[workload])
            for each in servers
        }
        for workload, what in WORKLOADS.items()
    }
    try:
        plot(rates, path)
    except ImportError:
        return "\nNo plot: matplotlib is not installed.\n"
    return f"\n![Requests a second of each server]({path.name})\n"


def _row(yardstick: list[Load], server: Running, workload: str) -> str:
    found = server.loads[workload]
    rate = statistics.median(one.rate / max(other.rate, 0.01) for one, other in zip(yardstick, found, strict=True))
    pairs = [(one.cpu, other.cpu) for one, other in zip(yardstick, found, strict=True)]
    known = [one / other for one, other in pairs if one and other]
    cpus = [each.cpu for each in found if each.cpu]
    failed = sum(each.failed for each in found)
    members = (
        PEERS[server.name].what + (f" ({failed} failed)" if failed else ""),
        f"{statistics.median(each.rate for each in found):,.0f}",
        f"{statistics.median(cpus):,.0f} us" if cpus else "unknown",
        f"{statistics.median(each.p99 for each in found):,.1f} ms",
        f"{rate:.2f}",
        f"{statistics.median(known):.2f}" if known else "unknown",
    )
    return f"| {' | '.join(members)} |"


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
