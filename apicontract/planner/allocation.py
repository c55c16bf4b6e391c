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
#: Requests with which a list and its records are asked for in each of the ways that the contract names once.
_LEAST = 8


def primary_first(api: Api, names: Sequence[str]) -> list[Resource]:
    """
    Return the resources of some names, or all, the primary one first.
    """
    chosen = [api.resources[each] for each in (names or api.resources)]
    return sorted(chosen, key=lambda each: each.name != api.primary)


def allocate(budget: int, resources: int) -> list[int]:
    """
    Return the requests for each resource: a small budget is the first one's, a large one is shared.

    The others have half of it together, or more where that is little for each: what the first one can do without.
    """
    if resources < 2 or budget <= SMALL_BUDGET:  # noqa: PLR2004 - nothing to share
        return [budget] + [0] * (resources - 1)
    rest = max(budget // 2 // (resources - 1), min((budget - SMALL_BUDGET) // (resources - 1), _LEAST))
    return [budget - rest * (resources - 1)] + [rest] * (resources - 1)
