"""
An ASGI application as a WSGI callable, so that it is called in process as others are.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import httpx

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping

    Message = MutableMapping[str, Any]
    Asgi = Callable[..., Any]

#: Phrase of a status is for people alone; WSGI wants one (PEP 3333).
_PHRASE = "Status"


class AsgiBridge:
    """
    An ASGI application that is started, called request by request, and stopped, all on one event loop of its own.

    The loop runs only while a request is answered, on the thread of the caller.
    """

    def __init__(self, application: Asgi) -> None:
        self._application = application
        self._runner = asyncio.Runner()
        self._lifespan = _Lifespan(application)
        self._transport = httpx.ASGITransport(self._with_state)

    def __enter__(self) -> Self:
        """
        Start the application.

        Raises:
            UsageError: it says that it cannot start, or another event loop is running on this thread.
        """
        if _is_running():
            raise UsageError("an event loop is running on this thread", "call it from a test that is not async")
        try:
            self._runner.run(self._lifespan.start())
        except BaseException:
            self._runner.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """
        Stop the application, and whatever it has left running.
        """
        try:
            self._runner.run(self._lifespan.stop())
        finally:
            self._runner.close()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """
        Answer a request of WSGI; what the application raises is raised.
        """
        return self._runner.run(self._answer(environ, start_response))

    async def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        response = await self._transport.handle_async_request(_request(environ))
        body = await response.aread()
        start_response(f"{response.status_code} {_PHRASE}", response.headers.multi_items())
        return [body]

    async def _with_state(self, scope: Message, receive: Asgi, send: Asgi) -> None:
        await self._application({**scope, "state": dict(self._lifespan.state)}, receive, send)


class _Lifespan:
    """
    The lifespan protocol of ASGI: an application is told that the server starts and stops.

    One that raises at the first event does not speak it, and is called without (ASGI, lifespan, "Scope").
    """

    def __init__(self, application: Asgi) -> None:
        self.state: dict[str, Any] = {}
        self._application = application
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """
        Start the application, and wait until it has started.

        Raises:
            UsageError: it says that it cannot.
        """
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        self._task = asyncio.ensure_future(self._application(scope, self._events.get, self._said.put))
        said = await self._told("lifespan.startup")
        if said.get("type") == "lifespan.startup.failed":
            reason = (str(said.get("message", "")).strip().splitlines() or ["it gives no reason"])[-1]
            raise UsageError(f"the application does not start: {reason}", "make it start without a server")

    async def stop(self) -> None:
        """
        Stop the application, if it speaks the protocol.
        """
        if self._task and not self._task.done():
            await self._told("lifespan.shutdown")

    async def _told(self, event: str) -> Message:
        """
        Send an event, and return what the application says to it; nothing if it has ended.
        """
        assert self._task  # noqa: S101 - for the type checker: `start` has made it
        await self._events.put({"type": event})
        waiting = asyncio.ensure_future(self._said.get())
        done, _ = await asyncio.wait({self._task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if waiting in done:
            return waiting.result()
        waiting.cancel()
        self._task.exception()
        return {}


def _is_running() -> bool:
    """
    Whether an event loop is running on this thread.
    """
    with suppress(RuntimeError):
        return bool(asyncio.get_running_loop())
    return False


def _request(environ: dict[str, Any]) -> httpx.Request:
    """
    Return a request of WSGI as one of httpx.
    """
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=~")
    query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
    named = {key.removeprefix("HTTP_").replace("_", "-"): value for key, value in environ.items() if _is_header(key)}
    return httpx.Request(
        environ["REQUEST_METHOD"],
        f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{path}{query}",
        headers=named,
        content=environ["wsgi.input"].read(),
    )


def _is_header(key: str) -> bool:
    return key.startswith("HTTP_") or key in {"CONTENT_TYPE", "CONTENT_LENGTH"}
