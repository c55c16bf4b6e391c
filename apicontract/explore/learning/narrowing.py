"""
Parameters that are known to filter -> what each compares; one request asks for several that stay told apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from apicontract.explore.learning.deciding import classes
from apicontract.explore.learning.meanings import NO_EFFECT, texts_of
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.refusals import named_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.explore.learning.experiment import AskedList

    Rows = frozenset[int]

#: Parameters of one request, round by round: where their answers do not tell them apart, fewer are asked for at once.
_ROUNDS = (8, 3, 1, 1, 1)
#: Rows whose values are tried as texts.
_ROWS = 16


@dataclass
class _JointQuery:
    """
    A query that grows: each further parameter leaves visible what the others are to tell.

    Attributes:
        query: names and texts.
        inside: the rows that all of them select, if each means what is likeliest.
        telling: rows by which an answer would differ, one set for each other meaning of each parameter.
    """

    inside: Rows
    query: list[tuple[str, str]] = field(default_factory=list)
    telling: list[Rows] = field(default_factory=list)


@dataclass
class Narrowing:
    """
    What parameters of one list compare, found out within a budget.

    Attributes:
        listed: the list.
        until: requests that must be left for others.
    """

    listed: AskedList
    until: int = 0
    _useless: set[tuple[str, str]] = field(default_factory=set)

    def run(self, names: Sequence[str]) -> None:
        """
        Ask until each parameter has one meaning, or no text tells its meanings apart.
        """
        for most in _ROUNDS:
            waiting = [each for each in names if self._open(each)]
            while waiting and self.listed.left > self.until:
                joint = self._joint_query(waiting, most)
                if not joint.query:
                    break
                asked = {name for name, _ in joint.query}
                waiting = [each for each in waiting if each not in asked]
                self._send(joint.query)

    def _send(self, query: Sequence[tuple[str, str]]) -> None:
        alive = self.listed.alive
        exchange = self.listed.get(query, "what filters compare")
        answer = list_in(exchange)
        if len(query) == 1:
            self._useless.add(query[0])
        if answer is not None and not alive.take(query, answer) and len(query) == 1:
            alive.give_up(query[0][0])
        elif exchange is not None and answer is None:
            # A text on which a service fails is one that it does not read.
            refused = named_in(exchange, [name for name, _ in query]) if len(query) > 1 else dict(query)
            for name, text in query:
                if name in refused:
                    alive.refuse(name, text)
        self.listed.habits.learn(alive.effective())

    def _open(self, name: str) -> bool:
        """
        Return whether a parameter may mean several things, or was not asked for alone or with others.
        """
        alive = self.listed.alive
        return len(alive.meanings[name]) > 1 or (bool(alive.meanings[name]) and not alive.answers.get(name))

    def _joint_query(self, waiting: Sequence[str], most: int) -> _JointQuery:
        """
        Return a query of at most so many parameters whose answer tells the meanings of each apart.
        """
        joint = _JointQuery(frozenset(range(len(self.listed.known.rows))))
        for name in waiting:
            best: tuple[tuple[int, int], str, Rows, list[Rows]] | None = None
            for text in (each for each in self._texts(name) if (name, each) not in self._useless):
                likely, apart, told = self._outcomes(name, text, joint.inside)
                score = (told, len(likely & joint.inside))
                # A text that selects nothing by the likeliest meaning tells nothing of others in the same request.
                if not apart or not (score[1] or most == 1) or (best is not None and score <= best[0]):
                    continue
                if all(each & likely for each in joint.telling):
                    best = (score, text, likely, apart)
            if best is not None:
                _, text, likely, apart = best
                joint.query.append((name, text))
                joint.inside &= likely
                joint.telling = [each & likely for each in joint.telling] + apart
            if len(joint.query) == most:
                break
        return joint

    def _outcomes(self, name: str, text: str, inside: Rows) -> tuple[Rows, list[Rows], int]:
        """
        Return the rows that a text selects by the likeliest meaning, and how others differ from it.

        Those by which each other outcome differs among the rows inside, and how many meanings that tells apart.
        """
        every = frozenset(range(len(self.listed.known.rows)))
        meanings = self.listed.habits.ranked(name, self.listed.alive.meanings[name])
        # A text that a meaning cannot read is refused, or selects nothing.
        likely = self.listed.known.selected(meanings[0], text) or frozenset()
        found = classes(self.listed.known, meanings, text)
        others = {every if rows is None else rows: len(some) for rows, some in found.items() if rows != likely}
        if len(meanings) == 1:
            # What it means is known, but not that it has an effect.
            others = {every: 1}
        apart = {(rows ^ likely) & inside: number for rows, number in others.items()}
        return likely, [each for each in apart if each], sum(number for each, number in apart.items() if each)

    def _texts(self, name: str) -> list[str]:
        path = next(each.path for each in self.listed.alive.meanings[name] if each is not NO_EFFECT)
        return telling_texts(list(dict.fromkeys(filter(None, texts_of(path, self.listed.known.rows)))))


def telling_texts(values: Sequence[str]) -> list[str]:
    """
    Return texts that lookups read otherwise than each other: values, their pieces, other letters, two at once.
    """
    shown = [values[number] for number in spread(len(values), _ROWS)]
    made = [each.swapcase() for each in shown]
    pieces = [(each[1:-1], each[1:5].swapcase(), each[:4], each[-4:]) for each in shown]
    made += [text.strip() for several in pieces for text in several]
    made += [f"{one},{other}" for one, other in pairwise(shown) if "," not in one + other and one != other]
    return [text for text in dict.fromkeys([*made, *shown]) if text]


def spread(count: int, most: int) -> list[int]:
    """
    Return at most so many numbers below a count, spread evenly.
    """
    return sorted({count * step // most for step in range(most)}) if count else []
