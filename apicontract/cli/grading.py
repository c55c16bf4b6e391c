"""
Recordings -> how well each promise is known: what they bear on and keep is recorded.

They are judged as any traffic is, so that a recording which shows something else never grades a promise up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.checks import Verdict, judge
from apicontract.contract.grades import Grade
from apicontract.contract.promises import shown_by, statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Api, Exchange

#: What marks a statement as made here, so that it may be replaced and removed.
MARK = "kept by the recordings, as `apicontract derive` found"


def graded_promises(stated: Mapping[str, Any], api: Api, recordings: Sequence[Exchange]) -> dict[str, Any]:
    """
    Return the member `promises` of `api.json` with what recordings show; what somebody stated stays, but for guesses.

    Args:
        stated: the member as it stands.
        api: what was derived.
        recordings: its recorded answers.
    """
    outcomes = judge(api, recordings).outcomes
    kept = [each for each in shown_by("recording") if each in outcomes and outcomes[each].verdict is Verdict.KEPT]
    others = {name: each for name, each in stated.items() if each["source"] != MARK}
    firm = {name: each for name, each in others.items() if each["grade"] != Grade.GUESS.value}
    return {**others, **statements(kept, Grade.RECORDED, MARK), **firm}
