"""
A server that writes down what it was sent, byte for byte, to hold copies of requests to the requests.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Opens every answer to a page of any origin.
_OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Access-Control-Allow-Methods": "*"}


@dataclass(frozen=True)
class Sent:
    """
    One request as it came.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Notebook:
    """
    The requests that came, in order, without those that a browser asks beforehand.
    """

    url: str = ""
    sent: list[Sent] = field(default_factory=list)


@contextmanager
def notebook() -> Iterator[Notebook]:
    """
    Serve as long as the block runs.
    """
    written = Notebook()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if "Access-Control-Request-Method" not in self.headers and self.path != "/favicon.ico":
                # The line of the request is Latin-1, the names of headers have no case.
                headers = {name.lower(): value for name, value in self.headers.items()}
                written.sent.append(Sent(self.command, self.path, headers, body))
            self.send_response(200)
            for name, value in _OPEN.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    written.url = f"http://127.0.0.1:{server.server_port}"
    yield written
    server.shutdown()
    server.server_close()
