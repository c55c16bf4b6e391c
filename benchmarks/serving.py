"""
Servers that the benchmarks start: a port for one, the command line of the product, and its first answer.
"""

from __future__ import annotations

import socket
import sys
import time
import urllib.request

#: Seconds for a server to answer: the slowest start of the peers, on a machine that does something else, too.
_PATIENCE = 120


def free_port() -> int:
    """
    Return a port of this machine on which nobody listens.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(*arguments: str) -> list[str]:
    """
    Return the command line of `apicontract` with some arguments, in this Python.
    """
    return [sys.executable, "-c", f"from apicontract.cli import main; main({list(arguments)})"]


def fetched(port: int, target: str) -> bytes:
    """
    Return an answer of a server that may still be starting.

    Raises:
        OSError: it does not answer within two minutes.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{target}", timeout=30) as answer:
                return bytes(answer.read())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
