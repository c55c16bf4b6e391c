"""
The vocabulary of the tables: a row makes a request as raw bytes, in the scene of its conversation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from hostile.served import Served

#: Header lines in order, as they travel.
Headers: TypeAlias = "tuple[tuple[bytes, bytes], ...]"
#: A name by which the control API may be reached, and that no answer has to make up.
HOST: Headers = ((b"Host", b"localhost"),)
SCOPE = b"X-Mock-Scope"


class Manner(Enum):
    """
    How a request is sent, and what must come of it.

    Attributes:
        FRAMED: on a connection with others, pipelined; exactly one answer must come in time.
        LOOSE: alone, and the socket stays open for a while; no answer has to come, but none may be 5xx.
        ASKED: the same, in a scope in which a failure or a fault was armed: any answer is right.
    """

    FRAMED = "framed"
    LOOSE = "loose"
    ASKED = "asked"


@dataclass(frozen=True)
class Draft:
    """
    A request as raw bytes.

    Attributes:
        raw: what is sent.
        method: decides whether the answer has a body.
        manner: see there.
    """

    raw: bytes
    method: str = "GET"
    manner: Manner = Manner.FRAMED


@dataclass(frozen=True)
class Shot:
    """
    A request of a run: its number, and the row of the table that made it.
    """

    number: int
    kind: str
    draft: Draft


@dataclass(frozen=True)
class Scene:
    """
    Where a request is made.

    Attributes:
        random: the source of chance.
        served: what the server says of itself.
        scopes: of this conversation; nothing that makes 5xx is armed in them.
        pending: the scope of this conversation for what makes 5xx on demand.
    """

    random: Random
    served: Served
    scopes: tuple[bytes, ...]
    pending: bytes

    def api_path(self) -> bytes:
        """
        Return the path of a list or of a record.
        """
        return self.random.choice(self.served.targets).encode()


#: What a row of the table is.
Row: TypeAlias = Callable[[Scene], Draft]


def request(
    target: bytes, method: str = "GET", headers: Headers = (), body: bytes | None = None, host: Headers = HOST
) -> bytes:
    """
    Return a request; with a body, its length is stated unless the headers say how it is framed.
    """
    lines = [method.encode() + b" " + target + b" HTTP/1.1", *(b": ".join(each) for each in (*host, *headers))]
    framed = {name.lower() for name, _ in headers} & {b"content-length", b"transfer-encoding"}
    if body is not None and not framed:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body or b"")


def chunked(random: Random, body: bytes) -> bytes:
    """
    Return a body in chunks of any size, with extensions and trailers here and there.
    """
    parts = []
    while body:
        size = random.choice((1, 7, 100, 4000, len(body)))
        piece, body = body[:size], body[size:]
        extension = random.choice((b"", b"", b";a=b", b';x="y;z"'))
        parts.append(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece))
    return b"".join(parts) + b"0\r\n" + random.choice((b"", b"X-Trailer: 1\r\n")) + b"\r\n"


def some(random: Random, values: Sequence[bytes], most: int) -> list[bytes]:
    """
    Return one to so many of some values, repeated ones included.
    """
    return [random.choice(values) for _ in range(random.randint(1, most))]


def joined(separator: bytes, parts: Iterable[bytes], limit: int) -> bytes:
    """
    Join parts as long as the whole stays within a limit.
    """
    whole = separator.join(parts)
    return whole if len(whole) <= limit else whole[:limit]
