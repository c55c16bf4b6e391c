"""
The report for programs.
"""

import copy
import json
from typing import Any

import jsonschema
import pytest

from apicontract.contract.catalog import packaged_data
from apicontract.contract.errors import DataError
from apicontract.reports import render
from apicontract.reports.as_json import document, read_report
from apicontract.reports.report import Report


@pytest.fixture(scope="module")
def validator() -> Any:
    """
    The validator of our own report schema.
    """
    path = packaged_data() / "schemas" / "meta" / "report.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_a_report_follows_its_schema(report: Report, validator: Any) -> None:
    """
    Every report is an instance of report.schema.json.
    """
    assert list(validator.iter_errors(json.loads(render(report, "json")))) == []


def test_it_is_written_for_people_too(check_report: Report) -> None:
    """
    Each member has a line, two blanks in from the one that holds it: two reports can be compared by lines.
    """
    text = render(check_report, "json")

    assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_texts_survive(hostile_report: Report) -> None:
    """
    A text from outside is read back exactly as it was.
    """
    read = json.loads(render(hostile_report, "json"))
    assert read["findings"][0]["message"] == hostile_report.findings[0].message


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.pop("summary"),
        lambda it: it.update(extra=1),
        lambda it: it.update(tool="guess"),
        lambda it: it.update(started_at="yesterday"),
        lambda it: it["summary"]["verdicts"].pop("undecided"),
        lambda it: it["summary"]["findings"].update(terrible=1),
        lambda it: it["verdicts"][0].update(state="skipped"),
        lambda it: it["verdicts"][0].update(exchanges=-1),
        lambda it: it["findings"][0].update(level="fatal"),
        lambda it: it["findings"][0].update(rule="Not An Id"),
        lambda it: it["findings"][0].update(message=""),
        lambda it: it["findings"][0]["places"][0].pop("new"),
        lambda it: it["rules"][0].update(grade="sure"),
    ],
)
def test_the_schema_refuses_what_is_no_report(check_report: Report, validator: Any, change: Any) -> None:
    """
    One change that makes a report wrong makes it invalid.
    """
    altered = copy.deepcopy(document(check_report))
    change(altered)
    assert not validator.is_valid(altered)


def test_a_report_is_read_back(check_report: Report, diff_report: Report) -> None:
    """
    What was written for programs is the same report again.
    """
    for report in (check_report, diff_report):
        assert report == read_report(render(report, "json"), "r.json")


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"tool": "check"}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    """
    The error names the file.
    """
    with pytest.raises(DataError, match=r"^r\.json"):
        read_report(text, "r.json")
