"""
The report as SARIF 2.1.0.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from apicontract.reports import render
from apicontract.reports.report import Report


@pytest.fixture
def validator(standards: Path) -> Any:
    """
    The validator of the published SARIF schema.
    """
    return jsonschema.Draft4Validator(json.loads((standards / "sarif-2.1.0.schema.json").read_text(encoding="utf-8")))


def test_a_report_follows_the_published_schema(report: Report, validator: Any) -> None:
    """
    Every report is valid SARIF 2.1.0.
    """
    assert list(validator.iter_errors(json.loads(render(report, "sarif")))) == []


def test_the_schema_can_fail(check_report: Report, validator: Any) -> None:
    """
    A level that SARIF does not know makes a report invalid.
    """
    wrong = json.loads(render(check_report, "sarif").replace('"level": "error"', '"level": "fatal"'))
    assert not validator.is_valid(wrong)


def test_a_result_points_at_its_file_and_line(diff_report: Report) -> None:
    """
    A finding that stands in a file is located there.
    """
    result = json.loads(render(diff_report, "sarif"))["runs"][0]["results"][0]
    assert (result["ruleId"], result["level"], result["locations"][0]["physicalLocation"]) == (
        "answer-field-removed",
        "error",
        {
            "artifactLocation": {"uri": "schemas/library-1.0/books/normal.schema.json"},
            "region": {"startLine": 12},
        },
    )


def test_the_fingerprint_survives_another_wording(diff_report: Report) -> None:
    """
    The same finding in other words keeps its fingerprint; another finding has another.
    """
    first, second = diff_report.findings
    reworded = dataclasses.replace(diff_report, findings=(first, dataclasses.replace(first, message="x"), second))
    prints = [
        each["partialFingerprints"]["apicontract/v1"]
        for each in json.loads(render(reworded, "sarif"))["runs"][0]["results"]
    ]
    assert (prints[0] == prints[1], prints[0] == prints[2]) == (True, False)
