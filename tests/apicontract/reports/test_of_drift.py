"""
What changed with a night becomes a report.
"""

from __future__ import annotations

import pytest

from apicontract.diff.nights.change import NightChange
from apicontract.diff.nights.drift import NightDrift
from apicontract.diff.nights.rules import NIGHT_RULES
from apicontract.reports.of_drift import report_of_drift
from apicontract.reports.report import Finding, Place, Report, Rule

FIRST, SECOND = list(NIGHT_RULES.values())[:2]


def change(rule: str = FIRST.id, **values: object) -> NightChange:
    """
    Return a change of a rule.
    """
    return NightChange(rule, "trees", "it changed", **values)  # type: ignore[arg-type]


def test_changes_become_findings() -> None:
    """
    Each has its places and what was so before and is so now; a rule that several fall under is named once.
    """
    drift = NightDrift(
        changes=(change(places=("a", "b"), before="0 of 4", now="4 of 4"), change(), change(SECOND.id)),
        until="2026-03-01",
        begin="2026-03-02",
        remarks=("a remark",),
    )
    since = ("since", "between 2026-03-01 and 2026-03-02")

    assert Report(
        tool="drift",
        target="https://orchard.example",
        api="orchard-1",
        started_at="now",
        rules=tuple(Rule(each.id, each.level, each.sentence) for each in (FIRST, SECOND)),
        findings=(
            Finding(
                FIRST.id,
                FIRST.level,
                "it changed",
                (Place("a", "a"), Place("b", "b")),
                (("until then", "0 of 4"), ("now", "4 of 4"), since, ("what to do", FIRST.advice)),
                subject="trees",
            ),
            Finding(FIRST.id, FIRST.level, "it changed", (), (since, ("what to do", FIRST.advice)), subject="trees"),
            Finding(SECOND.id, SECOND.level, "it changed", (), (since, ("what to do", SECOND.advice)), subject="trees"),
        ),
        remarks=("a remark",),
    ) == report_of_drift(drift, target="https://orchard.example", api="orchard-1", started_at="now")


@pytest.mark.parametrize(
    ("until", "begin", "since"),
    [
        ("monday", "tuesday", ["between monday and tuesday"]),
        ("monday", "", ["between monday and now"]),
        ("", "tuesday", []),
        ("", "", []),
    ],
)
def test_since_when_is_told_as_far_as_it_is_known(until: str, begin: str, since: list[str]) -> None:
    """
    What was recorded before bounds it; without that there is nothing to say.
    """
    report = report_of_drift(NightDrift(changes=(change(),), until=until, begin=begin), target="t", api="a")

    assert since == [text for label, text in report.findings[0].details if label == "since"]
