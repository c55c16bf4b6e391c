"""
Bodies of requests: how large they may be, and how long they may take to come.

An event loop waits for them, never a thread, so that unfinished ones keep nothing else from being answered.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from io import IOBase

#: Bytes of a body at the most: a record or an answer to put in another's place has some tens of thousands.
MOST_BODY = 1_000_000
#: Seconds in which the whole of it has to come: enough for the largest one at 1 Mbit/s.
BODY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class BodyBounds:
    """
    What is waited for.

    Attributes:
        most: bytes.
        seconds: until the whole of it has to be there.
    """

    most: int
    seconds: float


#: Of a body that is acted on.
ACTED_ON = BodyBounds(MOST_BODY, BODY_SECONDS)
#: Of a body that is only shown in the journal: a form or a record, which comes with the request; the answer is the
#: same without it, and may be late by this time alone.
SHOWN = BodyBounds(65_536, 0.5)


class Unreadable(RawIOBase):
    """
    What is read of a body that is too large or did not come in time: the error of that status.
    """

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__()
        self._status = status

    def readable(self) -> bool:
        """
        Tell that it may be tried.
        """
        return True

    def readinto(self, _: Any) -> int:
        """
        Refuse.

        Raises:
            HTTPException: always; 413 or 408.
        """
        from werkzeug.exceptions import default_exceptions  # noqa: PLC0415 - only an application of Flask's reads it

        raise default_exceptions[self._status]


def shown_body(environ: Mapping[str, Any]) -> bytes:
    """
    Return the body of a request for the journal, or nothing where it is too large or was not read beforehand.

    A stream that would wait for the client is left alone.
    """
    stream = environ.get("wsgi.input")
    body = stream.getvalue() if isinstance(stream, BytesIO) else b""
    return body if len(body) <= SHOWN.most else b""


async def receive_body(
    receive: Callable[[], Awaitable[dict[str, Any]]], declared: str, bounds: BodyBounds = ACTED_ON
) -> IOBase:
    """
    Return the body of an ASGI request as a stream that never waits for the client.

    Args:
        receive: of the request.
        declared: its `Content-Length`, or empty.
        bounds: beyond which it is not read.
    """
    if declared.isdecimal() and int(declared) > bounds.most:
        return Unreadable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(bounds.seconds):
            return await _whole(receive, bounds.most)
    except TimeoutError:
        return Unreadable(HTTPStatus.REQUEST_TIMEOUT)


async def _whole(receive: Callable[[], Awaitable[dict[str, Any]]], most: int) -> IOBase:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            # The client has gone; nobody will read the answer.
            return Unreadable(HTTPStatus.REQUEST_TIMEOUT)
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > most:
            return Unreadable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return BytesIO(b"".join(parts))
