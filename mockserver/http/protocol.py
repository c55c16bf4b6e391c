"""
The protocol of uvicorn, with known answers written at once.

uvicorn makes an object, a task and two messages of each request. What is known needs none of them: as soon as the
head of such a request is there, its answer is written. All other requests are uvicorn's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from mockserver.http.offers import OffersLeft
from mockserver.http.outgoing import DROP, date_of

if TYPE_CHECKING:
    import asyncio

    from mockserver.http.asgi import Begun

#: Bytes of a head, or of anything else between two pieces of a body, that wait for their end; uvicorn has no bound.
MOST_HEAD = 65_536


class KnownFirst(HttpToolsProtocol):
    """
    A connection whose known requests are answered without the application (`mockserver.http.outgoing.Outgoing`).
    """

    parser: OffersLeft

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base has it
        """
        Begin, and give the client the time of an idle connection for its first request, too.
        """
        super().connection_made(transport)
        self.parser = OffersLeft(self)
        self._unread, self._refused = 0, ""
        self._until = self.loop.time() + self.timeout_keep_alive
        self._look = self.loop.call_at(self._until, self._end_if_late)

    def connection_lost(self, exc: Exception | None) -> None:
        """
        End.
        """
        self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """
        Read on, unless the client never comes to an end.
        """
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MOST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head is too large.")

    def on_headers_complete(self) -> None:
        """
        Write the answer to a request that is known, or let uvicorn have it answered.
        """
        self._unread = 0
        if self.parser.leaves():
            return
        known = self._known()
        if known:
            self._until = self.loop.time() + self.timeout_keep_alive
            date = b"\r\n" if known.dated else b"date: %b\r\n\r\n" % date_of()
            self.transport.writelines((STATUS_LINE[known.status], known.lines, date, known.first))
        else:
            self.scope["extensions"] = {DROP: {"drop": self.transport.close}}
            super().on_headers_complete()
        # What follows a body is no header of the request (RFC 9110, 6.5.1).
        self.headers = []

    def on_body(self, body: bytes) -> None:
        """
        Take a piece of a body.
        """
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """
        End a request.
        """
        self._unread = 0
        if self.cycle is not None:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """
        Go on to the next request; those that were sent ahead are answered before others are read.
        """
        super().on_response_complete()
        self._until = self.loop.time() + self.timeout_keep_alive
        if self.transport.is_closing():
            return
        if self.pipeline:
            self.flow.pause_reading()
        elif self._refused and not self._answers:
            super().send_400_response(self._refused)

    def send_400_response(self, msg: str) -> None:
        """
        Refuse what is no request, behind the answers to those before it (RFC 9112, 9.3.2).
        """
        if self._answers and (self.pipeline or not self.cycle.more_body):
            self._refused = msg
            self.flow.pause_reading()
        else:
            super().send_400_response(msg)

    def _known(self) -> Begun | None:
        parser = self.parser
        ends = parser.get_http_version() != "1.1" or not parser.should_keep_alive()
        if ends or self._answers or self.flow.write_paused:
            return None
        target = httptools.parse_url(self.url)
        self.scope["method"] = parser.get_method().decode("ascii")
        self.scope["raw_path"], self.scope["query_string"] = target.path or b"", target.query or b""
        app: Any = self.config.loaded_app
        known: Begun | None = app.known(self.scope)
        return known

    @property
    def _answers(self) -> bool:
        # Before the first request there is none.
        return not getattr(self.cycle, "response_complete", True)

    def _end_if_late(self) -> None:
        """
        End if no head came in time, however the client dripped: uvicorn waits for those that have begun one.
        """
        now = self.loop.time()
        if self._answers:
            self._until = now + self.timeout_keep_alive
        if self._until <= now:
            self.transport.close()
        else:
            self._look = self.loop.call_at(self._until, self._end_if_late)
