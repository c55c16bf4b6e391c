"""
Requests as raw text, and how a WSGI application is asked one.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

AUTHORITY = "differential.example"


@dataclass(frozen=True)
class Request:
    """
    A request, with path and query as they travel.

    Attributes:
        path: percent-encoded.
        query: without the question mark.
        method: upper case.
        headers: names as they are written in HTTP.
    """

    path: str
    query: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def target(self) -> str:
        """
        Path and query.
        """
        return f"{self.path}?{self.query}" if self.query else self.path

    def __str__(self) -> str:
        return " ".join((self.method, self.target, *(f"[{name}: {value}]" for name, value in self.headers)))


@dataclass(frozen=True)
class Answer:
    """
    An answer: header names in lower case, several of one name joined.
    """

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """
        The media type, without parameters.
        """
        return self.headers.get("content-type", "").partition(";")[0]

    def __str__(self) -> str:
        return f"{self.status} {self.headers} {self.body[:300]!r}"


def ask(application: Callable[..., Any], request: Request) -> Answer:
    """
    Send a request to a WSGI application in this process; nothing is decoded, encoded or normalised on the way.

    An application that raises is answered for as a server does it, by 500.
    """
    try:
        return _asked(application, request)
    except Exception as error:  # noqa: BLE001 - whatever it is, a client would see 500
        return Answer(500, {}, repr(error).encode())


def _asked(application: Callable[..., Any], request: Request) -> Answer:
    started: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], None]:
        started.update(status=status, headers=headers)
        return lambda _data: None

    chunks = application(_environ(request), start_response)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    headers: dict[str, str] = {}
    for name, value in started["headers"]:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return Answer(int(started["status"].split()[0]), headers, body)


def _environ(request: Request) -> dict[str, Any]:
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query,
        "REQUEST_URI": request.target,
        "RAW_URI": request.target,
        "SERVER_NAME": AUTHORITY,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": AUTHORITY,
        "CONTENT_LENGTH": "0",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return environ | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers}
