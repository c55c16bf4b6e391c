"""
The server as a process: how it starts, says that it is ready, and ends.
"""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVE = (sys.executable, "-m", "mockserver", "--records", "recorded", "--access-log", "off")
PATIENCE = 60


class Server:
    """
    A running server, and the URL that it printed.
    """

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*SERVE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.line = self.read()
        self.url = (re.findall(r"http://\S+", self.line) or [""])[0]

    def read(self) -> str:
        """
        Return the first line that the server prints, or what it says instead.
        """
        assert self.process.stdout
        assert self.process.stderr
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        return (self.process.stdout.readline() if ready else "") or self.process.stderr.read()

    def end(self, number: int) -> int:
        """
        Send a signal to the server and return its exit status.
        """
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """
        End whatever is left.
        """
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


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
    Ctrl-C and SIGTERM end the server with 0, without a word, and nothing keeps listening.
    """
    server = start("--port", "0")
    assert server.end(number) == 0
    assert server.process.stderr
    assert server.process.stderr.read() == ""
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
