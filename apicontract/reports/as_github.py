"""
A report as GitHub workflow commands, which become annotations of a pull request.

The escapes are those of the `@actions/core` toolkit: a message may hold anything but `%` and line ends,
a property value moreover neither `:` nor `,`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.reports.report import LEVELS
from apicontract.reports.wording import headline, particulars, summary, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.reports.report import Finding, Report

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def github(report: Report) -> str:
    """
    Return a report as one annotation for each finding and one notice with the figures.
    """
    lines = [_annotation(each) for each in report.findings]
    body = "\n".join((summary(report), *map(visible, report.remarks)))
    lines.append(_command("notice", {"title": headline(report)}, body))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding) -> str:
    properties: dict[str, str] = {}
    if finding.file:
        properties["file"] = finding.file
        if finding.line > 0:
            properties["line"] = str(finding.line)
    properties["title"] = f"{finding.level}: {finding.rule}"
    subject = f"{finding.subject}: " if finding.subject else ""
    rows = (visible(f"{label}: {value}") for label, value in particulars(finding))
    body = "\n".join((visible(subject + finding.message), *rows))
    return _command(LEVELS[finding.level].annotation, properties, body)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={_translated(visible(value), _PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{_translated(message, _MESSAGE)}"


def _translated(text: str, table: Mapping[int, str]) -> str:
    """
    Escape a text; the older form of a command, `##[name]`, acts anywhere in a line and is broken up.
    """
    return text.replace("##[", "# #[").translate(table)
