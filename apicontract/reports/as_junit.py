"""
A report for CI servers that read JUnit XML, as the Jenkins xUnit plugin defines it (`junit-10.xsd`).

A rule is a test case: kept passes, violated fails, undecided is skipped.
A diff has no verdicts; there each finding is a test case, which fails unless it is harmless.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from apicontract.reports.report import LEVELS
from apicontract.reports.wording import particulars

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.reports.report import Finding, Report, RuleResult

#: What XML 1.0 section 2.2 does not allow in a document, escaped or not, and the controls that it discourages.
_FORBIDDEN = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """
    Return a report as JUnit XML.
    """
    cases = [*_verdict_cases(report), *_loose_cases(report)]
    counts = {
        "tests": len(cases),
        "failures": sum(each.find("failure") is not None for each in cases),
        "errors": 0,
        "skipped": sum(each.find("skipped") is not None for each in cases),
    }
    suite = _element("testsuite", name=f"apicontract {report.tool}", **{k: str(v) for k, v in counts.items()})
    if report.started_at:
        suite.set("timestamp", _clean(report.started_at))
    properties = ET.SubElement(suite, "properties")
    for name, value in (("target", report.target), ("api", report.api), ("requests", str(report.requests))):
        properties.append(_element("property", name=name, value=value))
    suite.extend(cases)
    if report.remarks:
        ET.SubElement(suite, "system-out").text = _clean("\n".join(report.remarks))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _verdict_cases(report: Report) -> Iterable[ET.Element]:
    for verdict in report.verdicts:
        findings = [each for each in report.findings if _belongs(each, verdict)]
        case = _case(report, verdict.rule, verdict.subject)
        if verdict.state == "violated":
            case.append(_failure(findings, verdict.rule))
        elif verdict.state == "undecided":
            case.append(_element("skipped", message=verdict.reason or "undecided"))
        yield case


def _loose_cases(report: Report) -> Iterable[ET.Element]:
    """
    Yield a case for each finding that no violated verdict shows.
    """
    violated = [each for each in report.verdicts if each.state == "violated"]
    for finding in report.findings:
        if any(_belongs(finding, each) for each in violated):
            continue
        case = _case(report, finding.rule, finding.subject)
        if LEVELS[finding.level].rank > 1:
            case.append(_failure([finding], finding.rule))
        else:
            ET.SubElement(case, "system-out").text = _clean(_body(finding))
        yield case


def _belongs(finding: Finding, verdict: RuleResult) -> bool:
    return finding.rule == verdict.rule and verdict.subject in {"", finding.subject}


def _case(report: Report, rule: str, subject: str) -> ET.Element:
    classname = f"apicontract.{report.tool}.{report.api}" + (f".{subject}" if subject else "")
    return _element("testcase", name=rule, classname=classname)


def _failure(findings: list[Finding], rule: str) -> ET.Element:
    first = findings[0].message if findings else rule
    level = findings[0].level if findings else "violation"
    failure = _element("failure", message=first, type=level)
    failure.text = _clean("\n\n".join(map(_body, findings)))
    return failure


def _body(finding: Finding) -> str:
    rows = (f"{label}: {value}" for label, value in particulars(finding))
    return "\n".join((f"[{finding.level}] {finding.message}", *rows))


def _element(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {name: _clean(value) for name, value in attributes.items()})


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
