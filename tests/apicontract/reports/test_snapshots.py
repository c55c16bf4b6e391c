"""
Reports word for word, so that a change of wording shows in a review: `pytest --update-snapshots` writes them anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from apicontract.reports import render

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("form", ["text", "github", "markdown", "junit"])
@pytest.mark.parametrize("name", ["check_report", "diff_report"])
def test_a_report_reads_as_it_did(name: str, form: str, request: pytest.FixtureRequest) -> None:
    """
    What people read of a report is what the file says that was reviewed.
    """
    report = request.getfixturevalue(name)
    path = SNAPSHOTS / f"{report.tool}.{form}.txt"
    text = render(report, form, verbose=True)
    if request.config.getoption("--update-snapshots"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text
