"""
A judgement -> a report.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.checks import CATALOGUE, Verdict
from apicontract.contract.grades import Grade
from apicontract.contract.model import Level
from apicontract.contract.redaction import redacted_headers, redacted_text, redacted_url
from apicontract.diagnosis import explained, speaks_of_lists
from apicontract.planner.strength import strengths
from apicontract.reports.promised import promised_at
from apicontract.reports.report import LEVELS, Finding, Place, Report, Rule, RuleResult

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from apicontract.checks import CheckResults, Outcome
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Json
    from apicontract.contract.violation import Violation
    from apicontract.planner.run import Run
    from apicontract.planner.strength import Strength

#: Characters of an expected or found value that are shown.
_SHOWN = 300
#: Why nothing is promised, by grade.
_UNPROMISED = {
    Grade.CONTRADICTED: "not promised: answers of the service itself show otherwise",
    Grade.UNTRIED: "not promised: usual, and neither seen nor tried at this service",
}


def report_of(  # noqa: PLR0913 - each is one line of the report
    api: Api,
    check_results: CheckResults,
    *,
    target: str,
    requests: int = 0,
    remarks: Sequence[str] = (),
    ended: str = "",
    started_at: str = "",
    explained: Mapping[int, tuple[str, str]] = MappingProxyType({}),
    strengths: Mapping[str, Strength] = MappingProxyType({}),
) -> Report:
    """
    Return the report on the results of the checks.

    What explains an answer is told by the identity of its exchange, how strong a verdict is by its concern.
    """
    outcomes = check_results.outcomes.values()
    return Report(
        tool="check",
        target=target,
        api=api.name,
        started_at=started_at,
        rules=tuple(
            Rule(each.check.id, each.check.level.name.lower(), each.check.sentence, api.grade_of(each.check.id).value)
            for each in outcomes
        ),
        verdicts=tuple(
            RuleResult(
                each.check.id,
                each.verdict.value,
                each.exchanges,
                _reason(api, each, strengths),
                strength=_strength(each, strengths),
            )
            for each in outcomes
        ),
        findings=tuple(_finding(api, each, explained) for each in _grouped(check_results.violations)),
        requests=requests,
        remarks=tuple(map(redacted_text, filter(None, (*remarks, ended)))),
        ended=redacted_text(ended),
    )


def _strength(outcome: Outcome, strengths: Mapping[str, Strength]) -> int | None:
    known = strengths.get(outcome.check.concern) if outcome.verdict is Verdict.KEPT else None
    return None if known is None else int(known.percent)


def _reason(api: Api, outcome: Outcome, strengths: Mapping[str, Strength]) -> str:
    """
    Return why a promise is undecided, or how strong it is that it is kept, or "".
    """
    if outcome.verdict is Verdict.KEPT and outcome.check.concern in strengths:
        return str(strengths[outcome.check.concern])
    if outcome.verdict is not Verdict.UNDECIDED:
        return ""
    return _UNPROMISED.get(api.grade_of(outcome.check.id), "no relevant response")


def report_of_run(run: Run, started_at: str = "", *, only: Collection[str] = (), skip: Collection[str] = ()) -> Report:
    """
    Return the report on a run against a server: on all checks, or on those chosen.
    """
    results = run.evidence.check_results().chosen(only, skip)
    return report_of(
        run.api,
        results,
        target=run.client.target.name,
        requests=run.client.budget.spent,
        remarks=run.remarks,
        ended=run.ended,
        started_at=started_at,
        strengths=strengths(run, results.violations),
        explained=explained(run.api, run.asked, run.evidence.exchanges) if results.violations else {},
    )


def with_violations(
    report: Report, api: Api, rule: Rule, result: RuleResult, violations: Sequence[Violation]
) -> Report:
    """
    Return a report with one more rule and its verdict, and with what was found beside the run.

    Of checks that the report does not show nothing is added, and of those that are violated anyhow nothing more.
    """
    shown = {each.id for each in report.rules} - {each.rule for each in report.findings} | {rule.id}
    found = [_finding(api, each) for each in _grouped([each for each in violations if each.check in shown])]
    broken = {each.rule for each in found if each.level != Level.NOTE.name.lower()}
    verdicts = (replace(each, state="violated") if each.rule in broken else each for each in report.verdicts)
    return replace(
        report,
        rules=(*report.rules, rule),
        verdicts=(*verdicts, result),
        findings=tuple(sorted((*report.findings, *found), key=lambda each: -LEVELS[each.level].rank)),
    )


def curl_line(exchange: Exchange) -> str:
    """
    Return the command that sends a request again, with `***` for each credential.
    """
    method = {"GET": [], "HEAD": ["--head"]}.get(exchange.method, ["--request", exchange.method])
    headers = [
        part for name, value in redacted_headers(exchange.request_headers) for part in ("--header", f"{name}: {value}")
    ]
    return shlex.join(["curl", "--silent", "--show-error", *method, *headers, redacted_url(exchange.url)])


def told(violation: Violation) -> str:
    """
    Return a violation as a person wants to read it: the difference first, then how to see it oneself.
    """
    lines = [f"{violation.check}: {redacted_text(violation.message)}"]
    lines += [f"  at {redacted_text(violation.place)} {redacted_text(violation.record)}".rstrip()]
    lines += [f"  promised: {_shown(violation.expected)}", f"  found: {_shown(violation.found)}"]
    return "\n".join([*lines, *(f"  {curl_line(each)}" for each in violation.exchanges[:3])])


def _grouped(violations: Sequence[Violation]) -> Sequence[Sequence[Violation]]:
    """
    Return violations in groups: what one check finds in one answer, or in many of one kind, is one finding.
    """
    groups: dict[tuple[str, int, str], list[Violation]] = {}
    for each in violations:
        place = "/".join("*" if step.isdecimal() else step for step in each.place.split("/"))
        groups.setdefault((each.check, each.level, place), []).append(each)
    return list(groups.values())


def _finding(
    api: Api, alike: Sequence[Violation], explained: Mapping[int, tuple[str, str]] = MappingProxyType({})
) -> Finding:
    violation = alike[0]
    file, line = promised_at(api, violation)
    place = redacted_text(violation.place)
    details: list[tuple[str, str]] = []
    if violation.expected is not None:
        details.append(("expected", _shown(violation.expected)))
    if violation.expected is not None or violation.found is not None:
        details.append(("found", _shown(violation.found)))
    cause = next((explained[id(each)] for each in violation.exchanges if id(each) in explained), None)
    if cause and speaks_of_lists(violation.check, CATALOGUE[violation.check].concern):
        label, sentence = cause
        details.append((label, redacted_text(sentence)))
    others = len(alike) - 1
    if others:
        details.append(("also", f"in {others} more place{'' if others == 1 else 's'} of the same kind"))
    return Finding(
        rule=violation.check,
        level=violation.level.name.lower(),
        message=redacted_text(violation.message),
        places=(Place(place, place),),
        details=tuple(details),
        record=redacted_text(violation.record),
        curl=tuple(dict.fromkeys(map(curl_line, violation.exchanges[:3]))),
        file=file,
        line=line,
    )


def _shown(value: Json) -> str:
    text = redacted_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
