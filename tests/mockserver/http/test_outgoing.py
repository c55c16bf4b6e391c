"""
Answers on their way out, without a server.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.http.outgoing import DROP, Outgoing, date_of

if TYPE_CHECKING:
    from mockserver.http.asgi import Receive, Scope, Send


def start(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    """
    Return the message with a head.
    """
    return {"type": "http.response.start", "status": 200, "headers": headers}


def piece(body: bytes, *, more: bool) -> dict[str, Any]:
    """
    Return the message with a piece of a body.
    """
    return {"type": "http.response.body", "body": body, "more_body": more}


def sent(messages: list[dict[str, Any]], method: str = "GET") -> tuple[list[dict[str, Any]], int]:
    """
    Return what goes out of the messages of an application, and how often the connection was ended.
    """
    out: list[dict[str, Any]] = []
    dropped: list[None] = []

    async def app(_: Scope, __: Receive, send: Send) -> None:
        for each in messages:
            await send(each)

    async def receive() -> dict[str, Any]:
        assert dropped
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        out.append(message)

    scope = {"method": method, "extensions": {DROP: {"drop": lambda: dropped.append(None)}}}
    asyncio.run(Outgoing(app)(scope, receive, send))  # type: ignore[arg-type] # of the application this is all it needs
    return out, len(dropped)


@pytest.mark.parametrize(
    ("length", "method", "pieces", "out", "dropped"),
    [
        (2, "GET", [(b"ab", False)], [(b"ab", False)], 0),
        (2, "GET", [(b"a", True), (b"b", True), (b"", False)], [(b"a", True), (b"b", True), (b"", False)], 0),
        (0, "GET", [(b"", False)], [(b"", False)], 0),
        (9, "HEAD", [(b"", False)], [(b"", False)], 0),
        (9, "GET", [(b"a", True), (b"", False)], [(b"a", True)], 1),
        (9, "GET", [(b"a", False)], [(b"a", True)], 1),
        (9, "GET", [(b"", True), (b"", False)], None, 1),
    ],
    ids=["whole", "in pieces", "none", "head", "cut", "cut at once", "nothing of it"],
)
def test_answer_that_is_too_short_is_dropped(
    length: int, method: str, pieces: list[tuple[bytes, bool]], out: list[tuple[bytes, bool]] | None, dropped: int
) -> None:
    """
    What is shorter than its length ends the connection; where nothing of it comes, its head does not go out.
    """
    head = (b"content-length", str(length).encode()), (b"date", b"then")
    found = sent([start(*head), *(piece(body, more=more) for body, more in pieces)], method)

    expected = [] if out is None else [start(*head), *(piece(body, more=more) for body, more in out)]
    assert (expected, dropped) == found


def test_date_is_said_once() -> None:
    """
    An answer without a date gets one behind its headers.
    """
    (head, _), _ = sent([start((b"a", b"b")), piece(b"", more=False)])

    assert [b"a", b"date"] == [name for name, _ in head["headers"]]
    assert [b"Thu, 01 Jan 1970 00:00:09 GMT", b"Thu, 01 Jan 1970 00:00:10 GMT"] == [
        date_of(lambda: 9.9),
        date_of(lambda: 10.0),
    ]
