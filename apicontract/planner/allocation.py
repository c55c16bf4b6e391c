"""
How a budget is divided among resources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Api, Resource

#: Requests that a run gives to the resources beyond the primary one only when it has more than these.
SMALL_BUDGET = 40


def primary_first(api: Api, names: Sequence[str]) -> list[Resource]:
    """
    Return the resources of some names, or all, the primary one first.
    """
    chosen = [api.resources[each] for each in (names or api.resources)]
    return sorted(chosen, key=lambda each: each.name != api.primary)


def allocate(budget: int, resources: int) -> list[int]:
    """
    Return the requests for each resource: a small budget is the first one's, a large one is shared.
    """
    if resources < 2 or budget <= SMALL_BUDGET:  # noqa: PLR2004 - nothing to share
        return [budget] + [0] * (resources - 1)
    rest = budget // 2 // (resources - 1)
    return [budget - rest * (resources - 1)] + [rest] * (resources - 1)
