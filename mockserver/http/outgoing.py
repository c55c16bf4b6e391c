"""
What an application answers, as it goes out: with a date, and not at all where nothing of what it promises comes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mockserver.http.asgi import disconnected

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.http.asgi import Asgi, Begun, Receive, Scope, Send

#: Extension of ASGI whose `drop` ends the connection of a request.
DROP = "apicontract.drop"


class Outgoing:
    """
    An ASGI application in front of another.

    Its answers have a date where that one says none (RFC 9110, 6.6.1), which the server itself would say twice. ASGI
    knows no answer that breaks off, so the connection of one that is shorter than its length is ended by `DROP`.
    """

    def __init__(self, app: Asgi) -> None:
        self._app = app

    def known(self, scope: Scope) -> Begun | None:
        """
        Return the whole answer to a request if it is known.
        """
        return self._app.known(scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Answer one request.
        """
        answer = _Answer(send, scope["method"] == "HEAD")
        await self._app(scope, receive, answer.send)
        if answer.left:
            scope["extensions"][DROP]["drop"]()
            await disconnected(receive)


@dataclass
class _Answer:
    """
    An answer on its way.

    Attributes:
        to: takes what goes out.
        bodiless: whether its length is that of a body which is not sent.
        left: bytes that are still to come by its length.
        start: the message with its head, until something of the body comes.
    """

    to: Send
    bodiless: bool
    left: int = 0
    start: dict[str, Any] | None = None

    async def send(self, message: dict[str, Any]) -> None:
        """
        Send a message (ASGI), or keep it.
        """
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            self.left = 0 if self.bodiless else int(headers.get(b"content-length", 0))
            date = () if b"date" in headers else ((b"date", date_of()),)
            self.start = {**message, "headers": (*message["headers"], *date)}
            return
        self.left -= len(message["body"])
        if self.left and not message["body"]:
            return
        if self.start:
            await self.to(self.start)
            self.start = None
        await self.to({**message, "more_body": message["more_body"] or self.left > 0})


def date_of(clock: Callable[[], float] = time.time) -> bytes:
    """
    Return the time as a header has it.
    """
    return _date(int(clock()))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
