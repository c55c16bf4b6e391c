"""
A report for code scanning: SARIF 2.1.0 (OASIS), as GitHub takes it in.

GitHub refuses a result without a file, and reads no more than its limits ("SARIF support for code scanning").
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from apicontract import __version__
from apicontract.reports.fingerprint import fingerprint
from apicontract.reports.report import LEVELS
from apicontract.reports.wording import particulars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.reports.report import Finding, Report, Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: Results that GitHub shows of a run, the heaviest first; above 25,000 it refuses the file.
MOST_RESULTS = 5_000
#: Characters of a message: all results together then stay below the 10 MB (packed) of an upload.
MOST_TEXT = 2_000
#: Characters of the description of a rule.
_MOST_DESCRIPTION = 1_024
#: Locations that GitHub shows of a result.
_MOST_PLACES = 100
#: Ends of the names of documents that a diff can compare.
_DOCUMENTS = (".json", ".yaml", ".yml")


def sarif(report: Report) -> str:
    """
    Return a report as SARIF, with a fingerprint for each finding that survives a change of its wording.
    """
    rules = [_rule(each) for each in report.rules]
    position = {each.id: number for number, each in enumerate(report.rules)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "apicontract", "version": __version__, "rules": rules}},
        "automationDetails": {"id": f"apicontract/{report.tool}/{report.api}/"},
        "results": [_result(each, position, _file(each, report)) for each in _heaviest(report)],
        "properties": {
            "target": report.target,
            "api": report.api,
            "requests": report.requests,
            "verdicts": {"/".join(filter(None, (each.rule, each.subject))): each.state for each in report.verdicts},
            "remarks": list(report.remarks),
            "resultsLeftOut": max(0, len(report.findings) - MOST_RESULTS),
        },
    }
    if report.started_at:
        run["properties"]["startedAt"] = report.started_at
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": _cut(rule.sentence or rule.id, _MOST_DESCRIPTION)},
        "fullDescription": {"text": _cut(rule.sentence or rule.id, _MOST_DESCRIPTION)},
        "help": {"text": _cut(rule.sentence or rule.id, _MOST_DESCRIPTION)},
        "defaultConfiguration": {"level": LEVELS[rule.level].sarif},
        "properties": {"level": rule.level, "grade": rule.grade},
    }


def _heaviest(report: Report) -> Sequence[Finding]:
    return sorted(report.findings, key=lambda each: -LEVELS[each.level].rank)[:MOST_RESULTS]


def _file(finding: Finding, report: Report) -> str:
    """
    Return the file that a finding is shown at: its own, else the newer document of a diff, else the contract.
    """
    new = report.target.partition(" -> ")[2]
    document = report.tool == "diff" and new.endswith(_DOCUMENTS) and not new.startswith("/")
    return finding.file or (new if document else f"schemas/{report.api}/api.json")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _result(finding: Finding, position: dict[str, int], file: str) -> dict[str, Any]:
    lines = "\n".join(f"{label}: {value}" for label, value in particulars(finding))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.level].sarif,
        "message": {"text": _cut(finding.message + (f"\n{lines}" if lines else ""), MOST_TEXT)},
        "locations": [_location(finding, file)],
        "partialFingerprints": {"apicontract/v1": fingerprint(finding)},
        "properties": {"level": finding.level},
    }
    if finding.rule in position:
        result["ruleIndex"] = position[finding.rule]
    return result


def _location(finding: Finding, file: str) -> dict[str, Any]:
    places = finding.places[:_MOST_PLACES]
    logical = [{"fullyQualifiedName": _cut(str(each), MOST_TEXT)} for each in places if str(each)]
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(file, errors="replace")},
            "region": {"startLine": max(finding.line, 1)},
        }
    }
    if logical:
        location["logicalLocations"] = logical
    return location
