"""
`apicontract replay`, and a baseline, as a user starts them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.cli.replay import Again, request_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pytest_httpserver import HTTPServer

_WRONG = {"count": 1, "next": None, "previous": None, "results": [{}]}
_RIGHT = {"count": 0, "next": None, "previous": None, "results": []}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, httpserver: HTTPServer) -> Path:
    """
    A report on a server whose records have no field, which is served still.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    httpserver.expect_request(re.compile("")).respond_with_json(_WRONG)
    path = tmp_path / "report.json"
    _run("check", httpserver.url_for("/"), "--request-budget", "4", "--only", "field-present", "--format", "json",
         "--output", str(path))  # fmt: skip
    return path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_what_still_holds_is_told(kept: Path) -> None:
    """
    The requests of the findings are sent again; what they still show ends with 1.
    """
    done = _run("replay", str(kept))

    assert (1, True) == (done.exit_code, "VIOLATION field-present" in done.stdout), done.stderr


def test_a_warning_that_still_holds_is_told(kept: Path) -> None:
    """
    What is found again ends with 1 whatever it weighs: it is not that nothing could be told.
    """
    document = json.loads(kept.read_text(encoding="utf-8"))
    document["findings"] = [each | {"level": "warning"} for each in document["findings"]]
    kept.write_text(json.dumps(document), encoding="utf-8")
    done = _run("replay", str(kept))

    assert (1, True) == (done.exit_code, "WARNING field-present" in done.stdout), done.stdout


def test_what_was_mended_is_told(kept: Path, httpserver: HTTPServer) -> None:
    """
    Where the same requests show nothing wrong any more, the replay ends with 0 and says so.
    """
    httpserver.clear()
    httpserver.expect_request(re.compile("")).respond_with_json(_RIGHT)
    done = _run("replay", str(kept))

    assert (0, True) == (done.exit_code, "no longer found: field-present" in done.stdout), done.stdout


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_server_that_does_not_answer_tells_nothing(kept: Path, httpserver: HTTPServer, status: int) -> None:
    """
    Without an answer nothing is mended: the replay ends with 3.
    """
    httpserver.clear()
    httpserver.expect_request(re.compile("")).respond_with_data("", status, headers={"Retry-After": "0"})
    done = _run("replay", str(kept))

    assert (3, True) == (done.exit_code, "cannot be told by its requests: field-present" in done.stdout), done.stdout


@pytest.mark.parametrize("status", [400, 404, 499])
def test_a_refusal_is_an_answer(kept: Path, httpserver: HTTPServer, status: int) -> None:
    """
    Where a server refuses the same requests it has no records without the field any more.
    """
    httpserver.clear()
    httpserver.expect_request(re.compile("")).respond_with_data("", status)
    done = _run("replay", str(kept))

    assert (0, True) == (done.exit_code, "no longer found: field-present" in done.stdout), done.stdout


def test_a_report_of_another_command_is_refused(kept: Path) -> None:
    """
    A report of a diff names no requests.
    """
    document = json.loads(kept.read_text(encoding="utf-8")) | {"tool": "diff"}
    kept.write_text(json.dumps(document), encoding="utf-8")
    done = _run("replay", str(kept))

    assert (2, 1) == (done.exit_code, len(done.stderr.splitlines()))


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("curl --silent --show-error 'https://a.example/v1/x/?a=1&b=%20'", Again("GET", "/v1/x/?a=1&b=%20", ())),
        ("curl --silent --show-error --head https://a.example/", Again("HEAD", "/", ())),
        (
            "curl --silent --request POST --header 'Accept: text/html, */*' http://[::1]:8000/v1/",
            Again("POST", "/v1/", (("Accept", "text/html, */*"),)),
        ),
        ("curl --header 'Authorization: ***' https://a.example/v1/", Again("GET", "/v1/", ())),
        ("curl 'https://a.example/v1/?token=***'", None),
    ],
)
def test_a_command_line_is_a_request(line: str, request_: Again | None) -> None:
    """
    What a report shows to be typed is what is sent again; a credential that was hidden in a URL cannot be.
    """
    assert request_ == request_of(line)


def test_a_baseline_lets_known_findings_pass(kept: Path, tmp_path: Path, httpserver: HTTPServer) -> None:
    """
    What `--write-baseline` accepted fails no later run; without it, the same run fails.
    """
    asked = ("check", httpserver.url_for("/"), "--request-budget", "4")
    written = _run(*asked, "--write-baseline", str(tmp_path / "baseline.json"))
    later = _run(*asked, "--baseline", str(tmp_path / "baseline.json"))

    assert kept.is_file()
    assert [True, True, 1] == [written.exit_code != 1, later.exit_code != 1, _run(*asked).exit_code]
    assert "accepted by the baseline" in later.stdout


def test_a_baseline_is_read_before_a_request_is_spent(kept: Path, tmp_path: Path, httpserver: HTTPServer) -> None:
    """
    A file that is no baseline ends a check with 2 and one line, and nothing is asked.
    """
    httpserver.clear_log()
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    done = _run("check", httpserver.url_for("/"), "--baseline", str(tmp_path / "baseline.json"))

    assert kept.is_file()
    assert (2, 1, []) == (done.exit_code, len(done.stderr.splitlines()), httpserver.log)
