"""
Several reports on the same server as one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.reports.fingerprint import fingerprint
from apicontract.reports.report import LEVELS, RuleResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.reports.report import Finding, Report

#: The state of a rule over several reports is the first of these that it has in any.
_ORDER = ("violated", "kept", "undecided")


def merged(reports: Sequence[Report]) -> Report:
    """
    Return one report on what several say: each finding once, each rule as the report that says most of it has it.

    There must be one at least.
    """
    found: dict[str, Finding] = {}
    for each in (finding for report in reports for finding in report.findings):
        found.setdefault(fingerprint(each), each)
    return replace(
        reports[0],
        verdicts=tuple(_verdict(each) for each in zip(*(report.verdicts for report in reports), strict=True)),
        findings=tuple(sorted(found.values(), key=lambda each: -LEVELS[each.level].rank)),
        requests=sum(each.requests for each in reports),
    )


def _verdict(results: Sequence[RuleResult]) -> RuleResult:
    state = next(state for state in _ORDER if any(each.state == state for each in results))
    telling = next(each for each in results if each.state == state)
    return replace(telling, exchanges=sum(each.exchanges for each in results))
