"""
What lists that were learnt before show of how a service is asked: it is tried first with the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.explore.learning.refusals import Refusals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from apicontract.explore.learning.meanings import Meaning


@dataclass
class Habits:
    """
    How a service is asked, as far as its lists show.

    Attributes:
        refusals: what they say of parameters.
        lookups: name of a parameter to the lookup, and the type of its values, that it has in another list.
        styles: kind of field (numbers, dates, texts) to the forms of names of its comparisons, with their words.
        unknown_term: how a term is answered by which nothing sorts: "refuse", "ignore", "" if that is not known.
        many: whether several terms sort; None before that was tried.
        terms: those that some list accepts.
        descending: how a term descends: names of the parameters of the direction and of the opposite, "" for a minus;
            None before that is known.
    """

    refusals: Refusals = field(default_factory=Refusals)
    lookups: dict[str, tuple[str, str]] = field(default_factory=dict)
    styles: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    unknown_term: str = ""
    many: bool | None = None
    terms: set[str] = field(default_factory=set)
    descending: tuple[str, str] | None = None

    def ranked(self, name: str, meanings: Sequence[Meaning | None]) -> list[Meaning | None]:
        """
        Return meanings with that first which the parameter has in another list, or one of another name that ends alike.
        """
        known = self.lookups.get(name, ("", ""))
        if not known[0]:
            possible = {(each.lookup, each.type) for each in meanings if each}
            used = [lookup for other, lookup in self.lookups.items() if _ending(other) == _ending(name)]
            used = [each for each in used if each in possible]
            known = max(used, key=used.count, default=("", ""))
        return sorted(meanings, key=lambda each: (each is None, each is not None and (each.lookup, each.type) != known))

    def learn(self, effective: Mapping[str, Iterable[Meaning]]) -> None:
        """
        Keep what the parameters of a list turned out to mean.
        """
        for name, found in effective.items():
            meanings = [(each.lookup, each.type) for each in found]
            if len(meanings) == 1:
                self.lookups.setdefault(name, meanings[0])


def _ending(name: str) -> str:
    """
    Return what follows the field in a name: `after` of `created_after`, "" of a name of one word.
    """
    return name.rpartition("_")[2] if "_" in name else ""
