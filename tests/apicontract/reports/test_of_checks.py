"""
A judgement becomes a report.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from apicontract.checks import CheckResults
from apicontract.checks import Verdict as Outcome
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Grade, Level
from apicontract.contract.violation import Violation
from apicontract.reports.of_checks import curl_line, report_of, report_of_run, told, with_violations
from apicontract.reports.report import Finding, Place, Report, Rule, RuleResult

_API = SimpleNamespace(name="library-1.0", base_path="/", folders=(), resources={}, grade_of=lambda _: Grade.PUBLISHED)
_ANSWER = Exchange("GET", "https://x.example/books/?a=1&b=2", 200)

_OTHER = Exchange("GET", "https://x.example/books/?c=3", 200)


def _outcome(name: str, verdict: Outcome, *violations: Violation, level: Level = Level.VIOLATION) -> SimpleNamespace:
    check = SimpleNamespace(id=name, level=level, sentence=f"{name} holds.", concern="ordering")
    return SimpleNamespace(check=check, verdict=verdict, exchanges=3, violations=violations)


def _report(*outcomes: SimpleNamespace) -> Report:
    check_results = CheckResults({each.check.id: each for each in outcomes})  # type: ignore[misc]
    return report_of(_API, check_results, target="t", requests=5, remarks=["r"], started_at="now")  # type: ignore[arg-type]


def _found(place: str, message: str = "wrong", check: str = "sorted", **more: object) -> Violation:
    return Violation(check, Level.VIOLATION, place, message, **more)  # type: ignore[arg-type]


def _findings(*violations: Violation) -> tuple[Finding, ...]:
    return _report(_outcome("sorted", Outcome.VIOLATED, *violations)).findings


def test_each_outcome_is_a_rule_and_a_verdict() -> None:
    """
    Every check that was asked for is a rule; only an undecided one has a reason.
    """
    report = _report(_outcome("sorted", Outcome.KEPT), _outcome("short", Outcome.UNDECIDED, level=Level.NOTE))

    assert (
        Report(
            tool="check",
            target="t",
            api="library-1.0",
            started_at="now",
            rules=(
                Rule("sorted", "violation", "sorted holds.", "published"),
                Rule("short", "note", "short holds.", "published"),
            ),
            verdicts=(RuleResult("sorted", "kept", 3), RuleResult("short", "undecided", 3, "no relevant response")),
            requests=5,
            remarks=("r",),
        )
        == report
    )


def test_a_violation_is_a_finding() -> None:
    """
    It has the place, what was expected and found, the record, and the command lines of three exchanges at the most.
    """
    exchanges = tuple(Exchange("GET", f"https://x.example/{number}", 200) for number in (1, 1, 2, 3))
    violation = _found("/results/0/id", expected=1, found=None, record="Emma (id 7)", exchanges=exchanges)

    assert (
        Finding(
            rule="sorted",
            level="violation",
            message="wrong",
            places=(Place("/results/0/id", "/results/0/id"),),
            details=(("expected", "1"), ("found", "null")),
            record="Emma (id 7)",
            curl=(
                "curl --silent --show-error https://x.example/1",
                "curl --silent --show-error https://x.example/2",
            ),
            file="schemas/library-1.0/api.json",
            line=1,
        ),
    ) == _findings(violation)


@pytest.mark.parametrize(
    ("expected", "found", "labels"),
    [(1, None, ["expected", "found"]), (None, 1, ["found"]), (1, 2, ["expected", "found"])],
)
def test_what_was_expected_is_told_with_what_was_found(expected: object, found: object, labels: list[str]) -> None:
    """
    What was expected is told where it is known, and what was found beside it; if neither is known, nothing.
    """
    (finding,) = _findings(_found("/a", expected=expected, found=found))
    (bare,) = _findings(_found("/a"))

    assert (labels, ()) == ([label for label, _ in finding.details], bare.details)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["/results/0/id"], [("/results/0/id", [])]),
        (["/results/0/id", "/results/7/id"], [("/results/0/id", ["in 1 more place of the same kind"])]),
        (
            ["/results/0/id", "/results/1/id", "/results/2/id"],
            [("/results/0/id", ["in 2 more places of the same kind"])],
        ),
        (["/results/0/id", "/results/0/name"], [("/results/0/id", []), ("/results/0/name", [])]),
    ],
)
def test_places_of_one_kind_are_one_finding(places: list[str], expected: list[object]) -> None:
    """
    The first place is told, and in how many others of its kind the same is wrong.
    """
    found = _findings(*(_found(place, message=place) for place in places))

    assert expected == [(each.message, [text for label, text in each.details if label == "also"]) for each in found]


def test_levels_and_checks_are_kept_apart() -> None:
    """
    A warning and a violation of one check, and the same place in two checks, are findings of their own.
    """
    warning = Violation("sorted", Level.WARNING, "/a", "wrong")
    found = _report(
        _outcome("sorted", Outcome.VIOLATED, _found("/a"), warning),
        _outcome("x", Outcome.VIOLATED, _found("/a", check="x")),
    ).findings

    assert [("sorted", "violation"), ("x", "violation"), ("sorted", "warning")] == [
        (each.rule, each.level) for each in found
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        ("é" * 300, "é" * 300),
        ("é" * 301, "é" * 299 + "…"),
        (["é", None], '["é", null]'),
        ({"a": 1.5}, '{"a": 1.5}'),
        (True, "true"),
    ],
)
def test_long_values_are_cut(value: object, expected: str) -> None:
    """
    A text is shown as it is, another value as JSON, up to 300 letters.
    """
    (finding,) = _findings(_found("/a", expected=value))

    assert expected == dict(finding.details)["expected"]


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (_ANSWER, "curl --silent --show-error 'https://x.example/books/?a=1&b=2'"),
        (Exchange("HEAD", "http://x/", 200), "curl --silent --show-error --head http://x/"),
        (Exchange("POST", "http://x/", 405), "curl --silent --show-error --request POST http://x/"),
        (
            Exchange("GET", "http://x/", 200, request_headers=(("Accept", "a/b"), ("Origin", "http://y"))),
            "curl --silent --show-error --header 'Accept: a/b' --header 'Origin: http://y' http://x/",
        ),
    ],
)
def test_a_request_can_be_sent_again(exchange: Exchange, expected: str) -> None:
    """
    The command line has the method, where it is another one, the headers and the address, quoted for a shell.
    """
    assert expected == curl_line(exchange)


@pytest.mark.parametrize(("record", "place"), [("Emma (id 7)", "  at /a Emma (id 7)"), ("", "  at /a")])
def test_a_violation_is_told(record: str, place: str) -> None:
    """
    The difference comes first, then place, promise, finding, and three command lines at the most.
    """
    violation = _found("/a", expected=1, found="x", record=record, exchanges=(_ANSWER,) * 4)

    assert ["sorted: wrong", place, "  promised: 1", "  found: x", *[f"  {curl_line(_ANSWER)}"] * 3] == told(
        violation
    ).splitlines()


def test_a_run_is_reported() -> None:
    """
    Target, requests and remarks are the run's.
    """
    check_results = CheckResults({"sorted": _outcome("sorted", Outcome.KEPT)})  # type: ignore[dict-item]
    run = SimpleNamespace(
        api=_API,
        evidence=SimpleNamespace(check_results=lambda: check_results, exchanges=[], probes={}),
        asked=[],
        planners=[],
        client=SimpleNamespace(target=SimpleNamespace(name="lldev"), budget=SimpleNamespace(spent=7)),
        remarks=["come back"],
        ended="",
    )
    report = report_of_run(run, "now")  # type: ignore[arg-type]

    assert ("lldev", 7, ("come back",), "now") == (report.target, report.requests, report.remarks, report.started_at)


@pytest.mark.parametrize(
    ("check", "exchanges", "expected"),
    [
        ("filter-kept", (_ANSWER,), "a filter has no effect"),
        ("filter-kept", (_OTHER, _ANSWER), "a filter has no effect"),
        ("server-error", (_ANSWER,), "a filter has no effect"),
        ("content-type", (_ANSWER,), None),
        ("filter-kept", (_OTHER,), None),
        ("filter-kept", (), None),
    ],
)
def test_a_cause_is_told(check: str, exchanges: tuple[Exchange, ...], expected: str | None) -> None:
    """
    A finding about how a list was read says which misreading explains its answer, behind what was found.
    """
    violations = [_found(f"/{number}/a", check=check, found=1, exchanges=exchanges) for number in range(2)]
    results = CheckResults({check: _outcome(check, Outcome.VIOLATED, *violations)})  # type: ignore[dict-item]
    explained = {id(_ANSWER): ("explained by", "a filter has no effect")}
    (finding,) = report_of(_API, results, target="t", explained=explained).findings  # type: ignore[arg-type]

    assert expected == dict(finding.details).get("explained by")
    assert ["found", *(["explained by"] if expected else []), "also"] == [name for name, _ in finding.details]


@pytest.mark.parametrize(
    ("level", "state"), [(Level.NOTE, "kept"), (Level.WARNING, "violated"), (Level.VIOLATION, "violated")]
)
def test_what_is_found_beside_a_run_is_added(level: Level, state: str) -> None:
    """
    A rule is broken by what is more than a note; what the report does not show, or has found itself, is left out.
    """
    report = _report(
        _outcome("sorted", Outcome.KEPT), _outcome("short", Outcome.VIOLATED, _found("/0", "known", "short"))
    )
    more = [
        Violation(name, level, "/1", "more", exchanges=(_ANSWER,)) for name in ("sorted", "short", "hidden", "beside")
    ]
    rule, result = Rule("beside", "violation", "s"), RuleResult("beside", "kept", 2)
    found = with_violations(report, _API, rule, result, more)  # type: ignore[arg-type]

    assert [("sorted", state), ("short", "violated"), ("beside", "kept")] == [
        (each.rule, each.state) for each in found.verdicts
    ]
    assert {("short", "known"), ("sorted", "more"), ("beside", "more")} == {
        (each.rule, each.message) for each in found.findings
    }
    assert rule == found.rules[-1]
