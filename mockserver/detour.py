"""
The way past Flask: an answer of the API needs neither its router nor its response.

So a server imports Flask, which takes as long as the rest of a small start, when somebody first asks for a page or
for the control API.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mockserver.control.repeatable import REPEATABLE_KEY
from mockserver.http.access import PREFIX
from mockserver.http.hint_header import HINTS_KEY
from mockserver.http.receiving import shown_body
from mockserver.http.request import read_request
from mockserver.http.source_header import SOURCE_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mockserver.control.failures import Wire
    from mockserver.control.mock_server import MockServer
    from mockserver.http.access import Access
    from mockserver.http.access_log import Wsgi

#: First segments of the paths that have routes in Flask's router, that of the first page aside.
_ROUTED = frozenset({PREFIX.strip("/"), "docs", "openapi.json"})
#: Statuses of answers without a body, from which werkzeug takes headers away (RFC 9110, 15.2, 15.3.5 and 15.4.5).
_BODILESS = frozenset({*range(100, 200), 204, 304})
#: Headers that an ordinary answer has, and those that werkzeug writes anew.
_NEEDED, _REWRITTEN = frozenset({"content-type", "content-length"}), frozenset({"location", "content-location"})


def routed_segments(base_path: str) -> frozenset[str]:
    """
    Return the first segments of the paths that are Flask's to answer, for an API that lives at a base path.
    """
    return _ROUTED if base_path == "/" else _ROUTED | {""}


def without_detour(live: MockServer, access: Access, application: Callable[[], Wsgi]) -> Wsgi:
    """
    Return a WSGI application that answers as the application would, without it where no route can be meant.

    That is where the first segment of the path is that of no route; everything else is left to the application,
    which is made when it is first needed and may be asked for often.
    """
    routed = routed_segments(live.site.api.base_path)

    def detour(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start, *segments = str(environ.get("PATH_INFO", "")).split("/", 2)
        if start or not segments or segments[0] in routed:
            return application()(environ, start_response)
        try:
            wire = wire_of(live, access, environ)
            other = None if is_ordinary(wire, environ["REQUEST_METHOD"]) else as_flask_sends(wire)
        except Exception:  # noqa: BLE001 - the application fails likewise, and says so
            return application()(environ, start_response)
        if other is not None:
            sent: Iterable[bytes] = other(environ, start_response)
            return sent
        start_response(f"{wire.status} ", list(wire.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else wire.chunks

    return detour


def wire_of(live: MockServer, access: Access, environ: dict[str, Any]) -> Wire:
    """
    Let the mock answer, and leave in the environment what others want to know of it.
    """
    request = read_request(environ, trust_proxy=access.trust_proxy)
    wire = live.respond(replace(request, body=shown_body(environ)))
    environ |= {HINTS_KEY: wire.hints, REPEATABLE_KEY: wire.repeatable, SOURCE_KEY: wire.source}
    return wire


def is_ordinary(wire: Wire, method: str) -> bool:
    """
    Tell whether werkzeug would send an answer as it is: nothing is missing, to be left out, or to be written anew.
    """
    names = {name.lower() for name, _ in wire.headers}
    return (
        wire.status not in _BODILESS
        and names >= _NEEDED
        and names.isdisjoint(_REWRITTEN)
        and (method != "HEAD" or isinstance(wire.chunks, tuple))
        and not any("\n" in value or "\r" in value for _, value in wire.headers)
    )


def as_flask_sends(wire: Wire) -> Any:
    """
    Return an answer as Flask's response, a WSGI application.
    """
    import flask  # noqa: PLC0415 - see the module

    return flask.Response(wire.chunks, wire.status, list(wire.headers))
