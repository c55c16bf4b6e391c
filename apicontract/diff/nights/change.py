"""
One change from night to night, before anybody formats it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.diff.nights.rules import NIGHT_RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.diff.rules import ChangeRule

#: Records or requests that a message names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class NightChange:
    """
    One change.

    Attributes:
        id: of its rule.
        subject: entity, resource or "" for the API as a whole.
        message: it in one sentence.
        places: where it is met.
        before: how often it was seen until then ("0 of 40 records").
        now: how often it is seen now, and the first record or request that shows it.
    """

    id: str
    subject: str
    message: str
    places: tuple[str, ...] = field(default=(), compare=False)
    before: str = field(default="", compare=False)
    now: str = field(default="", compare=False)

    @property
    def rule(self) -> ChangeRule:
        """
        Of which kind it is.
        """
        return NIGHT_RULES[self.id]


def listed(texts: Sequence[str]) -> str:
    """
    Return the first of some texts in one line, and how many more there are.
    """
    more = len(texts) - _NAMED
    return ", ".join(texts[:_NAMED]) + (f" and {more} more" if more > 0 else "")
