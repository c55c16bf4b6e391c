"""
Known answers and bounds of a connection, over real sockets, behind uvicorn as `serve` runs it.
"""

from __future__ import annotations

import asyncio

import pytest
from echo_application import Echo, answered, parts, run, served

_PLAIN = b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
_KNOWN = b"GET /known?b=%20c HTTP/1.1\r\nHost: a\r\n\r\n"
_LAST = b"GET /z HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
_Z = (200, b"GET /z  host,connection ")
_UPGRADE = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (_LAST, [_Z]),
        (_PLAIN + _LAST, [(200, b"GET /a  host "), _Z]),
        (_KNOWN + _KNOWN + _LAST, [(200, b"known"), (200, b"known"), _Z]),
        (_PLAIN + _KNOWN + _LAST, [(200, b"GET /a  host "), (200, b"known"), _Z]),
        (b"GET http://b/known HTTP/1.1\r\n" + _LAST[17:], [(200, b"known")]),
        (
            b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-Mock-Scope: x\r\n\r\n"
            + _LAST,
            [(200, b"POST /b  transfer-encoding abc"), _Z],
        ),
        (
            b"POST /b HTTP/1.1\r\n" + _UPGRADE + b"Content-Length: 3\r\n\r\nabc" + _LAST,
            [(200, b"POST /b  connection,content-length abc"), _Z],
        ),
        ((b"GET /known HTTP/1.1\r\n" + _UPGRADE + b"\r\n") * 2_000 + _LAST, [(200, b"known")] * 2_000 + [_Z]),
        (b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", [(400, b"Invalid HTTP request received.")]),
        (_KNOWN + b"no request\r\n\r\n", [(200, b"known"), (400, b"Invalid HTTP request received.")]),
        (
            _PLAIN + _PLAIN + b"no request\r\n\r\n" + _PLAIN,
            [(200, b"GET /a  host ")] * 2 + [(400, b"Invalid HTTP request received.")],
        ),
        (
            b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + _LAST,
            [(400, b"Invalid HTTP request received.")],
        ),
        (b"GET a:1 HTTP/1.1\r\nHost: a\r\n\r\n", [(400, b"Invalid HTTP request received.")]),
        (b"GET /a HTTP/1.1\r\nA: " + b"a" * 100_000, [(400, b"The head is too large.")]),
    ],
    ids=[
        "one",
        "two",
        "known",
        "known behind another",
        "known with a host",
        "trailer",
        "offer with a body",
        "many offers",
        "tunnel",
        "text behind a known one",
        "text behind others",
        "broken chunk",
        "host alone",
        "endless header",
    ],
)
def test_what_is_answered(sent: bytes, expected: list[tuple[int, bytes]]) -> None:
    """
    Requests are answered in their order, known or not, and what is none is refused.

    A trailer is no header, and an offer of another protocol is not taken.
    """
    assert expected == parts(answered(sent))


def test_known_answer_is_like_another() -> None:
    """
    A known answer has the bytes that uvicorn sends of the same.
    """
    found = answered(_KNOWN + b"GET /known HTTP/1.0\r\n\r\n")
    first, second, rest = found.split(b"known")

    assert (first, rest) == (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n", b"")
    assert second == first.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")


def test_known_answers_keep_their_turn() -> None:
    """
    What is known is answered at once, and behind a request that is not known when that one is.
    """

    async def act() -> tuple[list[str], list[str], bytes]:
        app = Echo()
        async with served(app) as (reader, writer, _):
            writer.write(_KNOWN)
            await reader.readuntil(b"known")
            writer.write(b"GET /slow HTTP/1.1\r\n\r\n" + _KNOWN)
            await asyncio.sleep(0.05)
            before = list(app.heard)
            app.go_on.set()
            return before, app.heard, await reader.readuntil(b"known")

    before, after, answers = run(act)

    assert (["known GET b=%20c", "/slow"], ["known GET b=%20c", "/slow", "known GET b=%20c"]) == (before, after)
    assert [200, 200] == [status for status, _ in parts(answers)]


@pytest.mark.parametrize(("path", "seen"), [("/short", b""), ("/shortabc", b"abc")])
def test_answer_that_is_too_short_ends_the_connection(path: str, seen: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """
    What promises more than it has is cut; where it has nothing, not even its head is sent; neither is an error.
    """
    found = answered(f"GET {path} HTTP/1.1\r\n\r\n".encode())

    assert (bool(seen), seen) == (found.startswith(b"HTTP/1.1 200"), found.partition(b"\r\n\r\n")[2])
    assert [] == [each for each in caplog.records if each.levelname == "ERROR"]


def test_known_answers_wait_for_their_client() -> None:
    """
    What a client does not read is bounded, though it is known.
    """

    async def act() -> int:
        async with served(Echo()) as (reader, writer, server):
            writer.write(_KNOWN * 300_000)
            most = 0
            for _ in range(10):
                await asyncio.sleep(0.05)
                (one,) = server.server_state.connections
                most = max(most, one.transport.get_write_buffer_size())
            reader.feed_eof()
            return most

    assert 0 < run(act) < 400_000


def test_requests_that_are_sent_ahead_are_bounded() -> None:
    """
    While requests wait that were sent ahead, no more are read.
    """

    async def act() -> list[int]:
        app = Echo()
        async with served(app) as (reader, writer, server):
            writer.write(b"GET /slow HTTP/1.1\r\n\r\n" + _PLAIN * 400_000)
            await asyncio.sleep(0.5)
            (one,) = server.server_state.connections
            waiting = [len(one.pipeline)]
            app.go_on.set()
            for _ in range(100):
                await reader.read(10_000)
                waiting.append(len(one.pipeline))
            return waiting

    assert 1 < max(run(act)) < 20_000


@pytest.mark.parametrize("sent", [b"", b"GET / HT", _PLAIN + b"GET / HT", _KNOWN, _KNOWN + b"GET / HT"])
def test_late_clients_are_left(sent: bytes) -> None:
    """
    A head that does not come in time ends the connection, the first one and another.
    """
    assert len(parts(answered(sent, idle=0.2))) == sent.count(b"\r\n\r\n")


def test_dripped_head_is_late() -> None:
    """
    A client that sends a head letter by letter has no more time than another; one that waits for an answer has.
    """

    async def act() -> tuple[bytes, bytes]:
        app = Echo()
        async with served(app, 0.3) as (reader, writer, _):
            place = writer.get_extra_info("peername")
            slow, other = await asyncio.open_connection(*place)
            other.write(b"GET /slow HTTP/1.1\r\n\r\n")
            dripping = asyncio.ensure_future(_drip(writer))
            dripped = await reader.read()
            dripping.cancel()
            await asyncio.sleep(0.4)
            app.go_on.set()
            answer = await slow.readuntil(b"/slow")
            other.transport.abort()
            return dripped, answer

    dripped, answer = run(act)
    assert (b"", True) == (dripped, answer.startswith(b"HTTP/1.1 200"))


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET /")
    while not writer.transport.is_closing():
        await asyncio.sleep(0.05)
        writer.write(b"a")


def test_body_that_nobody_reads_is_no_reset() -> None:
    """
    A client that goes on sending a large body reads the whole answer.
    """
    sent = b"POST /unread HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n" + b"a" * 8_000_000
    assert parts(answered(sent + _LAST)) == [(200, b"POST /unread  content-length "), _Z]
