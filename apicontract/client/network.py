"""
Connections that keep one limit of time and of bytes for a whole request.

httpx has a timeout for each read. A server that sends a byte now and then, or interim answers without end
(RFC 9110, section 15.2), never exceeds it; here each read gets what is left of the request's own time.
"""

from __future__ import annotations

import queue
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Sequence

    from apicontract.client.allowance import Allowance

#: Waited for a resolver that has no time left, so that its own error is not lost to ours.
_MOMENT = 0.001


@dataclass
class BoundedBackend(httpcore.NetworkBackend):
    """
    Opens connections within an allowance; the timeouts that httpcore hands in are not used.

    Attributes:
        allowance: that of the request which is being sent.
    """

    allowance: Allowance

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """
        Connect to the first address of a host that answers; each gets an equal part of the time that is left.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout: none does.
        """
        addresses = self._addresses(host, port)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for number, address in enumerate(addresses):
            share = self.allowance.left / (len(addresses) - number)
            if share <= 0:
                break
            try:
                opened = httpcore.SyncBackend().connect_tcp(address, port, share, local_address, socket_options)
            except httpcore.ConnectTimeout:
                failure = self._late()
            except httpcore.ConnectError as error:
                failure = error
            else:
                return BoundedStream(opened, self.allowance)
        raise failure

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """
        Look a host up; a resolver takes no timeout, so it is left behind in a thread that ends with the process.
        """
        found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()
        threading.Thread(target=_look_up, args=(host, port, found), daemon=True).start()
        try:
            answer = found.get(timeout=self.allowance.left + _MOMENT)
        except queue.Empty:
            raise self._late() from None
        if isinstance(answer, Exception):
            raise httpcore.ConnectError(str(answer)) from answer
        return answer

    def _late(self) -> Exception:
        return httpcore.ConnectTimeout(f"no connection within {self.allowance.told}")


@dataclass
class BoundedStream(httpcore.NetworkStream):
    """
    A connection whose every use is within an allowance.

    Attributes:
        stream: the connection itself.
        allowance: that of the request which is being sent.
    """

    stream: httpcore.NetworkStream
    allowance: Allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - httpcore's own signature
        """
        Read what is there, within the time that is left.

        Raises:
            httpcore.ReadTimeout: none is left.
            TooLarge: more came than is taken.
        """
        late = httpcore.ReadTimeout(f"no complete response within {self.allowance.told}")
        if not self.allowance.left:
            raise late
        try:
            data = self.stream.read(max_bytes, self.allowance.left)
        except httpcore.ReadTimeout:
            raise late from None
        self.allowance.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - httpcore's own signature
        """
        Send, within the time that is left.

        Raises:
            httpcore.WriteTimeout: none is left.
        """
        late = httpcore.WriteTimeout(f"the request was not taken within {self.allowance.told}")
        if not self.allowance.left:
            raise late
        try:
            self.stream.write(buffer, self.allowance.left)
        except httpcore.WriteTimeout:
            raise late from None

    def close(self) -> None:
        """
        Close the connection.
        """
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's own signature
    ) -> httpcore.NetworkStream:
        """
        Shake hands, within the time that is left.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout: the handshake fails.
        """
        late = httpcore.ConnectTimeout(f"no TLS connection within {self.allowance.told}")
        if not self.allowance.left:
            raise late
        try:
            return BoundedStream(
                self.stream.start_tls(ssl_context, server_hostname, self.allowance.left), self.allowance
            )
        except httpcore.ConnectTimeout:
            raise late from None

    def get_extra_info(self, info: str) -> Any:
        """
        Return what the connection itself says.
        """
        return self.stream.get_extra_info(info)


def _look_up(host: str, port: int, found: queue.SimpleQueue[list[str] | Exception]) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
    except (OSError, UnicodeError) as error:
        found.put(error)
