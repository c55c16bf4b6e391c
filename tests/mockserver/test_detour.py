"""
The way past Flask: the same answers, and nothing of Flask until somebody asks for a page.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from apicontract.contract.catalog import load_api
from mockserver.app import create_app
from mockserver.control.failures import Wire
from mockserver.detour import as_flask_sends, routed_segments, without_detour
from mockserver.http.access import Access

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.contract.model import Api
    from mockserver.control.mock_server import MockServer

ROOT = Path(__file__).parents[2]
#: What a start of a server needs none of, since they take longer to import than all the rest.
LATE = ("flask", "werkzeug", "jinja2", "jsonschema", "referencing")
START = f"""
import sys
from mockserver.detour import without_detour
from mockserver.http.access import Access
from mockserver.making import MockOptions, make_mock
from mockserver.serve import Worker

live, access = make_mock(MockOptions(records="recorded")), Access()
environ = {{
    "REQUEST_METHOD": "GET", "PATH_INFO": "/2.3.0/spacecraft/", "QUERY_STRING": "", "HTTP_HOST": "mock.test",
    "SERVER_NAME": "mock.test", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": None,
}}
without_detour(live, access, exit)(environ, lambda status, _: print(status[:3]))
print(*[each for each in {LATE} if each in sys.modules])
"""
_JSON = ("Content-Type", "application/json")


def test_a_start_imports_no_flask() -> None:
    """
    A mock is made and answers a list without Flask, templates, and the library that explains what is wrong with data.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ("200\n\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize("base_path", ["/2.3.0/", "/"])
def test_routes_of_flask_are_left_to_it(base_path: str) -> None:
    """
    What the way past Flask leaves to it is what its router knows, whether the API lives at the very root or not.
    """
    app = create_app(replace(load_api(), base_path=base_path), records="recorded")

    assert {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} == routed_segments(base_path)


def answered(application: Any, method: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """
    Return status, headers and body that a WSGI application answers.
    """
    started: list[tuple[str, list[tuple[str, str]]]] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/x", "HTTP_HOST": "mock.test", "wsgi.url_scheme": "http"}
    chunks: Iterable[bytes] = application(environ, lambda status, headers: started.append((status, list(headers))))
    body = b"".join(chunks)
    ((status, headers),) = started
    return int(status[:3]), headers, body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, (_JSON, ("Content-Length", "2"))),
        (404, (_JSON, ("Content-Length", "2"))),
        (200, (_JSON,)),
        (200, (("Content-Length", "2"),)),
        (200, ()),
        (204, (_JSON, ("Content-Length", "2"))),
        (304, (_JSON, ("Content-Length", "2"))),
        (301, (_JSON, ("Content-Length", "2"), ("Location", "/здесь/?q=b c"))),
        (201, (_JSON, ("Content-Length", "2"), ("Content-Location", "/é/"))),
        (599, (_JSON, ("Content-Length", "9"))),
    ],
)
def test_answers_are_those_of_flask(api: Api, status: int, headers: tuple[tuple[str, str], ...], method: str) -> None:
    """
    Whatever a failure makes of an answer, it is sent as Flask sends it.
    """
    wire = Wire(status, headers, (b"{}",))
    live = SimpleNamespace(site=SimpleNamespace(api=api), respond=lambda _: wire)
    detour = without_detour(cast("MockServer", live), Access(), lambda: pytest.fail("Flask's router was asked"))

    assert answered(as_flask_sends(wire), method) == answered(detour, method)


def test_a_header_of_two_lines_is_never_sent(api: Api) -> None:
    """
    An answer with a header that would end in another one is left to the application, which fails and says so.
    """
    wire = Wire(200, (_JSON, ("Content-Length", "2"), ("X-Note", "a\r\nSet-Cookie: b")), (b"{}",))
    live = SimpleNamespace(site=SimpleNamespace(api=api), respond=lambda _: wire)
    failed = (500, [], b"said")
    detour = without_detour(cast("MockServer", live), Access(), lambda: _failing)

    assert failed == answered(detour, "GET")


def _failing(_: Any, start_response: Any) -> list[bytes]:
    start_response("500 INTERNAL SERVER ERROR", [])
    return [b"said"]
