"""
Recordings -> how well each promise is known: what they bear on and keep is recorded.

They are judged as any traffic is, so that a recording which shows something else never grades a promise up.
Those of different times are judged apart, for a service may change in between.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.checks import CATALOGUE, Verdict, judge
from apicontract.checks.again import behaves
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.model import Level
from apicontract.contract.moments import oldest_first
from apicontract.contract.promises import shown_by, statements
from apicontract.contract.redaction import redacted_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.checks import CheckResults
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

#: Recordings with more time between them were made at different times.
_GAP = dt.timedelta(hours=1)
#: Checks of what only several times together show.
_OVER_TIME = ("field-behaviour",)
#: What marks a statement as made here, so that it may be replaced and removed.
MARK = "kept by the recordings, as `apicontract derive` found"


def graded_promises(stated: Mapping[str, Any], api: Api, recordings: Sequence[Exchange]) -> dict[str, Any]:
    """
    Return the member `promises` of `api.json` with what recordings show.

    What somebody stated stays, but for guesses and what was never tried.

    Args:
        stated: the member as it stands.
        api: what was derived.
        recordings: its recorded answers.
    """
    verdicts = [judge(api, each).outcomes for each in _sittings(recordings)]
    if len(verdicts) > 1 and behaves(api):
        verdicts.append(judge(api, recordings, only=_OVER_TIME).outcomes)
    kept = [each for each in shown_by("recording") if _kept([one[each].verdict for one in verdicts if each in one])]
    others = {name: each for name, each in stated.items() if each["source"] != MARK}
    open_ = {Grade.GUESS.value, Grade.UNTRIED.value}
    firm = {name: each for name, each in others.items() if each["grade"] not in open_}
    return {**others, **statements(kept, Grade.RECORDED, MARK), **firm}


def unfounded_promises(api: Api, *sittings: Sequence[Exchange]) -> dict[str, Any]:
    """
    Return the promises that only habit makes of an API and that its own answers break or do not bear on.

    Args:
        api: the contract; what evidence states of it is no habit.
        sittings: answers of the service that are judged by themselves: odd requests make those beside them doubtful.

    Returns:
        Id of a check to its grade, `contradicted` or `untried`, and the answer that breaks it.
    """
    found: dict[str, Any] = {}
    kept: set[str] = set()
    for exchanges in sittings:
        judged = judge(_stating(api, found), exchanges, strict=True)
        # What relies on a broken promise is judged anew.
        while more := _contradicted(api, judged):
            found |= more
            judged = judge(_stating(api, found), exchanges, strict=True)
        kept |= {name for name, each in judged.outcomes.items() if each.verdict is Verdict.KEPT}
    untried = [each for each in CATALOGUE if api.grade_of(each).inferred and each not in {*kept, *found}]
    return {**found, **statements(untried, Grade.UNTRIED, "usual; no answer of the service bears on it")}


def _contradicted(api: Api, judged: CheckResults) -> dict[str, Any]:
    """
    Return the promises of habit alone that are broken, each with an answer that shows it.
    """
    broken = {each.check: each for each in reversed(judged.violations) if each.level > Level.NOTE}
    return {
        name: {"grade": Grade.CONTRADICTED.value, "source": redacted_url(each.exchanges[0].url)}
        for name, each in broken.items()
        if api.grade_of(name).inferred
    }


def _stating(api: Api, found: Mapping[str, Any]) -> Api:
    promises = {name: Promise(Grade(each["grade"]), each["source"]) for name, each in found.items()}
    return replace(api, promises={**api.promises, **promises})


def _kept(verdicts: Sequence[Verdict]) -> bool:
    """
    Whether a promise was kept at some time, and broken at none.
    """
    return Verdict.KEPT in verdicts and Verdict.VIOLATED not in verdicts


def _sittings(recordings: Sequence[Exchange]) -> list[list[Exchange]]:
    """
    Return recordings by the time at which they were made: those without a moment together, others by gaps between them.
    """
    sittings: list[list[Exchange]] = []
    last: dt.datetime | None = None
    for each in oldest_first(recordings):
        if not sittings or (each.moment is not None and (last is None or each.moment - last > _GAP)):
            sittings.append([])
        sittings[-1].append(each)
        last = each.moment
    return sittings
