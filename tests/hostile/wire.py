"""
What is no proper request on the wire: unfinished, ambiguous, or of another protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.shot import HOST, Draft, Headers, Manner, Scene, chunked, request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.shot import Row

_INNER = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
_FRAMINGS: tuple[Headers, ...] = (
    ((b"Content-Length", b"4"), (b"Transfer-Encoding", b"chunked")),
    ((b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"4")),
    ((b"Transfer-Encoding", b"chunked"), (b"Transfer-Encoding", b"identity")),
    ((b"Transfer-Encoding", b"identity, chunked"),),
    ((b"Transfer-Encoding", b"chunked, chunked"),),
    ((b"Transfer-Encoding", b"xchunked"),),
    ((b"Transfer-Encoding", b"\x0bchunked"),),
    ((b"Transfer-Encoding ", b"chunked"),),
    ((b"Transfer-Encoding", b"\r\n chunked"),),
    ((b"TRANSFER_ENCODING", b"chunked"), (b"Content-Length", b"0")),
    ((b"Content-Length", b"4"), (b"Content-Length", b"4")),
    ((b"Content-Length", b"4"), (b"Content-Length", b"50")),
    ((b"Content-Length", b"0, 4"),),
    ((b" Content-Length", b"4"),),
    ((b"Content-Length", b"4\r\n 0"),),
    ((b"Content-Length", b"18446744073709551616"),),
    ((b"Connection", b"Content-Length"), (b"Content-Length", b"4")),
    ((b"Expect", b"100-continue"), (b"Content-Length", b"4")),
    ((b"Expect", b"x"), (b"Content-Length", b"4")),
    (
        (b"Upgrade", b"websocket"),
        (b"Connection", b"Upgrade"),
        (b"Sec-WebSocket-Key", b"x"),
        (b"Sec-WebSocket-Version", b"13"),
    ),
    ((b"Upgrade", b"h2c"), (b"Connection", b"Upgrade, HTTP2-Settings"), (b"HTTP2-Settings", b"AAMAAABk")),
    ((b"Connection", b"close, keep-alive"), (b"Keep-Alive", b"timeout=-1"), (b"Content-Length", b"4")),
)
_LINES = (
    *(
        b"GET {} HTTP/1.0",
        b"GET {} HTTP/0.9",
        b"GET {} HTTP/9.9",
        b"GET {} HTTP/1.1 x",
        b"GET  {}  HTTP/1.1",
        b"GET\t{}\tHTTP/1.1",
    ),
    *(
        b"GET {}",
        b"get {} http/1.1",
        b"G\xffT {} HTTP/1.1",
        b"GET {} HTTP/1.1\r",
        b" GET {} HTTP/1.1",
        b"\r\n\r\nGET {} HTTP/1.1",
    ),
    *(
        b"GET http://foreign.test{} HTTP/1.1",
        b"GET https://user:pass@localhost:99999{} HTTP/1.1",
        b"CONNECT localhost:1 HTTP/1.1",
    ),
    *(
        b"OPTIONS * HTTP/1.1",
        b"GET * HTTP/1.1",
        b"GET ? HTTP/1.1",
        b"GET # HTTP/1.1",
        b"GET foreign HTTP/1.1",
        b"A" * 5000 + b" {} HTTP/1.1",
    ),
    *(
        b"PRI * HTTP/2.0",
        b"RTSP {} RTSP/1.0",
        b"GET {}\x00 HTTP/1.1",
        b"GET \x01{} HTTP/1.1",
        b": {} HTTP/1.1",
        b"GET /\r\n{} HTTP/1.1",
    ),
)
_HEADS = (
    *(
        b"Host: localhost",
        b"",
        b"Host: localhost\r\nHost: foreign.test",
        b"Host:localhost\r\nNo colon",
        b"Host: localhost\r\n: x",
    ),
    *(
        b"Host: localhost\r\n folded",
        b"Host : localhost",
        b"Host: localhost\nX: 1",
        b"Host: localhost\rX: 1",
        b"Host: localhost\x00",
    ),
    *(
        b"Host: localhost\r\nX\x00Y: 1",
        b"Host: localhost\r\nX: a\x01b",
        b"H\xc3\xb6st: localhost",
        b"Host: localhost\r\nX Y: 1",
    ),
)
_FOREIGN = (
    *(
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"SSH-2.0-x\r\n",
        b"\x00" * 500,
        b"\xff" * 500,
        b"\r\n" * 500,
    ),
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff\xff\xff\x01\x25\x7f\xff\xff\xff" + b"\x00" * 100,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00" * 20,
    *(
        b"GET / HTTP/1.1\n\n",
        b"EHLO localhost\r\n",
        b"{}",
        b"*1\r\n$4\r\nPING\r\n",
        b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n" + _INNER,
    ),
)


def _loose(raw: bytes, method: str = "GET") -> Draft:
    return Draft(raw, method, Manner.LOOSE)


def _posted(scene: Scene, headers: Headers, body: bytes) -> bytes:
    """
    Send to a path where nothing is changed whatever the server makes of it.
    """
    target = scene.random.choice((scene.api_path(), scene.served.control.encode() + b"/state"))
    return request(target, scene.random.choice(("POST", "GET", "PUT")), headers, body)


def _smuggled(scene: Scene) -> Draft:
    body = scene.random.choice((b"0\r\n\r\n", b"5c\r\n", b"4\r\nabcd\r\n0\r\n\r\n", b"abcd", b"")) + _INNER
    return _loose(_posted(scene, scene.random.choice(_FRAMINGS), body), "POST")


def _malformed(scene: Scene) -> Draft:
    line = scene.random.choice(_LINES).replace(b"{}", scene.api_path())
    return _loose(
        line
        + b"\r\n"
        + scene.random.choice(_HEADS)
        + scene.random.choice((b"\r\n\r\n", b"\n\n", b"\r\n\n", b"\r\r\n\r\n"))
    )


def _foreign(scene: Scene) -> Draft:
    return _loose(scene.random.choice(_FOREIGN))


def _half_head(scene: Scene) -> Draft:
    """
    Stop anywhere before the head ends; nothing at all is sent sometimes.
    """
    whole = request(scene.api_path(), headers=((b"Accept", b"*/*"), (b"Cookie", b"a=" + b"b" * 500)))
    return _loose(whole[: scene.random.randrange(len(whole) - 1)])


def _half_body(scene: Scene) -> Draft:
    """
    Stop anywhere in the body, on paths that read one and on others.
    """
    operation = scene.random.choice([each for each in scene.served.operations if each.schema is not None])
    target = scene.random.choice((operation.path.encode(), scene.api_path()))
    body = b'{"rate": ' + b" " * scene.random.choice((10, 1000, 100_000))
    if scene.random.random() < 0.5:
        headers = ((b"Content-Length", b"%d" % (len(body) * 2)), (b"Content-Type", b"application/json"))
        head = request(target, operation.method, headers)
        return _loose(head + body[: scene.random.randrange(len(body))], operation.method)
    head = request(
        target, operation.method, ((b"Transfer-Encoding", b"chunked"), (b"Content-Type", b"application/json"))
    )
    return _loose(head + chunked(scene.random, body)[: scene.random.randrange(len(body))], operation.method)


def _expecting(scene: Scene) -> Draft:
    operation = scene.random.choice([each for each in scene.served.operations if each.schema is not None])
    headers = ((b"Expect", b"100-continue"), (b"Content-Length", b"100"), (b"Content-Type", b"application/json"))
    return _loose(request(operation.path.encode(), operation.method, headers), operation.method)


def _half_pipelined(scene: Scene) -> Draft:
    """
    Send many requests whose answers nobody reads, and half of one more.
    """
    whole = request(scene.api_path(), host=HOST)
    return _loose(whole * scene.random.choice((2, 10, 30)) + whole[: len(whole) // 2])


#: Requests that leave the server waiting, or in doubt.
WIRE: Mapping[str, tuple[int, Row]] = {
    "smuggling": (5, _smuggled),
    "malformed head": (6, _malformed),
    "another protocol": (3, _foreign),
    "half a head": (2, _half_head),
    "half a body": (2, _half_body),
    "body expected": (1, _expecting),
    "half a pipeline": (1, _half_pipelined),
}
