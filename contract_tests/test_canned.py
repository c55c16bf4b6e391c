"""
Canned wrong answers, over real HTTP: the suite can fail, whatever target it is pointed at.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run

pytest.importorskip("pytest_httpserver", reason="pytest-httpserver comes with the extra [test]")

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from apicontract.contract.model import Api

_EMPTY = {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize(
    ("body", "status", "check"),
    [
        ({**_EMPTY, "count": "0"}, 200, "envelope"),
        ({**_EMPTY, "count": 3}, 200, "page-length"),
        ({**_EMPTY, "results": [{}] * 3, "count": 3}, 200, "field-present"),
        ([], 200, "envelope"),
    ],
)
def test_a_wrong_answer_is_named(contract_api: Api, httpserver: HTTPServer, body: Any, status: int, check: str) -> None:
    """
    Each canned answer breaks the promise that it was canned for.
    """
    httpserver.expect_request(re.compile("")).respond_with_data(
        json.dumps(body), status, content_type="application/json"
    )
    with Client(Target("canned", httpserver.url_for("").rstrip("/")), budget=Budget(6)) as client:
        report = report_of_run(gather(contract_api, client, resources=[contract_api.primary]))

    assert check in {each.rule for each in report.findings if each.level == "violation"}
