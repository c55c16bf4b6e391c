"""
Whole reports, in every format but the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apicontract import __version__
from apicontract.reports import render
from apicontract.reports.as_html import Slice, html
from apicontract.reports.report import Report, RuleResult

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE = Path(__file__).with_name("whole")
_FORMATS = {"text": "txt", "junit": "xml", "sarif": "sarif", "markdown": "md", "github": "github"}


@pytest.mark.parametrize("format", _FORMATS)
@pytest.mark.parametrize("name", ["check", "diff", "rare"])
def test_a_whole_report(samples: Mapping[str, Report], name: str, format: str) -> None:  # noqa: A002 - the option's own name
    """
    Every letter of a report is as it should be.
    """
    expected = (_WHOLE / f"{name}.{_FORMATS[format]}").read_text(encoding="utf-8")

    assert expected.replace("VERSION", __version__) == render(samples[name], format)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["kept"], [Slice("kept", 1, 100.0, 0.0, 0.0)]),
        (["kept"] * 3 + ["undecided"], [Slice("kept", 3, 75.0, 0.0, 25.0), Slice("undecided", 1, 25.0, -75.0, 75.0)]),
        (
            ["violated", "kept", "undecided"],
            [
                Slice("kept", 1, 33.333, 0.0, 66.667),
                Slice("violated", 1, 33.333, -33.333, 66.667),
                Slice("undecided", 1, 33.333, -66.667, 66.667),
            ],
        ),
    ],
)
def test_the_chart_is_divided(states: list[str], expected: list[Slice]) -> None:
    """
    Each state has its share of the ring, one after the other; what does not occur has none.
    """
    page = html(Report("check", "t", "a", verdicts=tuple(RuleResult("r", state) for state in states)))

    assert [f'stroke-dasharray="{each.length} {each.rest}" stroke-dashoffset="{each.offset}"' for each in expected] == [
        line[line.index("stroke-dasharray") : line.index("></circle>")].replace('"-0.0"', '"0.0"')
        for line in page.splitlines()
        if "<circle" in line
    ]


def test_a_diff_is_charted_by_level(samples: Mapping[str, Report]) -> None:
    """
    A report without verdicts is divided by the levels of its findings.
    """
    page = html(samples["diff"])

    assert 'aria-label="1 breaking, 1 compatible"' in page
