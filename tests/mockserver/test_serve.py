"""
The server as a process: how it starts, says that it is ready, and ends.
"""

from __future__ import annotations

import json
import re
import select
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from served import PATIENCE, Server
from small import SMALL_DATA

from apicontract.contract.catalog import load_api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    """
    Start servers, and end them after the test.
    """
    servers: list[Server] = []

    def begin(*arguments: str) -> Server:
        servers.append(Server(*arguments))
        return servers[-1]

    yield begin
    for each in servers:
        each.close()


def get(url: str) -> int:
    """
    Return the status of a page.
    """
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return int(answer.status)


def gone(url: str) -> bool:
    """
    Tell whether nothing listens any more, within a patience.
    """
    host, port = url.split("/")[2].split(":")
    for _ in range(500):
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, int(port))) != 0:
                return True
        select.select([], [], [], 0.02)
    return False


def test_printed_url_answers(start: Callable[..., Server]) -> None:
    """
    Port 0 picks a free port, and the first request to the printed URL succeeds.
    """
    assert get(start("--port", "0").url) == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_stop_it_cleanly(start: Callable[..., Server], number: int) -> None:
    """
    Ctrl-C and SIGTERM end the server with 0 and one last line on what is gone, and nothing keeps listening.
    """
    server = start("--port", "0")
    assert server.end(number) == 0
    assert server.process.stderr
    data, said = server.process.stderr.read().splitlines()
    url = server.url.removesuffix("/2.3.0/")
    assert data.startswith("apicontract: data of ")
    assert said == f"apicontract: {url} is no longer served; what was switched on or edited is gone"
    assert gone(server.url)


def test_nothing_survives_a_killed_parent(start: Callable[..., Server]) -> None:
    """
    After SIGKILL of the command nothing keeps serving.
    """
    server = start("--port", "0")
    server.end(signal.SIGKILL)
    assert gone(server.url)


def test_second_server_is_refused(start: Callable[..., Server]) -> None:
    """
    A port that another server of ours holds is one clear line and 2, not half of the requests.
    """
    port = start("--port", "0").url.split(":")[2].split("/")[0]
    second = start("--port", port)
    sentence = f"cannot listen on 127.0.0.1 port {port}: Address already in use; choose another with --host or --port"
    assert second.line == f"apicontract: {sentence}\n"
    assert second.process.wait(PATIENCE) == 2


def test_foreign_port_is_refused(start: Callable[..., Server]) -> None:
    """
    A port that another program holds is one clear line and 2.
    """
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = start("--port", str(other.getsockname()[1]))
        assert "Address already in use" in server.line
        assert server.process.wait(PATIENCE) == 2


def test_links_name_the_printed_host(start: Callable[..., Server]) -> None:
    """
    A page names in its links the host and port under which it was asked.
    """
    server = start("--port", "0")
    with urllib.request.urlopen(server.url, timeout=PATIENCE) as answer:
        assert server.url.encode() in answer.read()


ALL = "0.0.0.0"  # noqa: S104 - where the server is told to listen


@pytest.mark.parametrize("host", [ALL, "::"])
def test_open_server_warns_and_prints_its_urls(start: Callable[..., Server], host: str) -> None:
    """
    A server that others can reach says so on standard error, and every URL that it prints answers.
    """
    server = start("--port", "0", "--host", host)
    assert server.process.stdout
    assert server.process.stderr
    others = [line for line in iter(server.process.stdout.readline, "  try:\n") if line.startswith("  also on ")]
    urls = [server.url, *(line.split()[-1] for line in others)]
    assert [200] * len(urls) == [get(url) for url in urls]
    assert host == ALL or any("127.0.0.1" in url for url in urls)
    server.end(signal.SIGTERM)
    _, warning, *rest = server.process.stderr.read().splitlines()
    assert warning.startswith("apicontract: warning: whoever reaches port ")
    assert 1 == len(rest)


@pytest.mark.parametrize("host", [ALL, "::", "localhost"])
def test_control_api_answers_on_the_loopback_interface(start: Callable[..., Server], host: str) -> None:
    """
    Wherever it listens, the server lets its own machine use the control API, under IPv4 addresses mapped into IPv6 too.
    """
    server = start("--port", "0", "--host", host)
    port = server.url.split("/")[2].rpartition(":")[2]
    assert 200 == get(f"http://localhost:{port}/__mock__/state")
    assert host != "::" or get(f"http://127.0.0.1:{port}/__mock__/state") == 200


def test_allowed_host_is_let_in(start: Callable[..., Server]) -> None:
    """
    `--allowed-host` is one more name under which the control API answers.
    """
    server = start("--port", "0", "--allowed-host", "mock.test", "--allowed-host", "other.test")
    asked = [
        server.ask("GET /__mock__/state HTTP/1.1", f"Host: {each}")[0]
        for each in ("mock.test", "other.test:1", "x.test")
    ]
    assert [200, 200, 403] == asked


def test_token_of_the_environment_is_taken(start: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Who sends the token of the environment variable may use the control API under any name.
    """
    monkeypatch.setenv("APICONTRACT_CONTROL_TOKEN", "opensesame")
    server = start("--port", "0")
    lines = ("Host: public.example", "Authorization: Bearer ")
    asked = [
        server.ask("GET /__mock__/state HTTP/1.1", lines[0], lines[1] + each)[0] for each in ("opensesame", "wrong")
    ]
    assert [200, 403] == asked


def test_changed_file_is_served(start: Callable[..., Server], tmp_path: Path) -> None:
    """
    A server serves what a data file says after a change, without a restart, and no request has to look.
    """
    for kind in ("schemas", "fixtures"):
        shutil.copytree(SMALL_DATA / kind / load_api().name, tmp_path / kind / load_api().name)
    server = start("--port", "0", "--records", "recorded", "--data", str(tmp_path))
    place = tmp_path / "schemas" / load_api().name / "spacecraft" / "contract.json"
    place.write_text(re.sub(r'"title": "\w+"', '"title": "Craft"', place.read_text(), count=1))

    def said() -> str:
        with pytest.raises(urllib.error.HTTPError) as missing:
            get(f"{server.url}spacecraft/0/")
        return missing.value.read().decode()

    for _ in range(300):
        if "Craft" in said():
            break
        time.sleep(0.1)
    assert '{"detail":"No Craft matches the given query."}' == said()


def test_repeated_requests_are_all_in_the_journal(start: Callable[..., Server]) -> None:
    """
    A request that is repeated has the same answer each time, and is counted each time.
    """
    server = start("--port", "0", "--records", "recorded", "--access-log", "off")
    bodies = set()
    for _ in range(5):
        with urllib.request.urlopen(f"{server.url}spacecraft/", timeout=PATIENCE) as answer:
            bodies.add(answer.read())
    root = server.url.removesuffix("2.3.0/")
    with urllib.request.urlopen(f"{root}__mock__/journal", timeout=PATIENCE) as answer:
        journal = json.load(answer)

    assert 1 == len(bodies)
    assert [(1, 200), (2, 200), (3, 200), (4, 200), (5, 200)] == [
        (each["number"], each["status"]) for each in journal["entries"]
    ]
