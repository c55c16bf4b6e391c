"""
Servers that break HTTP on purpose, each one a function of a connection whose request has been read.
"""

from __future__ import annotations

import gzip
import itertools
import socket
import struct
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Answer = Callable[[socket.socket, bytes], None]

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
#: Seconds between two bytes of a drip: often enough that no timeout of a single read ends it.
_DRIP = 0.05
_BLOCK = b" " * 65_536
_GIGABYTE = 1024**3


def _drip(connection: socket.socket, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        connection.sendall(piece)
        time.sleep(_DRIP)


def _flood(connection: socket.socket, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        connection.sendall(piece)


def body_drip(connection: socket.socket, _: bytes) -> None:
    """
    A byte of the body now and then.
    """
    connection.sendall(_HEAD + b"Content-Length: 1000000\r\n\r\n")
    _drip(connection, itertools.repeat(b" "))


def chunk_drip(connection: socket.socket, _: bytes) -> None:
    """
    A chunk of one byte now and then.
    """
    connection.sendall(_CHUNKED)
    _drip(connection, itertools.repeat(b"1\r\n \r\n"))


def header_drip(connection: socket.socket, _: bytes) -> None:
    """
    A byte of a header now and then.
    """
    connection.sendall(_HEAD + b"X-Long: ")
    _drip(connection, itertools.repeat(b"x"))


def interim_drip(connection: socket.socket, _: bytes) -> None:
    """
    `100 Continue` for ever, with pauses.
    """
    _drip(connection, itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))


def interim_flood(connection: socket.socket, _: bytes) -> None:
    """
    `100 Continue` for ever, as fast as it can.
    """
    _flood(connection, itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 100))


def header_flood(connection: socket.socket, _: bytes) -> None:
    """
    Headers without end.
    """
    connection.sendall(_HEAD)
    _flood(connection, (b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in itertools.count()))


def silence(connection: socket.socket, _: bytes) -> None:
    """
    No answer, on a connection that stays open.
    """
    connection.recv(1)


def endless_body(connection: socket.socket, _: bytes) -> None:
    """
    Chunks without end.
    """
    connection.sendall(_CHUNKED)
    _flood(connection, itertools.repeat(b"10000\r\n" + _BLOCK + b"\r\n"))


def until_close(connection: socket.socket, _: bytes) -> None:
    """
    A body that would end with the connection, which does not end.
    """
    connection.sendall(_HEAD + b"Connection: close\r\n\r\n")
    _flood(connection, itertools.repeat(_BLOCK))


def gigabyte(connection: socket.socket, _: bytes) -> None:
    """
    A body of one gigabyte, whose length is told.
    """
    connection.sendall(_HEAD + b"Content-Length: %d\r\n\r\n" % _GIGABYTE)
    _flood(connection, itertools.repeat(_BLOCK, _GIGABYTE // len(_BLOCK)))


@cache
def bomb(layers: int = 1) -> bytes:
    """
    Return 600 megabytes of spaces, packed by gzip so many times.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, other = (packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + other * 599 + packer.flush()
    return packed if layers == 1 else gzip.compress(packed)


def gzip_bomb(connection: socket.socket, _: bytes) -> None:
    """
    600 kilobytes that unpack to 600 megabytes.
    """
    connection.sendall(_HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb()) + bomb())


def double_bomb(connection: socket.socket, _: bytes) -> None:
    """
    The same, packed once more.
    """
    body = bomb(2)
    connection.sendall(_HEAD + b"Content-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def torn_gzip(connection: socket.socket, _: bytes) -> None:
    """
    A body that is said to be gzip and is none.
    """
    connection.sendall(_HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone")


def reset(connection: socket.socket, _: bytes) -> None:
    """
    The connection is reset in the middle of the body.
    """
    connection.sendall(_HEAD + b"Content-Length: 1000\r\n\r\n{")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def nothing(_: socket.socket, __: bytes) -> None:
    """
    The connection is closed without a byte.
    """


def garbage(connection: socket.socket, _: bytes) -> None:
    """
    Bytes that are no HTTP.
    """
    connection.sendall(bytes(range(256)) * 300)


def broken_chunks(connection: socket.socket, _: bytes) -> None:
    """
    A chunk whose length is no number.
    """
    connection.sendall(_CHUNKED + b"zz\r\n{}\r\n")


def length_too_long(connection: socket.socket, _: bytes) -> None:
    """
    Fewer bytes than were told.
    """
    connection.sendall(_HEAD + b"Content-Length: 1000\r\n\r\n{}")


def length_of_many_digits(connection: socket.socket, _: bytes) -> None:
    """
    A length that no integer holds.
    """
    connection.sendall(_HEAD + b"Content-Length: %s\r\n\r\n{}" % (b"9" * 5000))


def length_too_short(connection: socket.socket, _: bytes) -> None:
    """
    More bytes than were told.
    """
    connection.sendall(_HEAD + b'Content-Length: 3\r\n\r\n{"count": 1, "results": []}')


def redirect_loop(connection: socket.socket, request: bytes) -> None:
    """
    A redirect to the same place.
    """
    _redirect(connection, request.split()[1])


def growing_redirects(connection: socket.socket, request: bytes) -> None:
    """
    A redirect to a place whose path is twice as long.
    """
    path = request.split()[1].partition(b"?")[0].rstrip(b"/")
    _redirect(connection, path + b"/a" * max(len(path) // 2, 4))


def redirect_abroad(connection: socket.socket, _: bytes) -> None:
    """
    A redirect to another host.
    """
    _redirect(connection, b"http://other.invalid/?token=s3cret")


def _redirect(connection: socket.socket, place: bytes) -> None:
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % place)


def refusal_for_ever(connection: socket.socket, _: bytes) -> None:
    """
    Come back in a time of thousands of digits.
    """
    connection.sendall(
        b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n" % (b"9" * 5000)
    )


#: Servers that give no answer, and what is said of each.
WITHOUT_ANSWER: Mapping[Answer, str] = {
    body_drip: "no complete response within",
    chunk_drip: "no complete response within",
    header_drip: "no complete response within",
    interim_drip: "no complete response within",
    interim_flood: "no complete response within|more than [0-9,]+ bytes as sent",
    silence: "no complete response within",
    header_flood: "[Rr]eceive buffer too long|more than [0-9,]+ bytes as sent",
    endless_body: "more than [0-9,]+ bytes as (sent|unpacked)",
    until_close: "more than [0-9,]+ bytes as (sent|unpacked)",
    gigabyte: "more than [0-9,]+ bytes as (sent|unpacked)",
    gzip_bomb: "more than [0-9,]+ bytes as unpacked",
    torn_gzip: "incorrect header check",
    reset: "no answer in 3 attempts, the last one: ",
    nothing: "no answer in 3 attempts, the last one: Server disconnected",
    garbage: "no answer in 3 attempts, the last one: illegal",
    broken_chunks: "no answer in 3 attempts, the last one: illegal chunk header",
    length_too_long: "no answer in 3 attempts, the last one: peer closed connection without sending complete message",
    length_of_many_digits: "no answer in 3 attempts, the last one: bad Content-Length",
}
#: Servers whose redirects lead to no answer, and what is said of each to those who follow them.
REDIRECTING: Mapping[Answer, str] = {
    redirect_loop: "no answer after 5 redirects",
    growing_redirects: "no answer after 5 redirects",
    redirect_abroad: "redirects to another origin, which is not followed: http://other.invalid/",
}
#: Servers whose answers are HTTP, however wrong.
ANSWERING: tuple[Answer, ...] = (double_bomb, length_too_short)


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """
    Serve on a free port, each connection in a thread of its own, and give the URL.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        threading.Thread(target=_accept, args=(listener, answer), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        # A thread that waits in accept() is woken by shutdown alone.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def not_accepting() -> Iterator[str]:
    """
    Listen without accepting, with a full queue, so that no further connection is ever made.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = [socket.socket() for _ in range(8)]
        for each in waiting:
            each.settimeout(0)
            each.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for each in waiting:
            each.close()


def _accept(listener: socket.socket, answer: Answer) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection, answer), daemon=True).start()


def _serve(connection: socket.socket, answer: Answer) -> None:
    with connection, suppress(OSError):
        request = b""
        while b"\r\n\r\n" not in request:
            if not (read := connection.recv(65_536)):
                return
            request += read
        answer(connection, request)
