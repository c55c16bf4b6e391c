"""
Promise: what the upstream breaks is reported with the requests that show it, and a right upstream is not accused.

`UPSTREAM_FAULTS` says how many of the faults are tried, `UPSTREAM_SESSIONS` how many clean sessions: 30 and 10 in the
full size.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from simulated import Throttled, upstream_world, visit

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.explore.upstream.judging import PassiveJudge, judged
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.reports.report import Finding

API = load_api()
#: Faults that a session exposes, the first found by what a first page shows.
EXPOSED = (
    *("limit-default-doubled", "boolean-as-number", "urls-elsewhere", "content-type-text", "field-null"),
    *("list-hides-some", "count-of-page", "natural-order-changes", "envelope-reversed", "links-unsorted"),
    *("next-missing", "offset-counts-pages", "one-bad-record", "links-lose-ordering", "detail-stale"),
    *("links-without-limit", "json-escaped", "search-ignored", "count-changes-by-page", "previous-negative-offset"),
    *("json-spaced", "offset-off-by-one", "page-repeats-row", "boolean-inverted", "ordering-reversed"),
    *("search-at-start-only", "number-as-string", "detail-of-neighbour", "row-twice-on-page", "next-on-last-page"),
)
SESSIONS = int(os.environ.get("UPSTREAM_SESSIONS", "1"))


def browsed(front: Any, seed: int, requests: int) -> None:
    """
    Use a mock as a front end does, until all was judged.
    """
    names: dict[int, None] = {}
    for path in visit(seed, requests, lambda: [*names]):
        document = front.get(path).json
        if isinstance(document, dict) and path.startswith("/2.3.0/spacecraft/?"):
            names.update({row["id"]: None for row in document.get("results", ()) if row.get("id")})
    front.upstream.settle()


@pytest.mark.parametrize("fault", EXPOSED[: int(os.environ.get("UPSTREAM_FAULTS", "1"))])
def test_a_fault_is_reported(front: Callable[..., Any], fault: str) -> None:
    """
    A fault that a session exposes is said on the terminal, with a command line for each request that shows it.
    """
    wrong = Throttled(create_app(API, upstream_world(), switches=Switches(faults=(fault,))))
    with front(wrong) as stood:
        browsed(stood, 5, 8 if fault in EXPOSED[:5] else 60)
        findings = stood.upstream.describe()["findings"]

    assert findings
    assert all(each["curl"] for each in findings)
    assert {f"  {line}" for each in findings for line in each["curl"]} <= set(stood.said)


@pytest.mark.parametrize("seed", range(SESSIONS))
def test_a_right_upstream_is_not_accused(front: Callable[..., Any], seed: int) -> None:
    """
    A session with the real framework has no finding.
    """
    with front() as stood:
        browsed(stood, seed, 12 if SESSIONS == 1 else 60)

        assert [] == stood.upstream.describe()["findings"]


def exchange(number: int, rows: int = 10) -> Exchange:
    """
    Return a page of a list; one of 20 rows is longer than the default.
    """
    body = {
        "count": 90,
        "next": None,
        "previous": None,
        "results": [{"id": each, "name": f"Type {each}"} for each in range(rows)],
    }
    url = f"https://example.test/2.3.0/config/agency_types/?unknown={number}"
    return Exchange("GET", url, 200, (("Content-Type", "application/json"),), json.dumps(body).encode())


def passive(log: Path | None = None) -> tuple[PassiveJudge, list[Finding], list[str]]:
    """
    Return a judge, what it finds, and what it says went wrong.
    """
    found: list[Finding] = []
    said: list[str] = []
    return PassiveJudge(API, "example", found.append, said.append, log), found, said


def test_a_finding_is_told_once() -> None:
    """
    The same thing in many answers is one finding, told once.
    """
    judge, found, _ = passive()
    for number in range(3):
        judge.add(exchange(number, rows=20))
        judge.settle()

    assert 1 == len([each for each in found if each.rule == "limit-default"])
    assert tuple(found) == judge.findings


def test_an_answer_that_cannot_be_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where a check fails the judge says so, and goes on with what comes after.
    """
    judge, found, said = passive()
    with monkeypatch.context() as patched:
        patched.setattr("apicontract.explore.upstream.judging.judge", lambda *_, **__: 1 / 0)
        judge.add(exchange(0))
        assert judge.settle()
    judge.add(exchange(1, rows=20))
    judge.settle()

    assert ["answers could not be judged: ZeroDivisionError: division by zero"] == said
    assert "limit-default" in {each.rule for each in found}


def test_the_report_at_the_end(tmp_path: Path) -> None:
    """
    What was logged is judged again after the end, a line that a kill has cut off left out.
    """
    log = tmp_path / "log.jsonl"
    judge, _, _ = passive(log)
    for number in range(3):
        judge.add(exchange(number, rows=20))
    judge.settle()
    log.write_text(log.read_text() + '{"request": {"ur')
    report = judged(API, log, "example", "2026-01-01T00:00:00+00:00")

    assert ("check", "example", 3) == (report.tool, report.target, report.requests)
    assert {each.rule for each in judge.findings} == {each.rule for each in report.findings}


def test_a_session_without_a_request(tmp_path: Path) -> None:
    """
    Where nothing was asked there is nothing to report, and no error.
    """
    (tmp_path / "log.jsonl").touch()

    assert () == judged(API, tmp_path / "log.jsonl", "example", "").findings
