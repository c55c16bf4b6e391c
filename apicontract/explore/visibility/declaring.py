"""
In what answers with and without the token differ -> what a contract must declare of it, and what it does not allow.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.visibility import Visibility, outermost
from apicontract.explore.visibility.pairs import HIDDEN, PERSONAL, STATUS, WRONG, Disparity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.explore.visibility.pairs import Pair


def allowed(visibility: Visibility, found: Disparity) -> bool:
    """
    Return whether a contract declares a difference.
    """
    if found.kind == STATUS:
        return found.subject == str(int(_declared_status(visibility, found.pair)))
    return {PERSONAL: visibility.may_differ(found.subject), HIDDEN: visibility.hidden}.get(found.kind, False)


def unrefused(visibility: Visibility, pair: Pair) -> Disparity | None:
    """
    Return the difference between a contract that says a request is refused, and an answer that serves it.
    """
    declared = _declared_status(visibility, pair)
    if declared == HTTPStatus.OK or pair.anonymous.status != HTTPStatus.OK:
        return None
    message = f"a {pair.part} is shown without the token; the contract says that it is refused"
    return Disparity(WRONG, "", message, "status", int(declared), pair.anonymous.status, pair)


def shown_visibility(found: Iterable[Disparity], source: str) -> Visibility:
    """
    Return what must be declared, so that it allows every difference that a contract may declare.
    """
    every = list(found)
    statuses = {each.pair.part: int(each.subject) for each in every if each.kind == STATUS}
    return Visibility(
        list_status=statuses.get("list", HTTPStatus.OK),
        record_status=statuses.get("record", HTTPStatus.OK),
        personal=outermost(each.subject for each in every if each.kind == PERSONAL),
        hidden=any(each.kind == HIDDEN for each in every),
        source=source,
    )


def merged(one: Visibility, other: Visibility) -> Visibility:
    """
    Return what allows all that either does; the first where the other one adds nothing.
    """
    both = Visibility(
        list_status=max(one.list_status, other.list_status),
        record_status=max(one.record_status, other.record_status),
        personal=outermost((*one.personal, *other.personal)),
        hidden=one.hidden or other.hidden,
        grade=one.grade,
        source=one.source,
    )
    return one if both == one else replace(both, grade=other.grade, source=other.source)


def _declared_status(visibility: Visibility, pair: Pair) -> int:
    return visibility.list_status if pair.part == "list" else visibility.record_status
