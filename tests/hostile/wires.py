"""
Raw sockets: a connection on which answers are read in turn, and sockets that are left open for a while.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hostile.shot import Draft

#: Seconds after which an answer is said never to come. The slowest right one takes a fraction of one.
PATIENCE = 20.0
#: What the kernel takes at once; a longer request is sent while its answer is read.
_AT_ONCE = 60_000
#: Of what a socket that was left open was sent, this much is looked at.
_LOOKED_AT = 1_000_000
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3}) [A-Z]")


@dataclass(frozen=True)
class Answer:
    """
    An answer.

    Attributes:
        status: HTTP status code.
        headers: in order, without the date.
        body: of the answer.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Connection:
    """
    A connection on which requests may be pipelined.
    """

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = socket.create_connection(address, timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def send(self, drafts: Iterable[Draft]) -> None:
        """
        Send requests one behind the other; a server that has closed the connection is seen when answers are read.
        """
        raw = b"".join(each.raw for each in drafts)
        if len(raw) > _AT_ONCE:
            threading.Thread(target=self._push, args=(raw,), daemon=True).start()
        else:
            self._push(raw)

    def _push(self, raw: bytes) -> None:
        with contextlib.suppress(OSError):
            self._socket.sendall(raw)

    def read(self, method: str) -> tuple[Answer, bool]:
        """
        Return the next answer, and whether it is the last one of the connection.

        Raises:
            TimeoutError: nothing came within the patience.
            OSError: the connection was reset.
            http.client.HTTPException: it ended, or what came is no answer.
        """
        answer = http.client.HTTPResponse(cast("socket.socket", _Shared(self._file)), method=method)
        answer.begin()
        body = answer.read()
        headers = tuple((name, each) for name, each in answer.getheaders() if name.lower() != "date")
        return Answer(answer.status, headers, body), answer.will_close

    def close(self) -> None:
        """
        Close the connection.
        """
        self._file.close()
        self._socket.close()


class _Shared:
    """
    The one file of a connection, in place of a socket, for a reader that would open, buffer and close its own.
    """

    def __init__(self, file: Any) -> None:
        self._file = file

    def makefile(self, _: str) -> _Shared:
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def close(self) -> None:
        """
        Leave the file open: the next answer comes out of it.
        """


class Left:
    """
    A socket on which something was sent that may never be answered.
    """

    def __init__(self, address: tuple[str, int], raw: bytes) -> None:
        self._socket = socket.create_connection(address, timeout=PATIENCE)
        self._socket.settimeout(0)
        with contextlib.suppress(OSError):
            while raw:
                raw = raw[self._socket.send(raw) :]

    def end(self) -> tuple[tuple[int, ...], bytes]:
        """
        Close the socket, and return the statuses that came over it, with what came.
        """
        received = b""
        with contextlib.suppress(OSError):
            while len(received) < _LOOKED_AT and (more := self._socket.recv(65536)):
                received += more
        self._socket.close()
        return tuple(int(each) for each in _STATUS_LINE.findall(received)), received


def ask(address: tuple[str, int], draft: Draft) -> Answer:
    """
    Ask one request on a connection of its own.
    """
    connection = Connection(address)
    try:
        connection.send([draft])
        return connection.read(draft.method)[0]
    finally:
        connection.close()
