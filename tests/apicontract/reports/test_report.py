"""
The common value behind every format.
"""

import pytest

from apicontract.contract.errors import UnknownName
from apicontract.reports import FORMATS, render
from apicontract.reports.report import Report


def test_states_are_counted_with_zeros(check_report: Report, diff_report: Report) -> None:
    """
    A report counts its verdicts, zeros included.
    """
    assert check_report.states == {"kept": 1, "violated": 1, "undecided": 1}
    assert diff_report.states == {"kept": 0, "violated": 0, "undecided": 0}


def test_at_least_takes_heavier_findings_too(diff_report: Report) -> None:
    """
    Asking for a level gives the findings that weigh as much or more.
    """
    assert [each.level for each in diff_report.at_least("risky")] == ["breaking"]
    assert [each.level for each in diff_report.at_least("note")] == ["breaking", "compatible"]


def test_at_least_refuses_an_unknown_level(diff_report: Report) -> None:
    """
    A level that does not exist is an error that names the known ones.
    """
    with pytest.raises(UnknownName, match="did you mean 'breaking'"):
        diff_report.at_least("braking")


def test_an_unknown_format_is_refused(check_report: Report) -> None:
    """
    A format that does not exist is an error that names the known ones.
    """
    with pytest.raises(UnknownName, match="text, json, junit, sarif, github, markdown, html"):
        render(check_report, "pdf")


@pytest.mark.parametrize("name", FORMATS)
def test_rendering_is_deterministic_and_ends_in_a_line_end(report: Report, name: str) -> None:
    """
    The same report gives the same text in every format, and that text can be written as UTF-8.
    """
    first = render(report, name)
    assert first == render(report, name)
    assert first.encode("utf-8").endswith(b"\n")


def test_a_rule_is_found_by_its_id(check_report: Report) -> None:
    """
    An id that the report has no rule for is an error that names those it has.
    """
    assert list(check_report.rules) == [check_report.rule(each.id) for each in check_report.rules]
    with pytest.raises(UnknownName, match="unknown rule 'nothing'"):
        check_report.rule("nothing")
