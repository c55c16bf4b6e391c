"""
`apicontract check`, as a user starts it.
"""

from __future__ import annotations

import json
import os
import re
import signal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from werkzeug import Request, Response

from apicontract.checks import CATALOGUE
from apicontract.cli import main
from apicontract.cli.statuses import status_of
from apicontract.reports.report import Report, RuleResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from pytest_httpserver import HTTPServer

    from apicontract.contract.model import Api

    Check = Callable[..., Result]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    """
    Runs the command with a cache of the test's own.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    return lambda *arguments: CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def recorded(api: Api) -> Path:
    """
    A recorded page of the primary resource.
    """
    folder = api.folders[0] / "fixtures" / api.name / api.primary / "recorded"
    return min(folder.iterdir())


def test_the_mock_keeps_what_it_promises(check: Check) -> None:
    """
    On the mock nothing is violated, strictly, and something is decided.
    """
    result = check("mock", "--strict", "--request-budget", "15", "--format", "json")
    report = json.loads(result.stdout)

    assert (result.exit_code, report["findings"], report["summary"]["requests"]) == (0, [], 15)
    assert report["summary"]["verdicts"]["kept"] > 0


def test_the_same_seed_sends_the_same_requests(check: Check) -> None:
    """
    Two runs differ in nothing but the moment.
    """
    first, second = (
        json.loads(check("mock", "--request-budget", "12", "--format", "json").stdout) | {"started_at": ""}
        for _ in range(2)
    )

    assert first == second


def test_a_server_that_is_not_there_decides_nothing(check: Check, httpserver: HTTPServer) -> None:
    """
    A refused connection ends with 3, and is never read as kept.
    """
    url = httpserver.url_for("/")
    httpserver.stop()
    result = check(url, "--format", "json")
    httpserver.start()

    report: dict[str, Any] = json.loads(result.stdout)
    assert (result.exit_code, report["summary"]["verdicts"]["kept"]) == (3, 0)
    assert "refused" in report["remarks"][0]


def test_a_throttled_server_is_left_alone(check: Check, httpserver: HTTPServer) -> None:
    """
    After a refusal the next run sends nothing, ends with 3 and says when to come back.
    """
    httpserver.expect_request(re.compile("")).respond_with_data("", 429, {"Retry-After": "900"})
    first = check(httpserver.url_for("/"))
    second = check(httpserver.url_for("/"))

    assert [first.exit_code, second.exit_code, len(httpserver.log)] == [3, 3, 1]
    assert "retry in 15 minutes" in second.stdout


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_a_server_that_lets_nobody_in_is_not_green(check: Check, httpserver: HTTPServer, status: int) -> None:
    """
    Who answers every request with a refusal or a failure has kept and broken nothing: the run ends with 3.
    """
    httpserver.expect_request(re.compile("")).respond_with_data("<html>no</html>", status)
    result = check(httpserver.url_for("/"), "--format", "json", "--request-budget", "9")

    report = json.loads(result.stdout)
    assert (3, [], 0) == (result.exit_code, report["findings"], report["summary"]["verdicts"]["kept"])
    assert str(status) in report["ended"]


def test_what_was_found_before_ctrl_c_is_told(check: Check, httpserver: HTTPServer) -> None:
    """
    Ctrl-C ends a run with 130, and with the report on what was answered before.
    """

    def press(_: Request) -> Response:
        if len(httpserver.log) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return Response(
            '{"count":1,"next":null,"previous":null,"results":[{}]}', 200, {"Content-Type": "application/json"}
        )

    httpserver.expect_request(re.compile("")).respond_with_handler(press)
    result = check(httpserver.url_for("/"), "--format", "json", "--request-budget", "9")

    report = json.loads(result.stdout)
    assert (130, True) == (result.exit_code, report["ended"].startswith("interrupted after "))
    assert "field-present" in {each["rule"] for each in report["findings"]}


@pytest.mark.parametrize(
    ("states", "ended", "required", "status"),
    [
        ((("field-type", "kept"),), "", (), 0),
        ((("field-type", "kept"), ("envelope", "undecided")), "", (), 0),
        ((("field-type", "kept"), ("envelope", "undecided")), "", ("envelope",), 3),
        ((("field-type", "kept"), ("envelope", "violated")), "", ("envelope",), 0),
        ((("field-type", "kept"),), "", ("envelope",), 3),
        ((("field-type", "kept"),), "throttled", (), 3),
        ((("field-type", "violated"),), "", (), 3),
        ((("server-error", "kept"),), "", (), 3),
        ((), "", (), 3),
    ],
)
def test_green_needs_something_that_was_kept(
    states: tuple[tuple[str, str], ...], ended: str, required: tuple[str, ...], status: int
) -> None:
    """
    Zero means that a check was kept, every required one was decided, and the run came to its end.
    """
    verdicts = tuple(RuleResult(rule, state, 1) for rule, state in states)
    report = Report("check", "https://api.example", "things", verdicts=verdicts, ended=ended)

    assert status == status_of(report, "violation", required, only=())


def test_a_required_check_must_be_decided(check: Check, httpserver: HTTPServer) -> None:
    """
    `--require-decided` names a check that exists, and turns its silence into 3.
    """
    result = check(httpserver.url_for("/"), "--require-decided", "no-such-check")

    assert (result.exit_code, httpserver.log) == (2, [])
    assert "unknown check 'no-such-check'" in result.stderr


def test_recorded_traffic_is_judged_without_a_request(check: Check, recorded: Path) -> None:
    """
    A file of traffic is a target.
    """
    result = check(str(recorded), "--format", "json")

    report = json.loads(result.stdout)
    assert (result.exit_code, report["summary"]["requests"], report["findings"]) == (0, 0, [])


def test_the_report_can_be_a_file(check: Check, recorded: Path, tmp_path: Path) -> None:
    """
    `--output` writes the report there and nothing on standard output.
    """
    result = check(str(recorded), "--format", "sarif", "--output", str(tmp_path / "report.sarif"))

    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((tmp_path / "report.sarif").read_text())["version"] == "2.1.0"


def test_a_report_that_cannot_be_written_costs_no_request(check: Check, tmp_path: Path) -> None:
    """
    The folder of the report is looked at before the first request is sent.
    """
    result = check("mock", "--output", str(tmp_path / "missing" / "report"))

    assert (2, 1) == (result.exit_code, len(result.stderr.splitlines()))


def test_a_report_that_cannot_be_written_is_one_clear_error(check: Check, recorded: Path, tmp_path: Path) -> None:
    """
    A missing folder is named.
    """
    result = check(str(recorded), "--output", str(tmp_path / "missing" / "report"))

    assert result.exit_code == 2
    assert "missing/report cannot be written: No such file or directory" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no target"),
        (("nowhere",), "unknown target 'nowhere'"),
        (("traffic.har",), "no such file: traffic.har"),
        (("./traffic",), "no such file: ./traffic"),
        (("mock", "--resource", "x"), "unknown resource 'x'"),
        (("mock", "--only", "x"), "unknown check 'x'"),
        (("ftp://h/",), "'ftp' is not a supported scheme"),
        (("127.0.0.1:8000",), "127.0.0.1:8000 has no scheme; write http://127.0.0.1:8000"),
        (("api.example/2.3.0/",), "api.example/2.3.0/ has no scheme"),
        (("http://..../",), "the host name of the URL is invalid"),
        ((f"http://{'a' * 300}.test/",), "the host name of the URL is invalid"),
        ((".",), ". is a folder; name one file of recorded traffic"),
        (("mock", "--api", "x"), "unknown API 'x'"),
    ],
)
def test_wrong_usage_is_one_clear_line(check: Check, arguments: tuple[str, ...], message: str) -> None:
    """
    What is wrong is said in one line, with exit status 2.
    """
    result = check(*arguments)

    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert message in result.stderr


@pytest.mark.parametrize("text", ["nan", "inf", "0", "-1"])
def test_a_timeout_is_a_number_of_seconds(check: Check, text: str) -> None:
    """
    What no clock can wait is refused before a request is sent.
    """
    result = check("mock", "--timeout", text)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "--timeout" in result.stderr


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("null", "an entry of another form"),
        ('{"request": {}}', "an entry without 'response'"),
        (
            '{"request": {"method": "GET", "url": "http://[::1/", "headers": []}, "response": {"status": 200}}',
            "Invalid IPv6 URL; expected a URL",
        ),
    ],
)
def test_broken_traffic_is_one_clear_error(check: Check, tmp_path: Path, entry: str, sentence: str) -> None:
    """
    An entry that is none is named by its place in the file.
    """
    traffic = tmp_path / "traffic.har"
    traffic.write_text(f'{{"log": {{"entries": [{entry}]}}}}', encoding="utf-8")

    result = check(str(traffic))

    assert (2, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert "traffic.har#/log/entries/0" in result.stderr
    assert sentence in result.stderr


def test_the_checks_are_listed(check: Check) -> None:
    """
    `--list-checks` names each check with its sentence and needs no target.
    """
    result = check("--list-checks")

    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(CATALOGUE)
