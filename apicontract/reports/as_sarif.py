"""
A report for code scanning: SARIF 2.1.0 (OASIS).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from apicontract import __version__
from apicontract.reports.report import LEVELS
from apicontract.reports.wording import particulars

if TYPE_CHECKING:
    from apicontract.reports.report import Finding, Report, Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report) -> str:
    """
    Return a report as SARIF, with a fingerprint for each finding that survives a change of its wording.
    """
    rules = [_rule(each) for each in report.rules]
    position = {each.id: number for number, each in enumerate(report.rules)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "apicontract", "version": __version__, "rules": rules}},
        "automationDetails": {"id": f"apicontract/{report.tool}/{report.api}/"},
        "results": [_result(each, position) for each in report.findings],
        "properties": {
            "target": report.target,
            "api": report.api,
            "requests": report.requests,
            "verdicts": {"/".join(filter(None, (each.rule, each.subject))): each.state for each in report.verdicts},
            "remarks": list(report.remarks),
        },
    }
    if report.started_at:
        run["properties"]["startedAt"] = report.started_at
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.sentence or rule.id},
        "defaultConfiguration": {"level": LEVELS[rule.level].sarif},
        "properties": {"level": rule.level, "grade": rule.grade},
    }


def _result(finding: Finding, position: dict[str, int]) -> dict[str, Any]:
    lines = "\n".join(f"{label}: {value}" for label, value in particulars(finding))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.level].sarif,
        "message": {"text": finding.message + (f"\n{lines}" if lines else "")},
        "locations": [_location(finding)],
        "partialFingerprints": {"apicontract/v1": _fingerprint(finding)},
        "properties": {"level": finding.level},
    }
    if finding.rule in position:
        result["ruleIndex"] = position[finding.rule]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    logical = [{"fullyQualifiedName": str(each)} for each in finding.places if str(each)]
    location: dict[str, Any] = {}
    if finding.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file, errors="replace")}}
        if finding.line > 0:
            physical["region"] = {"startLine": finding.line}
        location["physicalLocation"] = physical
    if logical:
        location["logicalLocations"] = logical
    return location


def _fingerprint(finding: Finding) -> str:
    facts = [finding.rule, finding.subject, *(str(each) for each in finding.places)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
