"""
Answers -> what each parameter means: every meaning that an answer excludes is dropped, until one is left.

An answer to several parameters at once is explained by all of them together; a parameter that is ignored is one that
explains every answer by having no effect.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from apicontract.contract.lookups import LOOKUPS
from apicontract.explore.learning.meanings import NO_EFFECT, selected
from apicontract.explore.learning.pages import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.explore.learning.meanings import Meaning
    from apicontract.explore.learning.pages import ListAnswer

    #: What a parameter may mean; None stands for no effect.
    Meanings = list[Meaning | None]

#: Combinations of outcomes that are looked at; of more, those in which one parameter alone has an effect.
_MOST = 4096
#: Of lookups that explain the same answers, the plainest stands first.
LIKELIEST: Mapping[str, int] = {name: number for number, name in enumerate(LOOKUPS)}


@dataclass
class KnownRows:
    """
    The rows of a list, as far as they were seen.

    Attributes:
        rows: in natural order.
        complete: whether these are all.
    """

    rows: list[Record]
    complete: bool
    _numbers: dict[str, int] = field(default_factory=dict)
    _selected: dict[tuple[Meaning | None, str], frozenset[int] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = {identity(row): number for number, row in enumerate(self.rows)}

    def numbers(self, rows: Sequence[Record]) -> list[int] | None:
        """
        Return the numbers of rows; unseen ones are added, None if that cannot be because all were seen.
        """
        unseen = [row for row in rows if identity(row) not in self._numbers]
        if unseen and self.complete:
            return None
        for row in unseen:
            self._numbers[identity(row)] = len(self.rows)
            self.rows.append(row)
        if unseen:
            self._selected.clear()
        return [self._numbers[identity(row)] for row in rows]

    def selected(self, meaning: Meaning | None, text: str) -> frozenset[int] | None:
        """
        Return the numbers of the rows that a parameter selects.
        """
        key = (meaning, text)
        if key not in self._selected:
            self._selected[key] = selected(meaning, text, self.rows)
        return self._selected[key]


@dataclass
class Alive:
    """
    What the parameters of a list may still mean.

    Attributes:
        known: the rows.
        size: rows of the pages that were asked for.
        meanings: parameter to what it may still mean.
        answers: parameter to the number of answers that were explained.
        refused: parameters that were refused alone.
        named: parameters that refusals name: they are no strangers, whether or not their rows were asked for.
        referring: those of them that are refused as naming none of the records to which they refer.
        unexplained: URLs of answers of which no combination of meanings explains the rows.
    """

    known: KnownRows
    size: int
    meanings: dict[str, Meanings] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    referring: set[str] = field(default_factory=set)
    unexplained: list[str] = field(default_factory=list)

    def take(self, query: Sequence[tuple[str, str]], answer: ListAnswer) -> bool:
        """
        Drop every meaning that an answer excludes; return whether some combination explains it.
        """
        numbers = self.known.numbers(answer.rows)
        options = [classes(self.known, self.meanings[name], text) for name, text in query]
        explained = [
            each
            for each in _combinations(options)
            if numbers is not None and self._explains(each, numbers, answer.count)
        ]
        if not explained:
            self.unexplained.append(answer.exchange.url)
            return False
        for place, (name, _) in enumerate(query):
            kept = {each[place] for each in explained}
            self.meanings[name] = list(dict.fromkeys(each for outcome in kept for each in options[place][outcome]))
            self.meanings[name].sort(
                key=lambda each: (each is not NO_EFFECT, LIKELIEST.get(each.lookup, 0) if each else 0)
            )
            self.answers[name] = self.answers.get(name, 0) + 1
        return True

    def _explains(self, outcomes: Sequence[frozenset[int] | None], numbers: Sequence[int], count: int | None) -> bool:
        """
        Return whether an answer is that of a query whose parameters select these rows, None where one has no effect.
        """
        every = frozenset(range(len(self.known.rows)))
        expected = every.intersection(*(each for each in outcomes if each is not None))
        if not self.known.complete:
            if all(each is None for each in outcomes):
                return list(numbers) == list(range(len(numbers)))
            return set(numbers) <= expected and (count is None or count >= len(expected))
        if count is None and all(each is None for each in outcomes):
            return list(numbers) == list(range(min(len(every), self.size)))
        told = len(expected) if count is None else count
        return told == len(expected) and set(numbers) <= expected and len(numbers) == min(len(expected), self.size)

    def forget(self, names: Iterable[str]) -> None:
        """
        Forget parameters that are asked for again.
        """
        for each in names:
            del self.meanings[each]

    def ignore(self, names: Iterable[str]) -> None:
        """
        Take parameters for such as have no effect of their own.
        """
        for each in names:
            self.meanings[each] = [NO_EFFECT]
            self.answers[each] = self.answers.get(each, 0) + 1

    def refuse(self, name: str, text: str) -> None:
        """
        Drop every meaning of a parameter that could have read a text which was refused.
        """
        self.refused.add(name)
        unread: Meanings = [each for each in self.meanings[name] if each and self.known.selected(each, text) is None]
        if unread and (self.answers.get(name) or name in self.named):
            self.meanings[name] = unread

    def give_up(self, name: str) -> None:
        """
        Take a parameter for one whose meaning is none of those that its name suggests.
        """
        self.meanings[name] = []

    def decided(self, name: str) -> bool:
        """
        Return whether it is known of a parameter whether it has an effect.
        """
        found = self.meanings[name]
        return bool(self.answers.get(name)) and (NO_EFFECT not in found or len(found) == 1)

    def effective(self) -> dict[str, list[Meaning]]:
        """
        Return the parameters that have an effect, by answers or because a refusal names them, with what they may mean.
        """
        return {
            name: [each for each in found if each is not NO_EFFECT]
            for name, found in self.meanings.items()
            if found and NO_EFFECT not in found and (self.answers.get(name) or name in self.named)
        }


def _combinations(
    options: Sequence[Mapping[frozenset[int] | None, Meanings]],
) -> Iterator[tuple[frozenset[int] | None, ...]]:
    if prod(map(len, options)) <= _MOST:
        yield from product(*options)
        return
    none: list[frozenset[int] | None] = [None] * len(options)
    yield tuple(none)
    for place, own in enumerate(options):
        yield from ((*none[:place], each, *none[place + 1 :]) for each in own if each is not None)


def classes(known: KnownRows, meanings: Meanings, text: str) -> Mapping[frozenset[int] | None, Meanings]:
    """
    Return what a text selects by each meaning, with those that select alike; None stands for no effect.

    By a meaning that cannot read the text, it has no effect or selects nothing.
    """
    found: dict[frozenset[int] | None, Meanings] = {}
    for each in meanings:
        outcome = None if each is NO_EFFECT else known.selected(each, text)
        for one in (None, frozenset[int]()) if outcome is None and each is not NO_EFFECT else (outcome,):
            found.setdefault(one, []).append(each)
    return found
