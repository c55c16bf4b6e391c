"""
A report for programs: `schemas/meta/report.schema.json` says what stands in it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from apicontract import __version__

if TYPE_CHECKING:
    from apicontract.reports.report import Report

#: The `$schema` of a report; its last number changes when a reader of the former would stumble.
SCHEMA = "https://apicontract.example/meta/report.schema.json"


def document(report: Report) -> dict[str, Any]:
    """
    Return a report as a JSON value.
    """
    return {
        "$schema": SCHEMA,
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
        "verdicts": [asdict(each) for each in report.verdicts],
        "findings": [
            {**asdict(each), "details": [{"label": label, "text": text} for label, text in each.details]}
            for each in report.findings
        ],
        "remarks": list(report.remarks),
    }


def json_text(report: Report) -> str:
    """
    Return a report as JSON text, in ASCII, so that any console and any encoding carries it.
    """
    return json.dumps(document(report), indent=2) + "\n"
