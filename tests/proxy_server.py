"""
A proxy on a free port: it hands requests on, and notes them.
"""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Proxy:
    """
    A proxy.

    Attributes:
        url: where it listens.
        user: what `Proxy-Authorization` has to say; "" lets everybody through.
        asked: the URLs that it was asked for.
    """

    url: str = ""
    user: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def proxying(user: str = "") -> Iterator[Proxy]:
    """
    Offer a proxy while the block runs.
    """
    proxy = Proxy(user=user)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proxy.asked.append(self.path)
            if proxy.user and self.headers.get("Proxy-Authorization") != proxy.user:
                self.send_response(407)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            parts = urlsplit(self.path)
            connection = http.client.HTTPConnection(parts.netloc, timeout=30)
            connection.request("GET", f"{parts.path}?{parts.query}", headers=dict(self.headers))
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            self.send_response(answer.status)
            for name in ("Content-Type", "Allow", "Vary"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
