"""
The plugin's options and fixtures, in a test run of their own.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from bad_servers import body_drip, serving
from werkzeug.wrappers import Response

from apicontract.client.usage import usage_page
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer

    from apicontract.contract.model import Api

pytest_plugins = ["pytester"]

_SUITE = """
import pytest

@pytest.mark.contract({concern!r})
def test_kept(contract_case):
    contract_case.hold()
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """
    A test suite of somebody who installed the package.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(pytester.path / "cache"))
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))
    pytester.makepyfile(_SUITE.format(concern="headers"))
    return pytester


def _run(suite: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return suite.runpytest_subprocess("-p", "apicontract.pytest_plugin", "-p", "no:randomly", *arguments)


def test_the_mock_is_held_to_the_contract(suite: pytest.Pytester) -> None:
    """
    What a few requests decide is kept, and the rest is undecided: neither passed, failed nor skipped.
    """
    outcomes = _run(suite, "--request-budget", "3").parseoutcomes()

    assert set(outcomes) == {"passed", "undecided"}


def test_a_server_that_is_not_there_leaves_all_undecided(suite: pytest.Pytester, refusing: str) -> None:
    """
    No answer is no success, and the summary says what was left open.
    """
    result = _run(suite, "--target", refusing)

    assert set(result.parseoutcomes()) == {"undecided"}
    result.stdout.fnmatch_lines(["UNDECIDED *: *vary-header*"])


def test_a_wrong_server_fails_the_check_that_names_it(suite: pytest.Pytester, httpserver: HTTPServer, api: Api) -> None:
    """
    Of one concern just the broken promise fails, with the difference and the command that shows it.
    """
    application = create_app(
        api, generate(api, recordings_of(api), records="recorded"), switches=Switches(faults=("next-missing",))
    )
    httpserver.expect_request(re.compile("")).respond_with_handler(
        lambda asked: Response.from_app(application, asked.environ)
    )
    suite.makepyfile(_SUITE.format(concern="pagination"))
    result = _run(suite, "--target", httpserver.url_for("/"), "--request-budget", "60")

    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["next-link: *", "  curl *", f"FAILED *next-link-{api.primary}*"])
    httpserver.clear()


@pytest.fixture
def refusing(httpserver: HTTPServer) -> Iterator[str]:
    """
    The URL of a port where nobody listens.
    """
    url = httpserver.url_for("/")
    httpserver.stop()
    yield url
    httpserver.start()


def test_workers_share_one_budget(suite: pytest.Pytester, httpserver: HTTPServer, api: Api) -> None:
    """
    Two workers of pytest-xdist together send no more than the budget, and ask once what is used of a limit.
    """
    pytest.importorskip("xdist")
    httpserver.expect_request("/never")
    httpserver.no_handler_status_code = 404
    _run(suite, "-n", "2", "--target", httpserver.url_for("/"), "--request-budget", "5")

    usage = usage_page(api)
    told = [request.path for request, _ in httpserver.log if usage and request.path == usage.path]
    assert 0 < len(httpserver.log) - len(told) <= 5
    assert len(told) <= 1
    httpserver.clear()


def test_a_bad_server_ends_at_the_deadline(suite: pytest.Pytester, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Timeout, deadline, bytes and token are those of the options; a server that drips leaves everything undecided.
    """
    monkeypatch.setenv(api.token_environment, "s3cret")
    with serving(body_drip) as url:
        result = _run(
            suite, "--target", url, "--contract-timeout", "0.3", "--contract-deadline", "2", "--contract-max-body", "1"
        )

    assert set(result.parseoutcomes()) == {"undecided"}
    result.stdout.fnmatch_lines(["*the token of * is not sent to 127.0.0.1:*"])


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e9", "x"])
def test_a_time_that_is_none_is_told(suite: pytest.Pytester, seconds: str) -> None:
    """
    Seconds are above nought, and at most a day.
    """
    assert _run(suite, "--contract-timeout", seconds).ret == pytest.ExitCode.USAGE_ERROR
