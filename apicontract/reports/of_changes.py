"""
The changes between two sides -> a report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apicontract.reports.report import Finding, Place, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.diff.changes import Change


def report_of(
    changes: Sequence[Change],
    *,
    target: str,
    api: str,
    started_at: str = "",
    files: Mapping[str, tuple[str, str]] | None = None,
) -> Report:
    """
    Return a report of changes; `files` says in which file, with which text, each definition is declared.
    """
    rules = {each.rule.id: each.rule for each in changes}
    return Report(
        tool="diff",
        target=target,
        api=api,
        started_at=started_at,
        rules=tuple(Rule(each.id, each.level, each.sentence) for each in rules.values()),
        findings=tuple(_finding(each, files or {}) for each in changes),
    )


def _finding(change: Change, files: Mapping[str, tuple[str, str]]) -> Finding:
    fact = change.fact
    file, text = files.get(fact.definition_now, files.get(fact.definition, ("", "")))
    name = re.split(r"[.\[\] ]", (fact.new_path or fact.old_path).removesuffix("[]"))[-1]
    return Finding(
        rule=change.rule.id,
        level=change.level,
        message=change.message,
        places=tuple(Place(*each) for each in change.places),
        details=(
            *((("reaches", str(change.extent)),) if change.extent and change.extent.places > 1 else ()),
            *(("also", f"{rule} ({level})") for rule, level in change.also),
            ("seen in old", str(change.old)),
            ("seen in new", str(change.new)),
            ("what to do", change.rule.advice),
        ),
        file=file,
        line=_line(text, name) if file else 0,
        subject=fact.definition,
    )


def _line(text: str, name: str) -> int:
    """
    Return the first line that declares a name, or 1.
    """
    found = re.search(rf'"{re.escape(name)}"\s*:|:\s*"{re.escape(name)}"', text) if name else None
    return text.count("\n", 0, found.start()) + 1 if found else 1
