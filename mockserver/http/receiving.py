"""
Bodies of requests: how large they may be, and how long they may take to come.

An event loop waits for them, never a thread, so that unfinished ones keep nothing else from being answered.
"""

from __future__ import annotations

import asyncio
from io import BytesIO, RawIOBase
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from io import IOBase

    from werkzeug.exceptions import HTTPException

#: Bytes of a body at the most: a record or an answer to put in another's place has some tens of thousands.
MOST_BODY = 1_000_000
#: Seconds in which the whole of it has to come: enough for the largest one at 1 Mbit/s.
BODY_SECONDS = 10.0


class Unreadable(RawIOBase):
    """
    What is read of a body that is too large or did not come in time: the error that says so.
    """

    def __init__(self, error: HTTPException) -> None:
        super().__init__()
        self._error = error

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
        raise self._error


async def receive_body(receive: Callable[[], Awaitable[dict[str, Any]]], declared: str) -> IOBase:
    """
    Return the body of an ASGI request as a stream that never waits for the client.

    Args:
        receive: of the request.
        declared: its `Content-Length`, or empty.
    """
    if declared.isdecimal() and int(declared) > MOST_BODY:
        return Unreadable(RequestEntityTooLarge())
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _whole(receive)
    except TimeoutError:
        return Unreadable(RequestTimeout())


async def _whole(receive: Callable[[], Awaitable[dict[str, Any]]]) -> IOBase:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            # The client has gone; nobody will read the answer.
            return Unreadable(RequestTimeout())
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > MOST_BODY:
            return Unreadable(RequestEntityTooLarge())
    return BytesIO(b"".join(parts))
