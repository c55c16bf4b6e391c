"""
An application in process, made to fail as a server does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def guarded(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """
    Return the application with its exceptions turned into status 500, as every WSGI server does.

    Without it a crash of the server under test would look like a crash of the test.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # PEP 3333: one character for each byte; `httpx.WSGITransport` decodes the path further.
        environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
        try:
            return application(environ, start_response)
        except Exception:  # noqa: BLE001 - whatever it raises is its own
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"Internal Server Error"]

    return answer
