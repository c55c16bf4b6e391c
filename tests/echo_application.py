"""
An application that says what it was asked, behind uvicorn as `serve` runs it.
"""

from __future__ import annotations

import asyncio
import re
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn

from mockserver.http.asgi import Begun
from mockserver.serve import config_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import TypeVar

    from mockserver.http.asgi import Receive, Scope, Send

    T = TypeVar("T")

#: Seconds for what takes far less on any machine.
_PATIENCE = 20


@dataclass
class Echo:
    """
    Answers with method, path, query, header names and body of a request; some paths have answers of their own.
    """

    heard: list[str] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def known(self, scope: Scope) -> Begun | None:
        """
        Know one path.
        """
        if scope["raw_path"] != b"/known":
            return None
        self.heard.append(f"known {scope['method']} {scope['query_string'].decode()}".rstrip())
        return Begun(200, ((b"content-length", b"5"),), b"known")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Say what was asked.
        """
        known = self.known(scope)
        if known:
            await said(send, known.first)
            return
        path = scope["raw_path"].decode("ascii")
        self.heard.append(path)
        if path == "/slow":
            await self.go_on.wait()
        if path.startswith("/short"):
            await said(send, path[6:].encode(), length=9)
            return
        body = b"" if path == "/unread" else await whole(receive)
        names = ",".join(name.decode() for name, _ in scope["headers"])
        asked = f"{scope['method']} {path} {scope['query_string'].decode()} {names} ".encode() + body
        await said(send, asked)


async def said(send: Send, body: bytes, length: int | None = None) -> None:
    """
    Send an answer, with another length than its own if one is given.
    """
    headers = ((b"content-length", str(len(body) if length is None else length).encode()),)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def whole(receive: Receive) -> bytes:
    """
    Return the body of a request, as far as it comes.
    """
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


@asynccontextmanager
async def served(
    app: Any, idle: float = 10
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter, uvicorn.Server]]:
    """
    Give a connection to an application, and the server.

    Args:
        app: answers.
        idle: seconds for a head.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    place = listener.getsockname()
    server = uvicorn.Server(config_of(app, idle))
    serving = asyncio.ensure_future(server._serve([listener]))
    reader, writer = await asyncio.open_connection(*place)
    try:
        yield reader, writer, server
    finally:
        writer.transport.abort()
        server.should_exit = server.force_exit = True
        await serving


def run(act: Callable[[], Awaitable[T]]) -> T:
    """
    Run something that takes no longer than patience.
    """

    async def bounded() -> T:
        return await asyncio.wait_for(act(), _PATIENCE)

    return asyncio.run(bounded())


def answered(sent: bytes, app: Any = None, idle: float = 10) -> bytes:
    """
    Return all that comes until the server ends the connection, without dates.
    """

    async def act() -> bytes:
        async with served(app or Echo(), idle) as (reader, writer, _):
            writer.write(sent)
            return re.sub(rb"date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n", b"", await reader.read())

    return run(act)


def parts(answers: bytes) -> list[tuple[int, bytes]]:
    """
    Return statuses and bodies of answers that have a length.
    """
    found = []
    while answers:
        head, _, answers = answers.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        size = int(length[1]) if length else 0
        found.append((int(head.split()[1]), answers[:size]))
        answers = answers[size:]
    return found
