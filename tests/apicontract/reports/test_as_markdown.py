"""
The report as a comment on a pull request.
"""

import dataclasses
import re

from apicontract.reports import render
from apicontract.reports.as_markdown import LIMIT
from apicontract.reports.report import Report


def test_the_figures_come_first(check_report: Report) -> None:
    """
    The comment opens with what was done and the figures.
    """
    assert render(check_report, "markdown").splitlines()[:3] == [
        "### apicontract check: `https://api.example`",
        "",
        "**1 kept, 1 violated, 1 undecided; 1 violation; 5 requests sent** (`library-1.0`)",
    ]


def test_hostile_text_stays_in_its_code_span(hostile_report: Report) -> None:
    """
    Outside of code spans there is no markup but our own, and a table row keeps its two cells.
    """
    text = render(hostile_report, "markdown")
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert set(re.findall(r"<[^>]*>", outside)) == {"<details>", "</details>", "<summary>", "</summary>"}
    rows = [each for each in text.splitlines() if each.startswith("| `")]
    assert {len(re.findall(r"(?<!\\)\|", each)) for each in rows} == {3, 5}


def test_a_comment_fits_what_github_takes(diff_report: Report) -> None:
    """
    A thousand findings are cut at the limit, and what is left out is counted.
    """
    many = dataclasses.replace(diff_report, findings=diff_report.findings * 1000)
    text = render(many, "markdown")
    assert len(text) < LIMIT + 200
    shown = text.count("`answer-field-")
    assert f"... and {2000 - shown} more; the full report has them." in text
