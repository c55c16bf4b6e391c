"""
A baseline: findings that are known and accepted for a reason, so that a run fails on new ones alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import hold_to
from apicontract.contract.errors import DataError
from apicontract.contract.files import render_json
from apicontract.contract.reading import json_value
from apicontract.reports.fingerprint import fingerprint
from apicontract.reports.schemas import schema_reference

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apicontract.reports.report import Report, RuleResult

#: The reason of an entry that nobody has given one yet.
UNREVIEWED = "to be reviewed"


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """
    One accepted finding.

    Attributes:
        fingerprint: which one.
        rule: id of its rule.
        message: its sentence when it was accepted, for those who review it.
        reason: why it is accepted.
        expires: the last day on which it is; None for ever.
    """

    fingerprint: str
    rule: str
    message: str
    reason: str
    expires: dt.date | None = None


def read_baseline(text: str, place: str) -> tuple[BaselineEntry, ...]:
    """
    Read a baseline from its JSON text; `place` names the file in messages.

    Raises:
        DataError: it is not JSON, or no baseline; an entry without a reason is none.
    """
    read = json_value(text, place, "a baseline in JSON")
    hold_to(read, "baseline", place)
    return tuple(_entry(each, f"{place}#/findings/{number}") for number, each in enumerate(read["findings"]))


def _entry(read: Mapping[str, Any], place: str) -> BaselineEntry:
    try:
        expires = dt.date.fromisoformat(read["expires"]) if "expires" in read else None
    except ValueError as error:
        raise DataError(f"{place}/expires", str(error), "a date such as 2030-12-31") from error
    return BaselineEntry(read["fingerprint"], read["rule"], read["message"], read["reason"], expires)


def render_baseline(report: Report, before: tuple[BaselineEntry, ...] = (), written: Path | None = None) -> str:
    """
    Return the baseline that accepts every finding of a report; reasons and dates of a former one stay.

    It refers to its schema from the file to which it is written.
    """
    known = {each.fingerprint: each for each in before}
    entries: dict[str, dict[str, Any]] = {}
    for finding in report.findings:
        name = fingerprint(finding)
        former = known.get(name)
        entries[name] = {
            "fingerprint": name,
            "rule": finding.rule,
            "message": finding.message,
            "reason": former.reason if former else UNREVIEWED,
            **({"expires": former.expires.isoformat()} if former and former.expires else {}),
        }
    ordered = sorted(entries.values(), key=lambda each: (each["rule"], each["fingerprint"]))
    return render_json({**schema_reference("baseline", written), "findings": ordered})


def without_accepted(report: Report, entries: tuple[BaselineEntry, ...], today: dt.date) -> Report:
    """
    Return a report of new findings alone; how many are accepted, expired or gone stands in its remarks.
    """
    expired = {each.fingerprint: each for each in entries if each.expires and each.expires < today}
    valid = {each.fingerprint for each in entries} - set(expired)
    names = [fingerprint(each) for each in report.findings]
    left = tuple(each for each, name in zip(report.findings, names, strict=True) if name not in valid)
    accepted = len(report.findings) - len(left)
    remarks = [f"accepted by the baseline: {accepted} of {len(report.findings)} findings"] if accepted else []
    remarks += [
        f"the baseline's entry expired on {each.expires}: {each.rule}: {each.message}"
        for name, each in expired.items()
        if name in names
    ]
    open_ = {each.rule for each in report.verdicts if each.state == "undecided"}
    judged = {each.rule for each in report.verdicts} - open_
    remarks += [
        f"the baseline's entry no longer occurs: {each.rule}: {each.message}"
        for each in entries
        if each.fingerprint not in names and (not report.verdicts or each.rule in judged)
    ]
    found = {each.rule for each in left}
    verdicts = tuple(_accepted(each) if _only_accepted(each, found) else each for each in report.verdicts)
    return replace(report, findings=left, verdicts=verdicts, remarks=(*remarks, *report.remarks))


def _only_accepted(verdict: RuleResult, found: set[str]) -> bool:
    return verdict.state == "violated" and verdict.rule not in found


def _accepted(verdict: RuleResult) -> RuleResult:
    return replace(verdict, state="undecided", reason="what was found is accepted by the baseline")
