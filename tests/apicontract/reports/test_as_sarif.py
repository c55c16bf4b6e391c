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
from apicontract.reports.as_sarif import MOST_RESULTS, MOST_TEXT
from apicontract.reports.report import Finding, Place, Report


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


def test_every_result_has_a_file_and_a_line(report: Report) -> None:
    """
    GitHub refuses a result without a physical location, a path that is not relative, and a line below 1.
    """
    for each in json.loads(render(report, "sarif"))["runs"][0]["results"]:
        (location,) = each["locations"]
        physical = location["physicalLocation"]
        uri = physical["artifactLocation"]["uri"]
        assert (True, False) == (bool(uri), uri.startswith(("/", "file:")))
        assert 1 <= physical["region"]["startLine"]


def test_every_rule_is_described(report: Report) -> None:
    """
    GitHub asks for a short and a full description of at most 1,024 characters, and for a help text.
    """
    for each in json.loads(render(report, "sarif"))["runs"][0]["tool"]["driver"]["rules"]:
        texts = [each[name]["text"] for name in ("shortDescription", "fullDescription", "help")]
        assert [True] * 3 == [0 < len(text) <= 1024 for text in texts]


def test_no_more_is_written_than_github_reads(check_report: Report) -> None:
    """
    The heaviest results stay, the rest is counted, and a message ends where an upload would grow too large.
    """
    (finding,) = check_report.findings
    light = dataclasses.replace(finding, level="note", message="x" * 10_000)
    many = dataclasses.replace(check_report, findings=(light,) * MOST_RESULTS + (finding,))
    run = json.loads(render(many, "sarif"))["runs"][0]

    assert (MOST_RESULTS, "error", 1) == (
        len(run["results"]),
        run["results"][0]["level"],
        run["properties"]["resultsLeftOut"],
    )
    assert max(len(each["message"]["text"]) for each in run["results"]) <= MOST_TEXT


@pytest.mark.parametrize(
    ("target", "uri"),
    [
        ("old.json -> docs/new.yaml", "docs/new.yaml"),
        ("main -> .", "schemas/library-1.0/api.json"),
        ("a.json -> /elsewhere/b.json", "schemas/library-1.0/api.json"),
    ],
)
def test_a_finding_without_a_file_points_at_what_was_compared(diff_report: Report, target: str, uri: str) -> None:
    """
    A change that no file declares is shown at the newer document, else at the contract.
    """
    findings = tuple(dataclasses.replace(each, file="") for each in diff_report.findings)
    run = json.loads(render(dataclasses.replace(diff_report, target=target, findings=findings), "sarif"))["runs"][0]

    assert {uri} == {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]}


def test_a_result_says_what_is_known_beside_its_message(check_report: Report) -> None:
    """
    Particulars stand below the message and places beside the line; a finding without any has neither.
    """
    place = Place("/results/0", "/results/0")
    findings = (
        Finding("rows-sorted", "note", "plain"),
        Finding("rows-sorted", "note", "told", (place, Place("", "")), (("expected", "1"),)),
    )
    plain, told = json.loads(render(dataclasses.replace(check_report, findings=findings), "sarif"))["runs"][0][
        "results"
    ]

    assert ("plain", False) == (plain["message"]["text"], "logicalLocations" in plain["locations"][0])
    assert ["told", "place: /results/0"] == told["message"]["text"].splitlines()[:2]
    assert [{"fullyQualifiedName": "/results/0"}] == told["locations"][0]["logicalLocations"]
