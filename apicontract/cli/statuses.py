"""
Exit statuses: what CI may trust.

======  ==========================================================================================
0       something was kept, nothing violated, every required check decided
1       violated, or a breaking change
2       wrong usage or unusable input
3       nothing kept or nothing to compare, a required check undecided or a kept one weaker than required,
        or the server ended the run early
4       an error of this program
130     Ctrl-C
======  ==========================================================================================

Those of errors that are raised on purpose stand at the errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from apicontract.reports.report import Report, RuleResult

#: Exit status of a command that Ctrl-C ended: 128 and the number of SIGINT, as shells do.
INTERRUPTED = 130
#: Exit status of a command that an error of this program ended: what was to be found out is not known.
INTERNAL = 4
#: Something was found at or above the level that fails a run.
_FOUND = 1
#: Nothing was learnt, or not enough.
UNKNOWN = 3
#: All that is kept by a service that only said "not now"; no verdict, unless it was asked for alone.
_OF_REFUSALS = frozenset({"server-error", "throttle-told"})


def status_of(report: Report, fail_on: str, required: Collection[str], only: Collection[str], strength: int = 0) -> int:
    """
    Return the exit status that a report on a server or on traffic ends with.

    Args:
        report: what was found.
        fail_on: the lightest level that fails.
        required: ids of checks that must be decided.
        only: ids of the checks that were asked for alone.
        strength: how many in a hundred of the misreadings must be ruled out that would break what is kept.
    """
    if report.at_least(fail_on):
        return _FOUND
    kept = {each.rule for each in report.verdicts if each.state == "kept"}
    decided = {each.rule for each in report.verdicts if each.state != "undecided"}
    nothing = kept <= _OF_REFUSALS.difference(only)
    return UNKNOWN if nothing or report.ended or set(required) - decided or weak(report, strength) else 0


def weak(report: Report, strength: int) -> tuple[RuleResult, ...]:
    """
    Return what is kept, with less ruled out than so many in a hundred of the misreadings that would break it.
    """
    kept = (each for each in report.verdicts if each.state == "kept" and each.strength is not None)
    return tuple(each for each in kept if each.strength is not None and each.strength < strength)


def with_weakness(report: Report, strength: int) -> Report:
    """
    Return a report that names what is kept with less strength than is required.
    """
    # A start of --help pays for none of this.
    from dataclasses import replace  # noqa: PLC0415 - see above

    names = [f"{each.rule} ({each.reason})" for each in weak(report, strength)]
    remark = f"kept with less than {strength} % ruled out: {', '.join(names)}"
    return replace(report, remarks=(*report.remarks, remark)) if names else report


#: Command to what a run of it that was stopped leaves behind.
_LEFT: Mapping[str, str] = {
    "derive": "each file is as it was or as derived; run it again",
    "import": "what it had written of an OpenAPI document is removed, recordings already written stay",
    "learn": "what it had written is removed; run it again",
    "mcp": "what it served is served no more",
    "record": "the pages recorded before are kept; run it again to go on",
    "replay": "no report was made; the requests sent are in the ledger",
    "serve": "nothing is served any more",
    "thin": "each recording is there as a whole, or removed; run it again",
}


def interruption(command: str | None) -> str:
    """
    Return the sentence on a command that Ctrl-C stopped: what it leaves behind.
    """
    return f"stopped by Ctrl-C; {_LEFT.get(command or '', 'nothing was written')}"
