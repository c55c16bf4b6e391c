"""
A parser that reads on where a client offers another protocol.

httptools leaves what follows such a request to that protocol, its body included, and uvicorn drops it. The clients of
Java offer HTTP/2 with every request.
"""

from __future__ import annotations

from typing import Any, Protocol

import httptools

_TUNNEL = b"CONNECT"


class Reading(Protocol):
    """
    What a parser tells of a request (`uvicorn.protocols.http.httptools_impl.HttpToolsProtocol`).
    """

    parser: Any
    url: bytes
    headers: list[tuple[bytes, bytes]]


class OffersLeft(httptools.HttpRequestParser):
    """
    A parser that tells a request without its header `Upgrade`, which a server may leave (RFC 9110, 7.8).

    Its request is told twice, up to the end of its head: `leaves` tells the first time.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._reading = reading

    def leaves(self) -> bool:
        """
        Tell whether the head that is complete will be told again, without its offer.
        """
        return self.should_upgrade() and self.get_method() != _TUNNEL

    def feed_data(self, data: Any) -> None:
        """
        Read on (`httptools`).

        Raises:
            HttpParserError: as the parser of httptools, but for an offer that is not a tunnel.
        """
        parser: OffersLeft = self
        while True:
            try:
                httptools.HttpRequestParser.feed_data(parser, data)
            except httptools.HttpParserUpgrade as offer:
                if not parser.leaves():
                    raise
                data = parser._head() + data[offer.args[0] :]
                # One that has seen an offer reads no more.
                self._reading.parser = parser = OffersLeft(self._reading)
            else:
                return

    def _head(self) -> bytes:
        first = b"%b %b HTTP/%b" % (self.get_method(), self._reading.url, self.get_http_version().encode())
        kept = (b"%b: %b" % each for each in self._reading.headers if each[0] != b"upgrade")
        return b"\r\n".join((first, *kept, b"", b""))
