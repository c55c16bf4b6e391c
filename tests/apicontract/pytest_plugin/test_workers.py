"""
What a test says hangs neither on the number of workers nor on the order in which tests are dealt to them.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

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
