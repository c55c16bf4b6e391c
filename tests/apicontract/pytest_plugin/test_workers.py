"""
What a test says hangs neither on the number of workers, nor on the order of tests, nor on whether one is run again.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from apicontract.client.usage import usage_page

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from apicontract.contract.model import Api

pytest_plugins = ["pytester"]
pytest.importorskip("xdist")

_CHECKS = """
import pytest

@pytest.mark.contract("filtering")
def test_kept(contract_case):
    contract_case.hold()
"""
#: Asks as much as it may, each test for the same, and says how often it was answered.
_ASKS = """
from apicontract.contract.errors import TargetError

def test_it_asks(contract_api, contract_part, record_property):
    path = f"{contract_api.base_path}{contract_api.primary}/"
    try:
        for number in range(100):
            contract_part.get(path, [("offset", str(number))])
    except TargetError:
        pass
    record_property("asked", f"{__name__} {len(contract_part.exchanges)}")
"""
_TELLS = """
def pytest_runtest_logreport(report):
    for name, text in report.user_properties if report.when == "call" else ():
        if name == "asked":
            print("ASKED", text)
"""
#: Runs each test twice, as plugins do that run a failed one again; after the last, fixtures of the session end between.
_TWICE = """
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    for _ in range(2):
        item._initrequest()
        for report in runtestprotocol(item, log=False, nextitem=nextitem):
            item.ihook.pytest_runtest_logreport(report=report)
    return True
"""
#: Says when a test ends and when a client is closed.
_CLOSES = """
from apicontract.client import Client

class Told(Client):
    def close(self):
        print("CLOSED", end=" ")
        super().close()

import apicontract.pytest_plugin.clients
apicontract.pytest_plugin.clients.Client = Told

def pytest_runtest_call(item):
    print("CALL", end=" ")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """
    A test suite of somebody who installed the package.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(pytester.path / "cache"))
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))
    return pytester


def _run(suite: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return suite.runpytest_subprocess("-p", "apicontract.pytest_plugin", "-p", "no:randomly", *arguments)


def _asked(result: pytest.RunResult) -> list[str]:
    return sorted(re.findall(r"ASKED (\w+ \d+)", result.stdout.str()))


def test_all_workers_judge_by_the_same_answers(suite: pytest.Pytester) -> None:
    """
    Where each of two workers runs all tests, each says of every test what one process says.
    """
    suite.makepyfile(_CHECKS)
    alone = _run(suite, "--request-budget", "30").parseoutcomes()
    each = _run(suite, "--request-budget", "30", "-n", "2", "--dist", "each").parseoutcomes()

    assert {"passed", "undecided"} == {*alone}
    assert {name: 2 * count for name, count in alone.items()} == each


def test_a_part_is_the_same_in_any_order(suite: pytest.Pytester) -> None:
    """
    Each test asks as much as its part is, and for itself, beside whatever was asked before.
    """
    suite.makeconftest(_TELLS)
    suite.makepyfile(test_a=_ASKS, test_b=_ASKS, test_c=_CHECKS)
    files = ["test_a.py", "test_b.py", "test_c.py"]

    # Of 13 requests 8 are planned, each of both tests has two, and one is for tests without a part.
    told = [_asked(_run(suite, "-s", "--request-budget", "13", *order)) for order in (files, files[::-1])]
    told.append(_asked(_run(suite, "-s", "--request-budget", "13", "-n", "2", *files)))
    assert [["test_a 2", "test_b 2"]] * 3 == told


def test_what_is_planned_knows_no_other_answers(suite: pytest.Pytester) -> None:
    """
    Requests that tests without a part have sent make no difference to what is judged, whichever come first.
    """
    suite.makepyfile(test_a=_ASKS.replace("contract_part", "contract_client"), test_b=_CHECKS)
    files = ["test_a.py", "test_b.py"]
    first, last = (_run(suite, "--request-budget", "45", *order) for order in (files, files[::-1]))

    assert "undecided" in first.parseoutcomes()
    assert first.parseoutcomes() == last.parseoutcomes()


def test_who_was_not_answered_has_judged_nothing(suite: pytest.Pytester) -> None:
    """
    A test without a request left for it is undecided, and named.
    """
    suite.makepyfile(test_a=_ASKS, test_b=_ASKS)
    result = _run(suite, "--request-budget", "3")

    assert {"passed": 1, "undecided": 1} == result.parseoutcomes()
    result.stdout.fnmatch_lines(["UNDECIDED test_b.py: test_it_asks"])


def test_a_run_never_exceeds_its_budget(suite: pytest.Pytester, httpserver: HTTPServer) -> None:
    """
    What is planned, the parts of tests and what all others ask are together what the run may send.
    """
    httpserver.expect_request(re.compile("")).respond_with_data("{}", 200, content_type="application/json")
    common = _ASKS.replace("contract_part", "contract_client")
    suite.makepyfile(test_a=_ASKS, test_b=_ASKS, test_c=_CHECKS, test_d=common, test_e=common)
    result = _run(suite, "-n", "2", "--target", httpserver.url_for("/"), "--request-budget", "20")

    assert result.parseoutcomes()["passed"]
    assert 0 < len(httpserver.log) <= 20
    httpserver.clear()


def test_the_usage_of_a_limit_is_asked_for_once(suite: pytest.Pytester, httpserver: HTTPServer, api: Api) -> None:
    """
    One request of the budget asks for it, whichever process and test comes first; no part pays for it.
    """
    page = usage_page(api)
    assert page is not None
    httpserver.expect_request(re.compile("")).respond_with_data("{}", 200, content_type="application/json")
    suite.makeconftest(_TELLS)
    suite.makepyfile(test_a=_ASKS, test_b=_ASKS)
    options = ["-s", "--target", httpserver.url_for("/"), "--request-budget", "14"]
    for more in (["test_a.py", "test_b.py"], ["test_b.py", "test_a.py"], ["-n", "2"]):
        httpserver.clear_log()
        # One of 14 asks for the usage, 8 are planned, each of both tests has two, and one is for the others.
        assert ["test_a 2", "test_b 2"] == _asked(_run(suite, *options, *more))
        assert 1 == [asked.path for asked, _ in httpserver.log].count(page.path)
        assert 5 == len(httpserver.log)
    httpserver.clear()


def test_a_client_is_closed_with_its_test(suite: pytest.Pytester) -> None:
    """
    Connections and answers of a part do not wait for the end of the session.
    """
    suite.makeconftest(_CLOSES)
    suite.makepyfile(test_a=_ASKS, test_b=_ASKS)
    told = _run(suite, "-s", "--request-budget", "13").stdout.str()

    assert ["CALL", "CLOSED", "CALL", "CLOSED"] == re.findall("CALL|CLOSED", told)


def test_a_test_that_is_run_again_is_not_undecided(suite: pytest.Pytester) -> None:
    """
    A failure stays one: with its part spent it fails again, also where the fixtures of the session were made anew.
    """
    suite.makeconftest(_TWICE)
    suite.makepyfile(test_a=f"{_ASKS}    assert False")
    result = _run(suite, "--request-budget", "13")

    assert {"failed": 1, "errors": 1} == result.parseoutcomes()
    result.stdout.fnmatch_lines(["its part of the budget was spent by an earlier run of this test*"])


def test_what_is_planned_is_sent_once(suite: pytest.Pytester) -> None:
    """
    A check that is run again is judged by the answers that it was judged by.
    """
    suite.makeconftest(_TWICE)
    suite.makepyfile("def test_it(contract_evidence):\n    print('ASKED planned', len(contract_evidence.exchanges))")

    assert ["planned 8"] * 2 == _asked(_run(suite, "-s", "--request-budget", "13"))


def test_a_part_must_be_named_before_tests_run(suite: pytest.Pytester) -> None:
    """
    A test that asks for it while it runs is told in one line what to do.
    """
    suite.makepyfile("def test_it(request):\n    request.getfixturevalue('contract_part')")
    result = _run(suite)

    assert {"failed": 1} == result.parseoutcomes()
    result.stdout.fnmatch_lines(["name contract_part among the arguments of the test: parts are divided before*"])


def test_a_spent_part_is_told_as_one(suite: pytest.Pytester) -> None:
    """
    What to raise is the budget of the run, of which the test has but a part.
    """
    suite.makepyfile(test_a=_ASKS.replace("TargetError:", "ZeroDivisionError:"), test_b=_ASKS)
    result = _run(suite, "--request-budget", "13")

    result.stdout.fnmatch_lines(["*: this test's part of the budget (2 of 13 requests) is spent; raise it with *"])
