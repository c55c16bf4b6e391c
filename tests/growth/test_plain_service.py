"""
The suite accuses no right server that was written without it: plain Django REST Framework, asked over HTTP.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parents[1]
API = load_api()


@pytest.fixture(scope="module", params=[0, 137])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """
    The URL of a plain service with so many records, in a process of its own.
    """
    command = [sys.executable, "-m", "plain_drf", str(request.param)]
    with subprocess.Popen(command, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.communicate("")


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("resource", "budget"), [("spacecraft", 40), ("spacecraft_configurations", 15)])
def test_a_plain_service_is_not_accused(address: str, resource: str, budget: int, strict: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    Nothing is found, however many records there are, however odd their names.
    """
    with Client(Target("plain", address), budget=Budget(budget)) as client:
        report = report_of_run(gather(API, client, resources=(resource,), strict=strict, seed=budget))

    assert ([], budget) == ([(each.rule, each.message, each.curl) for each in report.findings], report.requests)
