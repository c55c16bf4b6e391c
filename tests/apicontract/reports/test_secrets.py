"""
A report can be shared: it says how to see a fault again, and holds no credential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks import CATALOGUE, CheckResults, Outcome, Verdict
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Level
from apicontract.contract.violation import Violation
from apicontract.reports import render
from apicontract.reports.of_checks import curl_line, report_of, told

if TYPE_CHECKING:
    from apicontract.contract.model import Api

_KEY = "s3cret"
_URL = f"https://user:{_KEY}@h/a/?limit=1&api_key={_KEY}"
_EXCHANGE = Exchange("GET", _URL, 200, request_headers=(("X-Api-Key", _KEY), ("X-Auth-Token", _KEY), ("Accept", "a")))


def _violation() -> Violation:
    return Violation(
        check="link",
        message=f"{_URL} leads nowhere",
        level=Level.VIOLATION,
        exchanges=(_EXCHANGE,),
        place=_URL,
        record=_URL,
        expected=f"/a/?token={_KEY}&limit=2",
        found={"next": _URL},
    )


def test_a_curl_line_holds_no_credential() -> None:
    """
    Headers and parameters that hold one are there, with stars for its value.
    """
    expected = "curl --silent --show-error --header 'X-Api-Key: ***' --header 'X-Auth-Token: ***' --header 'Accept: a'"

    assert curl_line(_EXCHANGE) == f"{expected} 'https://***@h/a/?limit=1&api_key=***'"


def test_a_report_holds_no_credential(api: Api) -> None:
    """
    In no format does a message, a place, a value or a command line show one.
    """
    outcome = Outcome(next(iter(CATALOGUE.values())), Verdict.VIOLATED, 1, (_violation(),))
    report = report_of(api, CheckResults({"link": outcome}), target="https://h", remarks=(f"no answer to {_URL}",))

    shown = [render(report, each) for each in ("text", "json", "junit", "sarif", "github", "markdown", "html")]
    assert [each for each in shown if _KEY in each] == []
    assert all("limit=1" in each for each in shown)


def test_a_failed_test_shows_no_credential() -> None:
    """
    What the pytest plugin prints of a violation holds none.
    """
    assert _KEY not in told(_violation())
