"""
A report as Markdown for a comment on a pull request (GitHub Flavored Markdown).

Untrusted text stands in code spans alone: there no character acts but the back-tick, whose runs are
outnumbered (CommonMark 0.31, section 6.1), and the table's bar, which is escaped (GFM, section 4.10).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apicontract.reports.wording import particulars, summary, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.reports.report import Finding, Report

#: GitHub refuses a comment of more than 65,536 characters.
LIMIT = 60_000


def markdown(report: Report) -> str:
    """
    Return a report as Markdown: figures, a table of findings, and the particulars folded away.

    What would make the comment too long for GitHub is left out, and counted.
    """
    heading = f"### apicontract {report.tool}: {_code(report.target)}\n\n**{summary(report)}** ({_code(report.api)})\n"
    # A line that follows a list without an empty one between belongs to its last item (CommonMark 0.31, section 5.2).
    remarks = "".join(f"\n- {_code(each)}" for each in report.remarks) + ("\n" if report.remarks else "")
    parts = [heading + remarks]
    length = len(parts[0])
    for number, block in enumerate(_blocks(report)):
        if length + len(block) > LIMIT:
            parts.append(f"\n... and {len(report.findings) - number} more; the full report has them.\n")
            break
        parts.append(block)
        length += len(block) + 1
    return "\n".join((*parts, _verdicts(report) if length < LIMIT // 2 else ""))


def _blocks(report: Report) -> Iterator[str]:
    for finding in report.findings:
        subject = f"{_code(finding.subject)}: " if finding.subject else ""
        lines = [f"**{finding.level}** {_code(finding.rule)} {subject}{_code(finding.message)}"]
        lines += _table(finding)
        yield "\n".join(lines) + "\n"


def _table(finding: Finding) -> list[str]:
    rows = particulars(finding)
    if not rows:
        return []
    body = [f"| {_code(label)} | {_code(value)} |" for label, value in rows]
    return ["", "<details><summary>particulars</summary>", "", "| | |", "|---|---|", *body, "", "</details>"]


def _verdicts(report: Report) -> str:
    if not report.verdicts:
        return ""
    rows = [
        f"| {_code(each.rule)} | {_code(each.subject or '-')} | {each.state} | {each.exchanges} |"
        for each in report.verdicts
    ]
    head = ["<details><summary>verdicts</summary>", "", "| rule | resource | state | exchanges |", "|---|---|---|--:|"]
    return "\n".join((*head, *rows, "", "</details>", ""))


def _code(text: str) -> str:
    """
    Return a text as a code span that nothing in it can close.
    """
    shown = visible(text).replace("|", "\\|") or " "
    longest = max((len(each) for each in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if longest or shown != shown.strip() else ""
    return f"{fence}{blank}{shown}{blank}{fence}"
