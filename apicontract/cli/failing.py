"""
Which changes end a command with 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.diff.levels import LEVELS

if TYPE_CHECKING:
    from apicontract.reports.report import Finding


def fails(finding: Finding, fail_on: tuple[str, ...]) -> bool:
    """
    Return whether a finding is of a level to fail on or a heavier one, or of a rule to fail on.

    Rules are named beside a level, `breaking` if none is; those that a change falls under besides count, too.
    """
    levels = [each for each in fail_on if each in {*LEVELS, "never"}] or ["breaking"]
    rules = {finding.rule, *(text.partition(" ")[0] for label, text in finding.details if label == "also")}
    return not rules.isdisjoint(fail_on) or any(
        LEVELS.index(finding.level) <= LEVELS.index(each) for each in levels if each != "never"
    )
