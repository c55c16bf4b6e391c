"""
What changed with a night -> a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.reports.report import Finding, Place, Report, Rule

if TYPE_CHECKING:
    from apicontract.diff.nights.change import NightChange
    from apicontract.diff.nights.drift import NightDrift


def report_of_drift(drift: NightDrift, *, target: str, api: str, started_at: str = "") -> Report:
    """
    Return a report of what changed with a night.
    """
    rules = {each.id: each.rule for each in drift.changes}
    return Report(
        tool="drift",
        target=target,
        api=api,
        started_at=started_at,
        rules=tuple(Rule(each.id, each.level, each.sentence) for each in rules.values()),
        findings=tuple(_finding(each, drift) for each in drift.changes),
        remarks=drift.remarks,
    )


def _finding(change: NightChange, drift: NightDrift) -> Finding:
    since = f"between {drift.until} and now" if drift.until else ""
    since = f"between {drift.until} and {drift.begin}" if drift.until and drift.begin else since
    told = (
        ("until then", change.before),
        ("now", change.now),
        ("since", since),
        ("what to do", change.rule.advice),
    )
    return Finding(
        rule=change.id,
        level=change.rule.level,
        message=change.message,
        places=tuple(Place(each, each) for each in change.places),
        details=tuple(each for each in told if each[1]),
        subject=change.subject,
    )
