"""
One line for each request.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client

from mockserver.http.access_log import AccessLogLine, as_json, line_writer, logged, plain, wants_colours

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


def test_hints_are_lines_of_their_own() -> None:
    """
    Each hint is a line below that of its request; it cannot steer the terminal either.
    """
    line = AccessLogLine("::1", "GET", "/a/", 404, 0, 1.0, ("`/a/` is not served", "\x1b[2J\n"))
    assert "::1 GET /a/ 404 0 B 1.0 ms\n  hint: `/a/` is not served\n  hint: \\x1b[2J\\n" == plain(line)


def test_status_and_hints_have_colours_where_wanted() -> None:
    """
    On a terminal the status is green, cyan, yellow or red by its first digit, and a hint yellow.
    """
    lines = [plain(AccessLogLine("", "", "", status, 0, 0.0, ("h",)), coloured=True) for status in (200, 301, 404, 503)]
    assert ["\x1b[32m200\x1b[0m", "\x1b[36m301\x1b[0m", "\x1b[33m404\x1b[0m", "\x1b[31m503\x1b[0m"] == [
        each.split()[0] for each in lines
    ]
    assert all(each.endswith("\n\x1b[33m  hint: h\x1b[0m") for each in lines)


@pytest.mark.parametrize(
    ("terminal", "variable", "wanted"),
    [(True, "", True), (True, "1", False), (False, "", False)],
)
def test_colours_are_for_terminals(
    monkeypatch: pytest.MonkeyPatch,
    *,
    terminal: bool,
    variable: str,
    wanted: bool,
) -> None:
    """
    Only a terminal gets colours, and none where NO_COLOR has a value.
    """
    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    assert wanted == wants_colours()


def test_json_line_is_an_object() -> None:
    """
    A line for programs is one JSON object with the moment and the facts.
    """
    parsed = json.loads(as_json(LINE))
    assert parsed.pop("time") > 0
    assert list(parsed) == ["client", "method", "target", "status", "bytes", "milliseconds", "hints", "source"]
    assert list(parsed.values()) == ["127.0.0.1", "GET", "/a/\x1b[2J?b=1", 200, 12, 1.26, [], ""]


def test_a_line_ends_with_the_source() -> None:
    """
    Where a mock has an upstream, a line says last from where the answer comes.
    """
    assert plain(LINE).splitlines()[0] + " recorded; age=3" == plain(replace(LINE, source="recorded; age=3"))


@pytest.mark.parametrize(("form", "lines"), [("plain", 1), ("json", 1), ("off", 0)])
def test_each_answer_is_a_line(capsys: pytest.CaptureFixture[str], form: str, lines: int) -> None:
    """
    Each answer is one line on standard error, or none.
    """
    assert Client(logged(hello, line_writer(form))).get("/x?y=1").data == b"hello"
    written = capsys.readouterr().err
    assert written.count("\n") == lines
    assert lines == 0 or ("404" in written and "/x?y=1" in written)


def test_credentials_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The value of a query parameter that holds a credential is not written.
    """
    Client(logged(hello, line_writer("plain"))).get("/x?api_key=hush&y=1")
    assert "GET /x?api_key=***&y=1 404" in capsys.readouterr().err
