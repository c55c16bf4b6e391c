"""
What a description shows of refusals: missing parents, unknown orderings, tokens that were never given.

A documented status shows what it is for where nothing else in the request can cause it; elsewhere the usual answer is
taken for likely, and that is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.tokens import TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging
    from apicontract.evidence.openapi import Operation

_ORDERING = "ordering"
_NOT_FOUND, _BAD_REQUEST = str(HTTPStatus.NOT_FOUND.value), str(HTTPStatus.BAD_REQUEST.value)


@dataclass(frozen=True, slots=True)
class ShownRefusals:
    """
    What a description shows of refusals.

    Attributes:
        settings: the settings of `behaviour`, each with its grade.
        paging: with the status of a refused token.
        notes: what is not stated, and what is taken instead.
    """

    settings: Mapping[str, Mapping[str, Any]]
    paging: Paging
    notes: tuple[str, ...]


def shown_refusals(
    lists: Mapping[str, Operation], paging: Paging, enumerated: Callable[[Operation], bool], source: str
) -> ShownRefusals:
    """
    Return what the lists of a description show of refusals.

    Args:
        lists: path to GET of a list.
        paging: of the lists.
        enumerated: whether an operation says which terms an ordering may have.
        source: the description.
    """
    flat = [each for path, each in lists.items() if "{" not in path]
    below = [each for path, each in lists.items() if "{" in path]
    sorted_ = [each for each in lists.values() if ("query", _ORDERING) in each.parameters]
    settings, notes = {}, []
    if below:
        shown = all(_NOT_FOUND in each.answers for each in below) and not any(
            _NOT_FOUND in each.answers for each in flat
        )
        settings["missing_parent"] = _setting("refuse", source, shown=shown)
        notes += [] if shown else [f"a parent that does not exist: not stated; {_NOT_FOUND} is taken"]
    if sorted_:
        alone = [each for each in sorted_ if enumerated(each) and _sorts_alone(each, paging)]
        shown = bool(alone) and all(_BAD_REQUEST in each.answers for each in alone)
        settings["unknown_ordering"] = _setting("refuse" if shown else "ignore", source, shown=shown)
        notes += [] if shown else ["an unknown ordering: not stated; it is taken to have no effect"]
    if paging.unit == TOKENS:
        documented = [{_BAD_REQUEST, _NOT_FOUND}.intersection(each.answers) for each in flat]
        one = {next(iter(each)) for each in documented if len(each) == 1}
        paging = replace(paging, refused=int(next(iter(one)))) if len(one) == 1 else paging
        notes += [] if len(one) == 1 else [f"a token that was never given: not stated; {paging.refused} is taken"]
    return ShownRefusals(settings, paging, tuple(notes))


def _sorts_alone(operation: Operation, paging: Paging) -> bool:
    """
    Return whether nothing but an ordering, and what pages, can be wrong in the query of a list.
    """
    return {name for place, name in operation.parameters if place == "query"} <= {_ORDERING, *paging.parameters}


def _setting(value: str, source: str, *, shown: bool) -> dict[str, str]:
    grade = "published" if shown else "guess"
    return {"value": value, "grade": grade, "source": source if shown else f"{source} does not say; the usual answer"}
