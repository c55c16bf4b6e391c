"""
How much of a host's limit is used up, asked once for all clients of a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.client.budget import Budget
    from apicontract.client.cache import AnswerCache


@dataclass(frozen=True)
class UsageOnce:
    """
    The answer of the page that tells the usage, for which the first client of a run asks that needs it.

    Attributes:
        budget: what it is paid with.
        cache: where the others find it.
        kept: requests of the budget that are not spent on it.
    """

    budget: Budget
    cache: AnswerCache
    kept: int = 0

    @property
    def payable(self) -> bool:
        """
        Whether the budget has a request for it.
        """
        return self.budget.left > self.kept
