"""
Exit statuses of a run that keeps its promises with less strength than is required.
"""

from __future__ import annotations

import pytest

from apicontract.cli.statuses import status_of, weak, with_weakness
from apicontract.reports.report import Report, RuleResult

_VERDICTS = (
    RuleResult("filter-kept", "kept", 1, "7 of 10 misreadings ruled out", strength=70),
    RuleResult("search-kept", "kept", 1, "4 of 10 misreadings ruled out", strength=40),
    RuleResult("field-type", "kept", 1),
    RuleResult("sorted", "undecided"),
)
_REPORT = Report("check", "https://api.example", "things", verdicts=_VERDICTS)


@pytest.mark.parametrize(
    ("strength", "names", "status"),
    [
        (0, [], 0),
        (40, [], 0),
        (41, ["search-kept"], 3),
        (70, ["search-kept"], 3),
        (71, ["filter-kept", "search-kept"], 3),
    ],
)
def test_what_is_kept_weakly(strength: int, names: list[str], status: int) -> None:
    """
    A promise whose strength is not known, or that is not kept, is not weak.
    """
    assert names == [each.rule for each in weak(_REPORT, strength)]
    assert status == status_of(_REPORT, "violation", (), (), strength)


def test_what_is_weak_is_named() -> None:
    """
    The report says what is kept weakly, and how much is ruled out of it; where nothing is, it says nothing.
    """
    remark = "kept with less than 50 % ruled out: search-kept (4 of 10 misreadings ruled out)"

    assert (remark,) == with_weakness(_REPORT, 50).remarks
    assert _REPORT is with_weakness(_REPORT, 40)
