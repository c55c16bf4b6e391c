"""
A report for programs: `schemas/meta/report.schema.json` says what stands in it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from apicontract import __version__
from apicontract.contract.catalog import hold_to
from apicontract.contract.reading import json_value
from apicontract.reports.report import Finding, Place, Report, Rule, RuleResult
from apicontract.reports.schemas import schema_reference

if TYPE_CHECKING:
    from pathlib import Path


def document(report: Report, written: Path | None = None) -> dict[str, Any]:
    """
    Return a report as a JSON value; one that is written to a file refers to its schema from there.
    """
    return {
        **schema_reference("report", written),
        "tool": report.tool,
        "version": __version__,
        "target": report.target,
        "api": report.api,
        "started_at": report.started_at or None,
        "summary": {
            "requests": report.requests,
            "verdicts": dict(report.states),
            "findings": dict(report.levels),
        },
        "rules": [asdict(each) for each in report.rules],
        "verdicts": [_verdict(each) for each in report.verdicts],
        "findings": [
            {**asdict(each), "details": [{"label": label, "text": text} for label, text in each.details]}
            for each in report.findings
        ],
        "remarks": list(report.remarks),
        "ended": report.ended,
    }


def _verdict(result: RuleResult) -> dict[str, Any]:
    members = asdict(result)
    return members if result.strength is not None else {name: members[name] for name in members if name != "strength"}


def json_text(report: Report, written: Path | None = None) -> str:
    """
    Return a report as JSON text, in ASCII, so that any console and any encoding carries it.
    """
    return json.dumps(document(report, written), indent=2) + "\n"


def read_report(text: str, place: str) -> Report:
    """
    Read a report back from its JSON text; `place` names the file in messages.

    Raises:
        DataError: it is not JSON, or not a report.
    """
    read = json_value(text, place, "a report in JSON")
    hold_to(read, "report", place)
    return Report(
        tool=read["tool"],
        target=read["target"],
        api=read["api"],
        started_at=read["started_at"] or "",
        rules=tuple(Rule(**each) for each in read["rules"]),
        verdicts=tuple(RuleResult(**each) for each in read["verdicts"]),
        findings=tuple(map(_finding, read["findings"])),
        requests=read["summary"]["requests"],
        remarks=tuple(read["remarks"]),
        ended=read.get("ended", ""),
    )


def _finding(read: dict[str, Any]) -> Finding:
    return Finding(
        **{
            **read,
            "places": tuple(Place(**each) for each in read["places"]),
            "details": tuple((each["label"], each["text"]) for each in read["details"]),
            "curl": tuple(read["curl"]),
        }
    )
