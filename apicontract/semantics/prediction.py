"""
What a right answer to a request is, as far as that can be known before it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PredictedLinks:
    """
    The links of a page: absolute URLs, or None at either end of the list.

    Attributes:
        next, previous: to the pages beside it.
        first, last: to the ends of the list, where an API has such links; none from the end itself.
    """

    next: str | None
    previous: str | None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """
    A right answer; what the contract and the known records do not tell is None.

    Attributes:
        status: of the answer.
        count: how many records the request selects; of a detail, 1.
        ties: the identifiers, as texts, of the records selected, in order; those in one group tie, and the service
            sends them in whatever order it likes.
        places: which of them the page holds, counted from 0.
        links: of the page of a list.
        shape: name of the shape that the rows have, "" where there are none.
        location: where a redirect leads, "" if it is none.
    """

    status: int | None
    count: int | None = None
    ties: tuple[tuple[str, ...], ...] | None = None
    places: range | None = None
    links: PredictedLinks | None = None
    shape: str = ""
    location: str = ""

    @property
    def identifiers(self) -> tuple[str, ...] | None:
        """
        The identifiers of the page's rows, those that tie in the order in which the records were given.
        """
        if self.ties is None or self.places is None:
            return None
        selected = [each for group in self.ties for each in group]
        return tuple(selected[place] for place in self.places)

    def allows(self, identifiers: Sequence[str]) -> bool | None:
        """
        Return whether a page may hold these rows in this order; None if that is not known.
        """
        if self.ties is None or self.places is None:
            return None
        if len(identifiers) != len(self.places) or len(set(identifiers)) != len(identifiers):
            return False
        groups = [group for group in self.ties for _ in group]
        return all(each in groups[place] for place, each in zip(self.places, identifiers, strict=True))
