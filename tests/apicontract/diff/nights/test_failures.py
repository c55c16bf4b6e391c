"""
What failed in a night, as far as it did not fail so in the one before.
"""

from __future__ import annotations

import pytest
from small import small_api

from apicontract.diff.nights.behaviour import failures
from apicontract.evidence.runs import Failed, RecordRun

API = small_api()
HOST = "https://a.example"
LIST, OTHER = f"{HOST}{API.base_path}spacecraft/?limit=5", f"{HOST}{API.base_path}agencies/"
DETAIL = f"{HOST}{API.base_path}spacecraft/5/"


def run(*failed: Failed) -> RecordRun:
    """
    Return a run with five answers and these failures.
    """
    return RecordRun("2026-01-02T00:00:00Z", HOST, answered=5, failed=failed)


@pytest.mark.parametrize(
    ("failed", "rule", "subject"),
    [
        (Failed(LIST, "status", "status 404"), "drift-path-refused", "spacecraft"),
        (Failed(LIST, "status", "status 500"), "drift-outage", ""),
        (Failed(LIST, "unreachable", "no answer"), "drift-outage", ""),
        (Failed(LIST, "unreadable", "no JSON"), "drift-outage", ""),
        (Failed(DETAIL, "status", "status 404"), "drift-outage", ""),
        (Failed(f"{HOST}/elsewhere", "status", "status 404"), "drift-outage", ""),
    ],
)
def test_a_failure_is_of_a_list_or_of_the_service(failed: Failed, rule: str, subject: str) -> None:
    """
    A list that is refused is a change of its resource; all else is an outage, and is one of nothing in particular.
    """
    (found,) = failures(API, run(failed), None)

    assert (rule, subject) == (found.id, found.subject)
    assert f"{failed.url}: {failed.reason}" == found.message
    assert "1 of 6 requests" == found.now


def test_what_failed_so_before_is_no_news() -> None:
    """
    The same way of failing is told once: an outage whatever its URL, a refusal of each list.
    """
    outage, refusal = Failed(LIST, "status", "status 500"), Failed(LIST, "status", "status 404")

    assert [] == [*failures(API, run(outage), run(Failed(OTHER, "unreachable", "no answer")))]
    assert [] == [*failures(API, run(refusal), run(refusal))]
    assert 1 == len([*failures(API, run(refusal), run(outage))])
    assert 1 == len([*failures(API, run(Failed(OTHER, "status", "status 404")), run(refusal))])


def test_a_throttled_request_is_no_change() -> None:
    """
    A night without quota says nothing of the service; nor does a night that was not.
    """
    assert [] == [*failures(API, run(Failed(LIST, "throttled", "status 429")), None)]
    assert [] == [*failures(API, None, None)]
