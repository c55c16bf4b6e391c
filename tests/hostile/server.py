"""
The server under attack, as a process, and how much memory it takes.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import subprocess
import sys
import tempfile
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMAND = (sys.executable, "-m", "mockserver", "--port", "0", "--access-log", "off")
#: With an arena of the allocator for each thread, glibc holds back more than the server keeps, and what is measured is
#: how requests were spread over threads.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
_PATIENCE = 60
_EVERY = 0.2


class Server:
    """
    A running server.

    Attributes:
        url: where it is reached, without a path.
        address: host and port.
    """

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self._process = process
        self.url = url
        parts = urlsplit(url)
        self.address = (str(parts.hostname), int(parts.port or 80))

    @property
    def alive(self) -> bool:
        """
        Whether the process still runs.
        """
        return self._process.poll() is None

    def memory(self) -> int:
        """
        Return the resident bytes of the process and of all below it.
        """
        total = 0
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self._process.pid)
            for each in (process, *process.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    total += each.memory_info().rss
        return total

    @contextlib.contextmanager
    def watched(self) -> Iterator[list[int]]:
        """
        Give a list to which the memory is appended, several times a second, as long as the block runs.
        """
        seen, done = [self.memory()], threading.Event()

        def watch() -> None:
            while not done.wait(_EVERY):
                seen.append(self.memory())

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            done.set()
            thread.join()
            seen.append(self.memory())


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[Server]:
    """
    Start a server on a free port, and end it after the block.

    Raises:
        RuntimeError: it did not say in time where it listens.
    """
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            [*_COMMAND, *arguments],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            env={**os.environ, **_ENVIRONMENT},
        ) as process,
    ):
        try:
            assert process.stdout
            ready, _, _ = select.select([process.stdout], [], [], _PATIENCE)
            found = re.search(r"http://[^/\s]+", process.stdout.readline() if ready else "")
            if found is None:
                complaints.seek(0)
                raise RuntimeError(f"the server did not start: {complaints.read()}")
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield Server(process, found[0])
        finally:
            process.terminate()
