"""
`apicontract replay`: send again what the findings of a report need, and say which still hold.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli.configuration import target_named
from apicontract.cli.explaining import Explained
from apicontract.cli.reaching import Reach, reaching
from apicontract.contract.errors import TargetError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.checks import CheckResults
    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.reports.report import Finding, Report

_HIDDEN = "***"
#: State of a finding to the exit status of a replay that has one; the first counts.
_STATUSES: Mapping[str, int] = MappingProxyType({"violated": 1, "undecided": 3})


@dataclass(frozen=True)
class Again:
    """
    A request that a finding names.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]


@click.command("replay", cls=Explained)
@click.argument("file", metavar="REPORT", type=click.Path(path_type=Path))
@click.option("--target", metavar="TARGET", callback=target_named, help="Another target than that of the report.")
@click.option("--api", "api_name", metavar="NAME", help="Contract to hold it to; that of the report by default.")
@click.option("--data", metavar="DIR", help="Data folder that overrides the packaged one.")
@click.option("--strict", is_flag=True, help="Also report violations of inferred promises.")
@click.option("--verbose", is_flag=True, help="List the verdict on every check, too.")
@reaching
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    /,
    *,
    file: Path,
    target: str | None,
    api_name: str | None,
    data: str | None,
    strict: bool,
    verbose: bool,
    **options: Any,
) -> None:
    """
    Send again what the findings of REPORT need, a report of `check` in JSON, and say which still hold.

    Exit status: 1 one still holds, 3 of one it cannot be told, 0 none holds.
    """
    # A start of --help pays for none of these.
    from apicontract.cli.checking import in_process  # noqa: PLC0415 - see above
    from apicontract.cli.data import say_data  # noqa: PLC0415 - see above
    from apicontract.client import target_of  # noqa: PLC0415 - see above
    from apicontract.contract.catalog import load_api  # noqa: PLC0415 - see above
    from apicontract.contract.reading import read_text  # noqa: PLC0415 - see above
    from apicontract.reports import render  # noqa: PLC0415 - see above
    from apicontract.reports.as_json import read_report  # noqa: PLC0415 - see above

    former = read_report(read_text(file), str(file))
    if former.tool != "check":
        raise UsageError(f"{file} is a report of {former.tool}", "name a report of check")
    api = load_api(api_name or former.api, data)
    name = target or former.target
    server, mounted = (in_process(api), api) if name == "mock" else target_of(name, api, ("mock",))
    budget = sum(len(each.curl) for each in former.findings) + 1
    with Reach(**options).client(server, mounted, budget) as client:
        report = replayed(former, mounted, client, strict=strict)
    click.echo(render(report, "text", verbose=verbose), nl=False)
    say_data(data)
    states = {each.state for each in report.verdicts}
    ctx.exit(next((status for state, status in _STATUSES.items() if state in states), 0))


def replayed(former: Report, api: Api, client: Client, *, strict: bool) -> Report:
    """
    Return the report on what still holds: violated, no longer found (kept), or not to be told (undecided).
    """
    from apicontract.reports.report import RuleResult  # noqa: PLC0415 - as above

    states: dict[str, list[str]] = {}
    held: list[Finding] = []
    remarks: list[str] = []
    for finding in former.findings:
        state, again = _state(finding, api, client, strict=strict)
        states.setdefault(finding.rule, []).append(state)
        held += [replace(again or finding, level=finding.level)] if state == "violated" else []
        words = {"kept": "no longer found", "undecided": "cannot be told by its requests"}
        remarks += [f"{words[state]}: {finding.rule}: {finding.message}"] if state in words else []
    verdicts = tuple(
        RuleResult(rule, next(each for each in ("violated", "undecided", "kept") if each in found), len(found))
        for rule, found in states.items()
    )
    return replace(
        former,
        target=client.target.name,
        rules=tuple(each for each in former.rules if each.id in states),
        verdicts=verdicts,
        findings=tuple(held),
        requests=client.budget.spent,
        remarks=tuple(remarks),
        ended="",
    )


def _state(finding: Finding, api: Api, client: Client, *, strict: bool) -> tuple[str, Finding | None]:
    """
    Return what became of a finding, and as what it is found now.
    """
    from apicontract.checks import CATALOGUE, judge  # noqa: PLC0415 - as above
    from apicontract.reports.fingerprint import fingerprint  # noqa: PLC0415 - as above
    from apicontract.reports.of_checks import report_of  # noqa: PLC0415 - as above

    requests = list(filter(None, map(request_of, finding.curl)))
    if not requests or len(requests) < len(finding.curl) or finding.rule not in CATALOGUE:
        return "undecided", None
    exchanges = _sent(requests, client)
    if len(exchanges) < len(requests):
        return "undecided", None
    judged: CheckResults = judge(api, exchanges, strict=strict)
    now = report_of(api, judged.chosen(only=(finding.rule,)), target="").findings
    same = next((each for each in now if fingerprint(each) == fingerprint(finding)), next(iter(now), None))
    if same is not None:
        return "violated", same
    answered = all(each.status < 500 and each.status not in {401, 403, 429} for each in exchanges)  # noqa: PLR2004 - of HTTP
    outcome = judged.outcomes[finding.rule].verdict.value
    alone = CATALOGUE[finding.rule].sees == "one" and answered
    return ("kept", None) if outcome == "kept" or alone else ("undecided", None)


def _sent(requests: Sequence[Again], client: Client) -> list[Exchange]:
    try:
        return [client.request(each.method, each.url, headers=each.headers, follow=False) for each in requests]
    except TargetError:
        return []


def request_of(line: str) -> Again | None:
    """
    Return the request of a command line of a report, its URL from the path on; None if a credential is missing in it.
    """
    words = shlex.split(line)
    url = words[-1]
    method, headers = "HEAD" if "--head" in words else "GET", []
    for option, value in pairwise(words):
        if option == "--request":
            method = value
        if option == "--header":
            name, _, text = value.partition(": ")
            headers.append((name, text))
    path = "/" + url.partition("://")[2].partition("/")[2]
    if _HIDDEN in path:
        return None
    return Again(method, path, tuple(each for each in headers if _HIDDEN not in each[1]))
