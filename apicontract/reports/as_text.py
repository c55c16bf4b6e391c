"""
A report for a person at a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from apicontract.reports.report import LEVELS
from apicontract.reports.wording import headline, particulars, summary, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.reports.report import Finding, Report, RuleResult

_STATE_COLOURS = {"kept": "green", "violated": "red", "undecided": "yellow"}


def text(report: Report) -> str:
    """
    Return a report in colours: heading, findings, remarks, and the figures last, where the eye rests.

    Of a server of which nothing was learnt, one line says why.

    No line begins with text from outside, which a CI server could take for a command (`::error::`).
    """
    return "\n".join(_lines(report, verbose=False)) + "\n"


def verbose_text(report: Report) -> str:
    """
    Return the same with the verdict on every check.
    """
    return "\n".join(_lines(report, verbose=True)) + "\n"


def _lines(report: Report, *, verbose: bool) -> Iterator[str]:
    if report.ended and not (verbose or report.findings or report.states["kept"]):
        yield f"{click.style(headline(report), bold=True)}: nothing decided: {visible(report.ended)}"
        return
    yield click.style(headline(report), bold=True)
    for finding in report.findings:
        yield ""
        yield from _finding(report, finding)
    if report.verdicts and verbose:
        yield ""
        yield from map(_verdict, report.verdicts)
    if report.remarks:
        yield ""
        yield from (f"remark: {visible(each)}" for each in report.remarks)
    yield ""
    yield click.style(summary(report), bold=True)


def _finding(report: Report, finding: Finding) -> Iterator[str]:
    level = click.style(finding.level.upper(), fg=LEVELS[finding.level].colour, bold=True)
    subject = f"{visible(finding.subject)}: " if finding.subject else ""
    yield f"{level} {visible(finding.rule)}: {subject}{visible(finding.message)}"
    sentence = next((each.sentence for each in report.rules if each.id == finding.rule), "")
    if sentence:
        yield click.style(f"  {'promise' if report.verdicts else 'rule'}: {visible(sentence)}", dim=True)
    for label, value in particulars(finding):
        yield f"  {visible(label)}: {visible(value)}"


def _verdict(verdict: RuleResult) -> str:
    state = click.style(f"{verdict.state:<9}", fg=_STATE_COLOURS[verdict.state])
    subject = f" [{verdict.subject}]" if verdict.subject else ""
    reason = f": {verdict.reason}" if verdict.reason else ""
    noun = "exchange" if verdict.exchanges == 1 else "exchanges"
    return f"{state} {visible(f'{verdict.rule}{subject} ({verdict.exchanges} {noun}){reason}')}"
