"""
Words that several formats share.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.reports.report import Finding, Place, Report, RuleResult
from apicontract.reports.wording import headline, particulars, summary, visible

_EMPTY = Report("check", "https://api.example", "library-1.0")


def _findings(**levels: int) -> tuple[Finding, ...]:
    return tuple(Finding("rule", level, "m") for level, number in levels.items() for _ in range(number))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "nothing found"),
        ({"requests": 1}, "nothing found; 1 request sent"),
        ({"requests": 2}, "nothing found; 2 requests sent"),
        ({"findings": _findings(note=1)}, "1 note"),
        ({"findings": _findings(note=2, violation=3, warning=1)}, "3 violations, 1 warning, 2 notes"),
        ({"findings": _findings(breaking=2, compatible=2, risky=3)}, "2 breaking, 3 risky, 2 compatible"),
        ({"verdicts": (RuleResult("a", "kept"),)}, "1 kept, 0 violated, 0 undecided; nothing found"),
        (
            {"verdicts": (RuleResult("a", "violated"),) * 2, "findings": _findings(violation=1), "requests": 9},
            "0 kept, 2 violated, 0 undecided; 1 violation; 9 requests sent",
        ),
    ],
)
def test_the_figures(changes: dict[str, object], expected: str) -> None:
    """
    Verdicts come first, then findings by weight, then requests; nouns have a plural, adjectives have none.
    """
    assert expected == summary(replace(_EMPTY, **changes))  # type: ignore[arg-type]


def test_the_headline_is_one_line() -> None:
    """
    A target with a line end stays on the line.
    """
    assert "apicontract check: a\\nb (library-1.0)" == headline(replace(_EMPTY, target="a\nb"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ünï 🚀", "Ünï 🚀"),
        ("a\tb\n", "a\\tb\\n"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202e", "\\u202e"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\ud800", "\\ud800"),
        ("\ue000", "\\ue000"),
        ("\u0378", "\\u0378"),
        ("\u00a0", "\u00a0"),
    ],
)
def test_what_nobody_sees_is_written(text: str, expected: str) -> None:
    """
    Controls, formats, halves of characters, private and unassigned ones, and separators of lines are escaped.
    """
    assert expected == visible(text)


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (Finding("r", "note", "m"), ()),
        (
            Finding("r", "note", "m", (Place("a", "b"),), (("expected", "1"),), "Emma (id 7)", ("curl x", "curl y")),
            (
                ("place", "a -> b"),
                ("expected", "1"),
                ("record", "Emma (id 7)"),
                ("reproduce", "curl x"),
                ("reproduce", "curl y"),
            ),
        ),
    ],
)
def test_particulars(finding: Finding, expected: tuple[tuple[str, str], ...]) -> None:
    """
    Places, details, the record and the command lines, in this order; nothing of what is not there.
    """
    assert expected == particulars(finding)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("a", "a"), "a"),
        (Place("a", ""), "a -> (absent)"),
        (Place("", "b"), "(absent) -> b"),
        (Place("", ""), ""),
    ],
)
def test_a_place(place: Place, expected: str) -> None:
    """
    A place that stayed is said once, one that came or went with its absence.
    """
    assert expected == str(place)
