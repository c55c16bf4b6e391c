"""
Words that several formats share, and the one place where untrusted text is made harmless for a terminal.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.reports.report import Finding, Report

#: Unicode categories that a reader cannot see, or that act on a terminal: controls, formats (bidirectional
#: overrides among them), surrogates, private use, unassigned, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
#: Levels that are nouns.
_NOUNS = frozenset({"violation", "warning", "note"})


def visible(text: str) -> str:
    r"""
    Return a text on one line in which nothing acts on a terminal: controls are written as `\n`, `\x1b`, `\u202e`.
    """
    return "".join(_escaped(each) if unicodedata.category(each) in _UNSEEN else each for each in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def headline(report: Report) -> str:
    """
    Return what was done, and to what, in one line.
    """
    return visible(f"apicontract {report.tool}: {report.target} ({report.api})")


def summary(report: Report) -> str:
    """
    Return the figures of a report in one line.
    """
    levels = ", ".join(f"{number} {_plural(level, number)}" for level, number in report.levels.items())
    parts = [levels or "nothing found"]
    if report.verdicts:
        states = ", ".join(f"{number} {state}" for state, number in report.states.items())
        parts.insert(0, states)
    if report.requests:
        parts.append(f"{report.requests} {'request' if report.requests == 1 else 'requests'} sent")
    return "; ".join(parts)


def _plural(level: str, number: int) -> str:
    """
    Return a level's noun in the plural where there are several; adjectives ("breaking") have none.
    """
    return f"{level}s" if number > 1 and level in _NOUNS else level


def particulars(finding: Finding) -> tuple[tuple[str, str], ...]:
    """
    Return label and text of everything that a finding holds beyond its message, in the order to show it.
    """
    rows = [("place", str(each)) for each in finding.places]
    rows += finding.details
    if finding.record:
        rows.append(("record", finding.record))
    rows += [("reproduce", line) for line in finding.curl]
    return tuple(rows)
