"""
The way from an ASGI server to the WSGI application and back, without a server.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.http.asgi import Asgi, environ_of
from mockserver.http.receiving import shown_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "raw_path": b"/a%2Fb/%ff",
    "query_string": b"x=%ff",
    "server": ("127.0.0.1", "8000"),
    "client": ("::1", "40000"),
    "headers": [(b"host", b"mock.test")],
}
FINE = "200 OK"


def answered(
    body: Callable[[dict[str, Any]], Iterable[bytes]],
    *headers: tuple[str, str],
    scope: dict[str, Any] = SCOPE,
    leave_after: int | None = None,
) -> list[dict[str, Any]]:
    """
    Return the messages with which an application with that body answers a client, who may leave after some of them.
    """
    sent: list[dict[str, Any]] = []
    gone = asyncio.Event()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(FINE, list(headers))
        return body(environ)

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if leave_after is not None and len(sent) > leave_after:
            gone.set()
        await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(Asgi(app, lambda _: False)(scope, receive, send), 30))
    return sent


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ([(b"x-mock-scope", b"a")], {"HTTP_X_MOCK_SCOPE": "a"}),
        ([(b"x_mock_scope", b"a")], {}),
        ([(b"x_mock-scope", b"a"), (b"x-mock-scope", b"b"), (b"x-mock_scope", b"c")], {"HTTP_X_MOCK_SCOPE": "b"}),
        ([(b"content_type", b"a"), (b"content-type", b"b")], {"CONTENT_TYPE": "b"}),
        ([(b"content_length", b"1")], {}),
        ([(b"accept", b"a"), (b"accept", b"b")], {"HTTP_ACCEPT": "a,b"}),
        ([(b"cookie", b"a=1"), (b"cookie", b"b=2")], {"HTTP_COOKIE": "a=1; b=2"}),
        ([(b"x", b"\xff")], {"HTTP_X": "\xff"}),
    ],
)
def test_headers_are_folded_without_loss(sent: list[tuple[bytes, bytes]], seen: dict[str, str]) -> None:
    """
    A name with an underscore is dropped, a repeated one joined, and a value keeps its bytes.
    """
    environ = environ_of({**SCOPE, "headers": sent})
    assert seen == {name: value for name, value in environ.items() if name.startswith(("HTTP_", "CONTENT_"))}


def test_path_keeps_its_bytes() -> None:
    """
    A path is decoded, bytes that are no UTF-8 included, and a query is not.
    """
    environ = environ_of(SCOPE)
    assert ("/a/b/\xff", "x=%ff", "::1") == (environ["PATH_INFO"], environ["QUERY_STRING"], environ["REMOTE_ADDR"])


def test_whole_body_is_sent_at_once() -> None:
    """
    A body that is there as a whole is one message.
    """
    assert answered(lambda _: [b"ab"], ("Content-Length", "2"), ("X-A", "\xff")) == [
        {"type": "http.response.start", "status": 200, "headers": ((b"content-length", b"2"), (b"x-a", b"\xff"))},
        {"type": "http.response.body", "body": b"ab", "more_body": False},
    ]


def test_slow_body_is_sent_as_it_comes() -> None:
    """
    A body that comes in pieces is sent in these, and ends where it ends, though its length says more.
    """
    sent = answered(lambda _: iter((b"a", b"b")), ("Content-Length", "9"))
    assert [(b"a", True), (b"b", True), (b"", False)] == [(each["body"], each["more_body"]) for each in sent[1:]]


def test_slow_body_ends_with_its_client() -> None:
    """
    When the client has gone, an endless body is asked for no more, and closed.
    """
    ended = []

    def endless(_: object) -> Iterator[bytes]:
        try:
            while True:
                yield b"a"
        finally:
            ended.append(True)

    answered(endless, ("Content-Length", "9"), leave_after=3)
    assert [True] == ended


def test_unread_body_is_not_waited_for() -> None:
    """
    A body that is not acted on is empty for the application if it does not come with its request.
    """
    read = []

    def body(environ: dict[str, Any]) -> Iterable[bytes]:
        read.append(environ["wsgi.input"].read())
        return [b""]

    answered(body, ("Content-Length", "0"), scope={**SCOPE, "method": "POST", "headers": [(b"content-length", b"9")]})
    assert [b""] == read


def body_seen(path: bytes, reads_body: bool, length: int) -> bytes:  # noqa: FBT001 - a case
    """
    Return the body that an application is handed of a request that comes whole.
    """
    seen = []

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(shown_body(environ))
        start_response(FINE, [("Content-Length", "0")])
        return [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * length, "more_body": False}

    async def send(_: dict[str, Any]) -> None:
        pass

    scope = {**SCOPE, "raw_path": path, "method": "POST", "headers": [(b"content-length", str(length).encode())]}
    asyncio.run(Asgi(app, lambda _: reads_body)(scope, receive, send))
    return seen[0]


@pytest.mark.parametrize(
    ("path", "reads_body", "length", "kept"),
    [
        (b"/v1/things/", False, 65_536, 65_536),
        (b"/v1/things/", False, 65_537, 0),
        (b"/__mock__/state", False, 9, 0),
        (b"/__mock__/state", True, 9, 9),
    ],
    ids=["shown", "too large", "refused", "acted on"],
)
def test_body_that_is_only_shown(path: bytes, reads_body: bool, length: int, kept: int) -> None:  # noqa: FBT001 - a case
    """
    The journal gets a body of up to 64 KiB; of who may not use the control API nothing is read.
    """
    assert kept == len(body_seen(path, reads_body, length))
