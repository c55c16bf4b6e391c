"""
A baseline accepts what is known, for a reason and for a time.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from apicontract.contract.errors import DataError
from apicontract.reports.baseline import UNREVIEWED, read_baseline, render_baseline, without_accepted
from apicontract.reports.fingerprint import fingerprint
from apicontract.reports.report import Place, Report, RuleResult

TODAY = dt.date(2026, 5, 4)


def _written(report: Report, **changes: str) -> str:
    document = json.loads(render_baseline(report))
    document["findings"] = [{**each, **changes} for each in document["findings"]]
    return json.dumps(document)


def test_what_was_written_accepts_what_was_found(report: Report) -> None:
    """
    After `--write-baseline` nothing of the same report is new, and what is accepted is counted, not called kept.
    """
    left = without_accepted(report, read_baseline(render_baseline(report), "b"), TODAY)

    assert ((), False) == (left.findings, "violated" in {each.state for each in left.verdicts})
    assert report.states["kept"] == left.states["kept"]


def test_a_new_finding_is_left(diff_report: Report) -> None:
    """
    What the baseline does not name still fails.
    """
    first, second = diff_report.findings
    known = read_baseline(render_baseline(dataclasses.replace(diff_report, findings=(first,))), "b")

    assert (second,) == without_accepted(diff_report, known, TODAY).findings


@pytest.mark.parametrize(("expires", "left"), [("2026-05-03", 1), ("2026-05-04", 0), ("2026-05-05", 0)])
def test_an_expired_entry_counts_again(check_report: Report, expires: str, left: int) -> None:
    """
    On the day behind its date a finding is new again, and the report says why.
    """
    entries = read_baseline(_written(check_report, expires=expires), "b")
    held = without_accepted(check_report, entries, TODAY)

    assert (left, bool(left)) == (len(held.findings), any("expired on 2026-05-03" in each for each in held.remarks))


@pytest.mark.parametrize(("state", "told"), [("kept", True), ("undecided", False)])
def test_an_entry_that_no_longer_occurs_is_told(check_report: Report, state: str, told: bool) -> None:  # noqa: FBT001 - a row
    """
    What was looked at and is gone should leave the file; what was not looked at says nothing.
    """
    verdicts = tuple(dataclasses.replace(each, state=state) for each in check_report.verdicts)
    mended = dataclasses.replace(check_report, findings=(), verdicts=verdicts)
    held = without_accepted(mended, read_baseline(render_baseline(check_report), "b"), TODAY)

    assert told == any("no longer occurs: rows-satisfy-filters" in each for each in held.remarks)


def test_reasons_and_dates_stay_when_it_is_written_again(check_report: Report) -> None:
    """
    Writing anew keeps what people wrote, and a new entry asks for a review.
    """
    former = read_baseline(_written(check_report, reason="the vendor knows", expires="2027-01-01"), "b")
    (again,) = read_baseline(render_baseline(check_report, former), "b")
    (new,) = read_baseline(render_baseline(check_report), "b")

    assert ("the vendor knows", dt.date(2027, 1, 1), UNREVIEWED) == (again.reason, again.expires, new.reason)


@pytest.mark.parametrize(
    "changes", [{"reason": ""}, {"reason": " "}, {"expires": "soon"}, {"expires": "2026-02-30"}, {"fingerprint": "x"}]
)
def test_an_entry_without_reason_or_sense_is_refused(check_report: Report, changes: dict[str, str]) -> None:
    """
    A baseline is reviewed like code: every entry says why, and a date is one.
    """
    with pytest.raises(DataError, match="b#/findings/0"):
        read_baseline(_written(check_report, **changes), "b")


def test_another_row_of_the_same_place_is_the_same_finding(check_report: Report) -> None:
    """
    Which record shows a fault first differs between runs; the finding does not.
    """
    (finding,) = check_report.findings
    other = dataclasses.replace(finding, message="x", places=(Place("/results/9/in_print", "/results/9/in_print"),))
    elsewhere = dataclasses.replace(finding, places=(Place("/results/3/title", "/results/3/title"),))

    assert [True, False] == [fingerprint(finding) == fingerprint(each) for each in (other, elsewhere)]


def test_an_entry_of_a_broken_check_that_no_longer_occurs(check_report: Report) -> None:
    """
    An entry is told to be gone where its check was decided, kept or broken, and not where it was left undecided.
    """
    finding = check_report.findings[0]
    entries = read_baseline(render_baseline(dataclasses.replace(check_report, findings=(finding,))), "b")
    gone = f"the baseline's entry no longer occurs: {finding.rule}: {finding.message}"

    told = {
        state: gone
        in without_accepted(
            dataclasses.replace(check_report, findings=(), verdicts=(RuleResult(finding.rule, state),)), entries, TODAY
        ).remarks
        for state in ("kept", "violated", "undecided")
    }

    assert {"kept": True, "violated": True, "undecided": False} == told
