"""
Several reports on the same server as one.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import report_samples

from apicontract.reports.merged import merged
from apicontract.reports.report import Finding, RuleResult

#: One rule in each of its states.
VIOLATED, KEPT, OPEN = (
    RuleResult("r", "violated", 3),
    RuleResult("r", "kept", 4),
    RuleResult("r", "undecided", 0, "why"),
)


@pytest.mark.parametrize(
    ("results", "one"),
    [
        ((OPEN, KEPT), replace(KEPT, exchanges=4)),
        ((KEPT, VIOLATED), replace(VIOLATED, exchanges=7)),
        ((OPEN, OPEN), OPEN),
    ],
)
def test_the_report_that_says_most_counts(results: tuple[RuleResult, ...], one: RuleResult) -> None:
    """
    What one report found violated is violated, what one found kept is kept; the exchanges are those of all.
    """
    reports = [replace(report_samples.CHECK, verdicts=(each,)) for each in results]

    assert (one,) == merged(reports).verdicts
    assert (one,) == merged(reports[::-1]).verdicts


def test_a_finding_of_several_is_one() -> None:
    """
    What two reports found stands once; the requests of both were sent.
    """
    one = report_samples.CHECK

    assert (one.findings, 2 * one.requests) == (
        tuple(sorted(merged([one, one]).findings, key=one.findings.index)),
        merged([one, one]).requests,
    )


def test_what_one_report_says_alone_stays() -> None:
    """
    One report is merged into itself; of several, target and remarks are those of the first.
    """
    one = report_samples.CHECK
    others = [replace(one, target="other", remarks=("another",)), replace(one, target="third", findings=())]

    assert one == merged([one])
    assert (one.target, one.remarks) == (merged([one, *others]).target, merged([one, *others]).remarks)


def test_findings_of_all_stand_by_weight() -> None:
    """
    A heavier finding comes before a lighter one, whichever report has it; among equals the first report does.
    """
    levels = ("note", "warning", "violation")
    reports = [
        replace(report_samples.CHECK, findings=tuple(Finding(f"{level}-{name}", level, "m") for level in levels))
        for name in ("a", "b")
    ]

    assert [f"{level}-{name}" for level in reversed(levels) for name in ("a", "b")] == [
        each.rule for each in merged(reports).findings
    ]
