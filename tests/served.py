"""
The server as a process, and a plain socket to talk to it.
"""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys

SERVE = (sys.executable, "-m", "mockserver", "--records", "recorded", "--access-log", "off")
#: Seconds for what takes far less on any machine.
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

    def connect(self, sent: bytes = b"") -> socket.socket:
        """
        Return a connection to the server, over which something was sent.
        """
        host, _, port = self.url.split("/")[2].rpartition(":")
        made = socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
        made.sendall(sent)
        return made

    def ask(self, head: str, *lines: str, body: bytes = b"") -> tuple[int, bytes]:
        """
        Send one request as it is written, in Latin-1, and return the status and all that follows; 0 for no answer.
        """
        text = "\r\n".join((head, *lines, "Connection: close", "", ""))
        with self.connect(text.encode("latin-1") + body) as connection:
            return parted(until_its_end(connection))


def until_its_end(connection: socket.socket) -> bytes:
    """
    Return everything that a server sends until it closes the connection.
    """
    received = b""
    try:
        while more := connection.recv(65_536):
            received += more
    except ConnectionResetError:
        pass
    return received


def parted(answer: bytes) -> tuple[int, bytes]:
    """
    Return the status of an answer and everything after its status line; 0 where there is none.
    """
    line, _, rest = answer.partition(b"\r\n")
    return (int(line.split()[1]), rest) if line else (0, b"")
