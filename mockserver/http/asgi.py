"""
ASGI in front of a WSGI application.

WSGI alone is not enough: it folds `X_Mock_Scope` into the same name as `X-Mock-Scope`, so that a header which a proxy
passes on unseen could stand for one that it would have removed; and a thread that reads a body waits for the client.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote_to_bytes

from mockserver.http.access import PREFIX
from mockserver.http.receiving import ACTED_ON, SHOWN, receive_body
from mockserver.http.request import folded_headers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping

    from mockserver.http.access_log import Wsgi
    from mockserver.http.receiving import BodyBounds

    Scope = Mapping[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

#: Requests answered at the same time; a delayed answer holds one of them.
THREADS = 32
#: Statuses of answers without a body (RFC 9110, 15.3.5 and 15.4.5); their length is not said.
_BODILESS = frozenset({204, 304})


@dataclass(frozen=True)
class Begun:
    """
    An answer whose body has begun.

    Attributes:
        status: HTTP status code.
        headers: in order.
        first: the beginning of the body.
        rest: what follows; None if `first` is the whole body.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    first: bytes
    rest: Generator[bytes] | None = None

    @cached_property
    def lines(self) -> bytes:
        """
        The headers as they are sent.
        """
        return b"".join(b"%b: %b\r\n" % each for each in self.headers)

    @cached_property
    def dated(self) -> bool:
        """
        Whether they have a date.
        """
        return any(name == b"date" for name, _ in self.headers)


class KnownAnswers(Protocol):
    """
    What answers a request that was answered before, without a thread and without the WSGI application.
    """

    def recall(self, scope: Scope) -> Begun | None:
        """
        Return the whole answer to a request if it is known, and do all that is to be done at such a request.
        """

    def keep(self, scope: Scope, environ: Mapping[str, Any], begun: Begun) -> None:
        """
        See an answer of the WSGI application, which may be known from now on.
        """


class Asgi:
    """
    An ASGI application that lets a WSGI application answer, in threads of its own.

    Args:
        app: the WSGI application.
        reads_body: tells of a WSGI environment whether its body is acted on; another one is read for the journal as
            far as it comes with its request, and one that the control API refuses not at all.
        known: answers before the WSGI application is asked; None asks it always.
    """

    def __init__(
        self, app: Wsgi, reads_body: Callable[[Mapping[str, Any]], bool], known: KnownAnswers | None = None
    ) -> None:
        self._app = app
        self._known = known
        self._reads_body = reads_body
        self._threads = ThreadPoolExecutor(THREADS, "answer")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Answer one request.
        """
        known = self.known(scope)
        if known is not None:
            await send({"type": "http.response.start", "status": known.status, "headers": known.headers})
            await send({"type": "http.response.body", "body": known.first, "more_body": False})
            return
        environ = environ_of(scope)
        bounds = self._bounds(environ) if _has_body(environ) else None
        if bounds:
            body = await receive_body(receive, environ.get("CONTENT_LENGTH", ""), bounds)
            # What is only shown may be missing.
            if bounds is ACTED_ON or isinstance(body, BytesIO):
                environ["wsgi.input"] = body
        loop = asyncio.get_running_loop()
        begun = await loop.run_in_executor(self._threads, self._begin, environ)
        if self._known:
            self._known.keep(scope, environ, begun)
        await send({"type": "http.response.start", "status": begun.status, "headers": begun.headers})
        await send({"type": "http.response.body", "body": begun.first, "more_body": begun.rest is not None})
        if begun.rest is not None:
            await self._send_rest(begun.rest, receive, send)

    def known(self, scope: Scope) -> Begun | None:
        """
        Return the whole answer to a request if it is known.
        """
        return self._known.recall(scope) if self._known else None

    def _bounds(self, environ: Mapping[str, Any]) -> BodyBounds | None:
        if self._reads_body(environ):
            return ACTED_ON
        return None if environ["PATH_INFO"].startswith(PREFIX) else SHOWN

    def _begin(self, environ: dict[str, Any]) -> Begun:
        started: list[tuple[str, Iterable[tuple[str, str]]]] = []
        chunks = self._app(environ, lambda status, headers, *_: started.append((status, headers)))
        body = _closing(chunks)
        first = next(body, b"")
        ((status, pairs),) = started
        headers = tuple((_bytes(name.lower()), _bytes(value)) for name, value in pairs)
        length, code = dict(headers).get(b"content-length"), int(status[:3])
        if code in _BODILESS:
            headers = tuple(each for each in headers if each[0] != b"content-length")
        if environ["REQUEST_METHOD"] == "HEAD" or code in _BODILESS:
            body.close()
            return Begun(code, headers, b"")
        if length is not None and int(length) != len(first):
            return Begun(code, headers, first, body)
        whole = b"".join((first, *body))
        measured = () if length is not None else ((b"content-length", str(len(whole)).encode()),)
        return Begun(code, (*headers, *measured), whole)

    async def _send_rest(self, rest: Generator[bytes], receive: Receive, send: Send) -> None:
        """
        Send what may be slow, or shorter than the headers say, as it comes, until the client has gone.
        """
        loop, gone = asyncio.get_running_loop(), asyncio.ensure_future(disconnected(receive))
        try:
            while not gone.done():
                chunk = await loop.run_in_executor(self._threads, next, rest, None)
                if chunk is None:
                    break
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        finally:
            gone.cancel()
            await loop.run_in_executor(self._threads, rest.close)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def environ_of(scope: Scope) -> dict[str, Any]:
    """
    Return the WSGI environment of an ASGI request, without a body.

    Its headers are folded by `folded_headers`.
    """
    return {
        **folded_headers(scope["headers"]),
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _has_body(environ: Mapping[str, Any]) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0"


async def disconnected(receive: Receive) -> None:
    """
    Wait until the client of a request has gone, or has its answer.
    """
    while (await receive())["type"] != "http.disconnect":
        pass


def _closing(chunks: Iterable[bytes]) -> Generator[bytes]:
    """
    Yield the chunks of a WSGI body, and close it after the last, or with this generator.
    """
    try:
        yield from chunks
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()


def _bytes(text: str) -> bytes:
    return text.encode("latin-1", "replace")
