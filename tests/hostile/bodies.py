"""
Hostile bodies, on every method.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from hostile.shot import Draft, Headers, Manner, Scene, chunked, request
from hostile.texts import BROKEN, JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.shot import Row

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X")
_TYPES = (
    *(b"application/json", b"application/json", b"application/json; charset=utf-16", b"application/json;charset=x"),
    *(b"text/plain", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x", b"multipart/form-data"),
    *(b"", b"x", b"\xff", b"application/xml"),
)
#: A server that answers before it has read so long a body resets the connection, and the answer may be lost.
_MAY_BE_CUT = 10_000
_ENCODINGS = (b"gzip", b"br", b"deflate", b"identity", b"gzip, gzip", b"x", b"")


def _target(scene: Scene) -> bytes:
    control = scene.random.choice(scene.served.operations).path.encode()
    return scene.random.choice((scene.api_path(), scene.api_path(), control, b"/", b"/openapi.json", b"/nothing"))


def _content(scene: Scene) -> bytes:
    if scene.random.random() < 0.4:
        return scene.random.choice(BROKEN)
    return scene.random.choice(JSON).encode()


def _headers(scene: Scene) -> Headers:
    return ((b"Content-Type", scene.random.choice(_TYPES)),)


def _draft(scene: Scene, headers: Headers, body: bytes, manner: Manner = Manner.FRAMED) -> Draft:
    """
    Send a body to a path of the API with any method, or to the control API with one that changes nothing there.

    The body goes to no scope: what the control API would take must not change what others are answered.
    """
    target, method = _target(scene), scene.random.choice(METHODS)
    if target.startswith(scene.served.control.encode()):
        method = scene.random.choice(("GET", "HEAD", "OPTIONS", "PATCH", "TRACE", "X"))
    if len(body) > _MAY_BE_CUT:
        manner = Manner.LOOSE
    return Draft(request(target, method, headers, body), method, manner)


def _hostile(scene: Scene) -> Draft:
    return _draft(scene, _headers(scene), _content(scene))


def _chunked(scene: Scene) -> Draft:
    headers = (*_headers(scene), (b"Transfer-Encoding", b"chunked"))
    return _draft(scene, headers, chunked(scene.random, _content(scene)))


def _encoded(scene: Scene) -> Draft:
    body = gzip.compress(b"[" * 1_000_000, mtime=0) if scene.random.random() < 0.3 else _content(scene)
    return _draft(scene, (*_headers(scene), (b"Content-Encoding", scene.random.choice(_ENCODINGS))), body)


def _gigantic(scene: Scene) -> Draft:
    body = scene.random.choice((b"[", b"\x00", b"1,", b'{"a":', b"a=b&")) * scene.random.choice((200_000, 1_000_000))
    return _draft(scene, _headers(scene), body, Manner.LOOSE)


def _wrong_length(scene: Scene) -> Draft:
    lengths = (
        b"0",
        b"1",
        b"5",
        b"100000",
        b"-1",
        b"+5",
        b"5, 5",
        b"5, 6",
        b"0x5",
        b"5.0",
        b" ",
        b"",
        b"9" * 30,
        b"\xff",
        b"05",
    )
    headers = (*_headers(scene), (b"Content-Length", scene.random.choice(lengths)))
    return _draft(scene, headers, _content(scene)[:5000], Manner.LOOSE)


def _broken_chunks(scene: Scene) -> Draft:
    broken = (
        *(
            b"5\r\nab\r\n0\r\n\r\n",
            b"-1\r\na\r\n0\r\n\r\n",
            b"x\r\n",
            b"\r\n\r\n",
            b"0\r\n",
            b"5",
            b"5;" + b"a" * 20_000,
            b"1\na\n0\n\n",
        ),
        *(
            b"f" * 17 + b"\r\na\r\n",
            b"0x1\r\na\r\n0\r\n\r\n",
            b"1 \r\na\r\n0\r\n\r\n",
            b"0\r\n" + b"T: 1\r\n" * 5000 + b"\r\n",
        ),
        *(
            b"1\r\na\r\n" * 2000,
            b"ffffffff\r\n" + b"a" * 100,
            b"00000000000000000001\r\na\r\n0\r\n\r\n",
            b"1\r\na0\r\n\r\n",
        ),
    )
    headers = (*_headers(scene), (b"Transfer-Encoding", b"chunked"))
    return _draft(scene, headers, scene.random.choice(broken), Manner.LOOSE)


#: Requests whose body is hostile.
BODIES: Mapping[str, tuple[int, Row]] = {
    "body": (14, _hostile),
    "body chunked": (4, _chunked),
    "body encoded": (2, _encoded),
    "body gigantic": (1, _gigantic),
    "body of wrong length": (3, _wrong_length),
    "body of broken chunks": (3, _broken_chunks),
}
