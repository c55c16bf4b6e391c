"""
Answers and failures of two times -> what changed in how the service behaves, and what was an outage.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.checks import CATALOGUE, Verdict, judge
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.model import Level
from apicontract.contract.routes import located
from apicontract.diff.nights.change import NightChange, listed
from apicontract.diff.violations import kind_of_violation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.contract.violation import Violation
    from apicontract.evidence.runs import Failed, RecordRun

#: Headers whose value is the same in every answer of one kind as long as nobody changes the service.
_STEADY = (
    "Allow",
    "Cache-Control",
    "Content-Language",
    "Content-Type",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
#: Concerns of checks about what is told as shape, domain or population.
_TOLD_ELSEWHERE = frozenset({"schema", "headers"})
#: Level of a violation to the rule that tells it; a note accuses nobody.
_RULES = {Level.VIOLATION: "drift-violation-appeared", Level.WARNING: "drift-warning-appeared"}
#: A list that answers so is refused for good; other statuses are an outage.
_REFUSED = ("status 404", "status 405", "status 410")


def broken_promises(api: Api, former: Sequence[Exchange], now: Sequence[Exchange]) -> Iterator[NightChange]:
    """
    Yield the promises that answers of now break, of which the newest ones of before show that they were kept.

    What earlier answers never bore on has not changed; what they kept is a promise, however well it was known.
    """
    before, after = (_by_resource(api, each) for each in (former, now))
    for name, answers in sorted(after.items()):
        held = judge(api, before.get(name, ())).outcomes
        kept = {each for each, outcome in held.items() if outcome.verdict is not Verdict.UNDECIDED}
        known = {kind_of_violation(api, each) for outcome in held.values() for each in outcome.violations}
        graded = replace(api, promises={**api.promises, **dict.fromkeys(kept, Promise(Grade.RECORDED))})
        found: dict[tuple[str, ...], list[Violation]] = defaultdict(list)
        for violation in (each for day in _days(answers) for each in judge(graded, day, weighed=False).violations):
            kind = kind_of_violation(api, violation)
            told_elsewhere = CATALOGUE[violation.check].concern in _TOLD_ELSEWHERE
            if violation.check in kept and violation.level in _RULES and kind not in known and not told_elsewhere:
                found[kind].append(violation)
        yield from (_broken(name, each, answers) for each in found.values())


def _by_resource(api: Api, exchanges: Sequence[Exchange]) -> dict[str, list[Exchange]]:
    found: dict[str, list[Exchange]] = defaultdict(list)
    for each in exchanges:
        place = located(api, each.path)
        if place is not None:
            found[place.resource.name].append(each)
    return found


def _days(exchanges: Iterable[Exchange]) -> Iterable[Sequence[Exchange]]:
    """
    Return answers by the day (UTC) on which they were given: those of one night show one state, others another one.
    """
    found: dict[dt.date | None, list[Exchange]] = defaultdict(list)
    for each in exchanges:
        found[each.moment.date() if each.moment else None].append(each)
    return found.values()


def _broken(name: str, violations: Sequence[Violation], answers: Sequence[Exchange]) -> NightChange:
    worst = violations[0]
    urls = tuple(dict.fromkeys(each.exchanges[0].url for each in violations))
    return NightChange(
        _RULES[worst.level],
        name,
        f"{worst.check}: {worst.message}",
        urls,
        before="no answer broke it",
        now=f"{len(urls)} of {len(answers)} answers; first: {urls[0]}",
    )


def header_changes(api: Api, former: Sequence[Exchange], now: Sequence[Exchange]) -> Iterator[NightChange]:
    """
    Yield the headers with a value that no earlier answer of the same kind (list or record) had.
    """
    known, found = _headers(api, former), _headers(api, now)
    for name in _STEADY:
        news: dict[str, list[str]] = defaultdict(list)
        for kind in ("list", "record"):
            before = known.get((kind, name), {})
            for value, urls in found.get((kind, name), {}).items() if before else ():
                if value not in before:
                    news[value] += urls
        for value, urls in news.items():
            was = {each or "absent" for kind in ("list", "record") for each in known.get((kind, name), ())}
            message = f"{name} is {value}" if value else f"{name} is missing"
            yield NightChange(
                "drift-header-changed", "", message, (f"header {name}",), listed(sorted(was)),
                f"{len(urls)} of {len(now)} answers; first: {urls[0]}",
            )  # fmt: skip


def _headers(api: Api, exchanges: Sequence[Exchange]) -> dict[tuple[str, str], dict[str, list[str]]]:
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in exchanges:
        place = located(api, each.path)
        # A page that was copied from a browser has the headers that the page shows, and no others.
        if place is None or each.documentation is not None or not each.headers:
            continue
        for name in _STEADY:
            kind = "record" if place.key else "list"
            found[kind, name][" ".join((each.header(name) or "").split())].append(each.url)
    return found


def failures(api: Api, run: RecordRun | None, earlier: RecordRun | None) -> Iterator[NightChange]:
    """
    Yield what failed in a run and did not fail in the same way in the one before.
    """
    told = {_way(api, each) for each in earlier.failed} if earlier else set()
    groups: dict[tuple[str, str], list[Failed]] = defaultdict(list)
    for each in run.failed if run else ():
        if each.kind != "throttled" and _way(api, each) not in told:
            rule = "drift-path-refused" if _way(api, each)[0] == "refused" else "drift-outage"
            groups[rule, each.kind].append(each)
    asked = (run.answered + len(run.failed)) if run else 0
    for (rule, _), found in groups.items():
        place = located(api, "/" + found[0].url.partition("//")[2].partition("/")[2].partition("?")[0])
        message = f"{listed([each.url for each in found])}: {found[0].reason}"
        subject = place.resource.name if place and rule == "drift-path-refused" else ""
        urls = tuple(each.url for each in found)
        yield NightChange(rule, subject, message, urls, now=f"{len(found)} of {asked} requests")


def _way(api: Api, failed: Failed) -> tuple[str, str]:
    """
    Return in which way a request failed: an outage concerns the service, any other failure the URL.
    """
    if failed.kind == "unreachable" or (failed.kind == "status" and failed.reason.startswith("status 5")):
        return "outage", ""
    place = located(api, "/" + failed.url.partition("//")[2].partition("/")[2].partition("?")[0])
    refused = failed.kind == "status" and failed.reason in _REFUSED and place is not None and not place.key
    return ("refused", place.resource.name) if refused and place else (failed.kind, failed.url)
