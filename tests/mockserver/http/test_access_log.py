"""
One line for each request.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client

from mockserver.http.access_log import AccessLogLine, as_json, logged, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LINE = AccessLogLine("127.0.0.1", "GET", "/a/\x1b[2J?b=1", 200, 12, 1.26)


def hello(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """
    Answer everything with five bytes.
    """
    start_response("404 Not Found", [("Content-Length", "5")])
    return [b"hello"]


def test_plain_line_has_no_control_characters() -> None:
    """
    What a request says cannot steer the terminal.
    """
    assert plain(LINE) == r"127.0.0.1 GET /a/\x1b[2J?b=1 200 12 B 1.3 ms"


def test_json_line_is_an_object() -> None:
    """
    A line for programs is one JSON object with the moment and the facts.
    """
    parsed = json.loads(as_json(LINE))
    assert parsed.pop("time") > 0
    assert list(parsed) == ["client", "method", "target", "status", "bytes", "milliseconds"]
    assert list(parsed.values()) == ["127.0.0.1", "GET", "/a/\x1b[2J?b=1", 200, 12, 1.26]


@pytest.mark.parametrize(("form", "lines"), [("plain", 1), ("json", 1), ("off", 0)])
def test_each_answer_is_a_line(capsys: pytest.CaptureFixture[str], form: str, lines: int) -> None:
    """
    Each answer is one line on standard error, or none.
    """
    assert Client(logged(hello, form)).get("/x?y=1").data == b"hello"
    written = capsys.readouterr().err
    assert written.count("\n") == lines
    assert lines == 0 or ("404" in written and "/x?y=1" in written)


def test_credentials_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The value of a query parameter that holds a credential is not written.
    """
    Client(logged(hello, "plain")).get("/x?api_key=hush&y=1")
    assert "GET /x?api_key=***&y=1 404" in capsys.readouterr().err
