"""
The report as JUnit XML.
"""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from apicontract.reports import render
from apicontract.reports.report import Report


@pytest.fixture
def schema(standards: Path) -> Any:
    """
    The XML Schema of the Jenkins xUnit plugin.
    """
    return etree.XMLSchema(etree.parse(standards / "junit-10.xsd"))


def test_a_report_follows_the_jenkins_schema(report: Report, schema: Any) -> None:
    """
    Every report is valid under junit-10.xsd.
    """
    schema.assertValid(etree.fromstring(render(report, "junit")))


def test_the_schema_can_fail(check_report: Report, schema: Any) -> None:
    """
    A report with an element that JUnit does not know is invalid.
    """
    wrong = render(check_report, "junit").replace("skipped message", "undecided message")
    assert not schema.validate(etree.fromstring(wrong))


def test_verdicts_become_cases(check_report: Report) -> None:
    """
    Kept passes, violated fails, undecided is skipped.
    """
    suite = etree.fromstring(render(check_report, "junit"))[0]
    outcome = {each.get("name"): [child.tag for child in each] for each in suite.iter("testcase")}
    assert outcome == {"rows-satisfy-filters": ["failure"], "rows-sorted": [], "limit-kept": ["skipped"]}
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")


def test_only_heavy_changes_fail(diff_report: Report) -> None:
    """
    A breaking change is a failing case, a compatible one a passing case.
    """
    suite = etree.fromstring(render(diff_report, "junit"))[0]
    assert [(each.get("name"), each.find("failure") is not None) for each in suite.iter("testcase")] == [
        ("answer-field-removed", True),
        ("answer-field-added", False),
    ]


def test_hostile_text_stays_text(hostile_report: Report) -> None:
    """
    A text from outside adds no element, whatever characters it holds.
    """
    root = etree.fromstring(render(hostile_report, "junit"))
    assert {each.tag for each in root.iter()} == {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "system-out",
    }  # fmt: skip


def test_a_case_fails_with_its_first_finding(check_report: Report) -> None:
    """
    Of several the first names message and level, all stand in the text; without one the rule itself is named.
    """
    (finding,) = check_report.findings
    several = (finding, dataclasses.replace(finding, level="warning", message="another"))
    many, none = (
        etree.fromstring(render(dataclasses.replace(check_report, findings=each), "junit")) for each in (several, ())
    )
    (failure,), (bare,) = many.iter("failure"), none.iter("failure")

    assert (finding.message, finding.level, True) == (
        failure.get("message"),
        failure.get("type"),
        "[warning] another" in failure.text,
    )
    assert ("rows-satisfy-filters", "violation", None) == (bare.get("message"), bare.get("type"), bare.text or None)
    assert {"0"} == {each.get("errors") for each in many.iter("testsuite")}
