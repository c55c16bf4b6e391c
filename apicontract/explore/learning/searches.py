"""
Which parameter searches, in which fields, and whether it takes words or the text as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from apicontract.contract.grades import Grade
from apicontract.explore.learning.meanings import fields_of, texts_of
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.explore.learning.deciding import KnownRows
    from apicontract.explore.learning.experiment import AskedList
    from apicontract.explore.learning.pages import ListAnswer

#: Names of parameters that search, the usual first.
NAMES = ("search", "q", "query", "s", "_search", "keyword", "filter[search]", "term", "text")
#: Fields of texts that are taken into account: a search of so many has some hundred sets of fields.
_FIELDS = 8
#: Fields of the rows themselves beside one of other lists: with more, the sets are too many to be told apart.
_BESIDE = 2
#: Fewest letters of a piece of a word, and how many are tried.
_SHORTEST, _PIECES = 3, 400
#: Searches that must have found all rows that hold the text in a field, where they found others, too.
_PROOFS = 3
_AND_MORE = ", and what no row shows"


@dataclass
class SearchLearnt:
    """
    What is known of searching.

    Attributes:
        parameter: its name, "" if none is known.
        fields: dotted paths of the texts that are searched.
        certain: whether no other set of fields explains the answers.
        words: whether a text is parted into words; None if that is not known.
        statements: what was found out.
        tried: whether the usual names were asked for.
        followed: those of the fields that the rows of other lists show.
        hidden: whether rows are found by what no row shows, too.
        open_reason: why a parameter that has an effect is not declared, or "".
    """

    parameter: str = ""
    fields: tuple[str, ...] = ()
    certain: bool = True
    words: bool | None = None
    statements: list[Statement] = field(default_factory=list)
    tried: bool = False
    followed: frozenset[str] = frozenset()
    hidden: bool = False
    open_reason: str = ""


def searched_fields(
    known: KnownRows, asked: Sequence[tuple[str, ListAnswer]], size: int
) -> tuple[tuple[str, ...], bool]:
    """
    Return the smallest set of fields that explains answers to searches, and whether it is the only one.

    Args:
        known: the rows.
        asked: texts, each with its answer.
        size: rows of a page at the most.
    """
    paths = [each for each, kind in fields_of(known.rows).items() if kind == "text"][:_FIELDS]
    texts = {path: [each.lower() for each in texts_of(path, known.rows)] for path in paths}
    alive = [each for number in range(1, len(paths) + 1) for each in combinations(paths, number)]
    for text, answer in asked:
        numbers = known.numbers(answer.rows)
        alive = [
            each
            for each in alive
            if numbers is not None and _explained(known, texts, each, text.lower(), numbers, answer.count, size)
        ]
    return (alive[0], len(alive) == 1) if alive else ((), False)


def _explained(  # noqa: PLR0913, PLR0917 - an answer and what it is held against
    known: KnownRows,
    texts: Mapping[str, Sequence[str]],
    fields: Sequence[str],
    piece: str,
    numbers: Sequence[int],
    count: int | None,
    size: int,
) -> bool:
    """
    Return whether an answer is that of a search of these fields for a piece of text.
    """
    expected = _holding(texts, fields, piece, len(known.rows))
    if not known.complete:
        return set(numbers) <= expected or len(numbers) == len(known.rows)
    told = len(expected) if count is None else count
    return told == len(expected) and set(numbers) <= expected and len(numbers) == min(len(expected), size)


def _holding(texts: Mapping[str, Sequence[str]], fields: Sequence[str], piece: str, rows: int) -> frozenset[int]:
    """
    Return the numbers of the rows in which one of these fields contains a piece of text.
    """
    return frozenset(
        number
        for number in range(rows)
        if any(number < len(texts[path]) and piece in texts[path][number] for path in fields)
    )


@dataclass
class SearchExperiment:
    """
    The search of one list, tried within a budget.

    Attributes:
        listed: the list.
        until: requests that must be left for others.
        followed: name to what each row leads to in other lists (`following.followed_texts`).
    """

    listed: AskedList
    until: int = 0
    followed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    requests: int = 0
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _alone: dict[str, ListAnswer] = field(default_factory=dict)
    _heard: list[tuple[str, frozenset[int], int | None]] = field(default_factory=list)

    def run(self, names: Sequence[str] = NAMES) -> SearchLearnt:
        """
        Find the parameter, its fields, and how it reads a text.
        """
        paths = [each for each, kind in self.listed.fields.items() if kind == "text"][:_FIELDS]
        self._texts = {path: [each.lower() for each in texts_of(path, self.listed.known.rows)] for path in paths}
        alive = [each for number in range(1, len(paths) + 1) for each in combinations(paths, number)]
        beside = [(), *(each for each in alive if len(each) <= _BESIDE)]
        self._texts |= {name: [each.lower() for each in texts] for name, texts in self.followed.items()}
        alive += [(*each, name) for name in self.followed for each in beside]
        piece = self._telling(alive)
        if not piece:
            return SearchLearnt()
        name = self._parameter(list(names), piece)
        if not name:
            return SearchLearnt(tried=self.requests > 0)
        found = SearchLearnt(name, tried=True)
        alive = self._narrowed(name, alive)
        if not alive and (some := self._partly(name)):
            alive, found.hidden = [some], True
        if not self._heard:
            found.open_reason = "it has an effect, and no request was left to see which"
            return found
        if not alive:
            found.open_reason = "it selects rows, but not those that contain the text in some of their fields"
            return found
        found.fields, found.certain = alive[0], len(alive) == 1 and not found.hidden
        found.followed = frozenset(found.fields).intersection(self.followed)
        self._words(found)
        rows = len(self.listed.known.rows)
        said = f"`{name}` searches {', '.join(found.fields)}{_AND_MORE if found.hidden else ''}"
        found.statements.append(
            Statement(
                self.listed.resource,
                said,
                f"{self.requests} requests, {rows} rows",
                Grade.GUESS if found.hidden else Grade.RECORDED,
                key="search",
                seen=rows,
                of=rows,
            )
        )
        return found

    def _parameter(self, names: list[str], piece: str) -> str:
        if self.listed.asker.alone:
            return next((each for each in names if self._effect([each], piece)), "")
        if not self._effect(names, piece):
            return ""
        while len(names) > 1 and self.listed.left > self.until:
            half = names[: max(len(names) // 4, 1)]
            names = half if self._effect(half, piece) else names[len(half) :]
        return names[0] if len(names) == 1 else ""

    def _effect(self, names: Sequence[str], piece: str) -> bool:
        answer = self._asked([(name, piece) for name in names])
        if answer is not None and len(names) == 1:
            self._alone[names[0]] = answer
        nothing = self.listed.asker.alone and answer is not None and not answer.rows
        return answer is not None and not nothing and not self._whole(answer)

    def _asked(self, query: Sequence[tuple[str, str]]) -> ListAnswer | None:
        if self.listed.left <= self.until:
            return None
        self.requests += 1
        return list_in(self.listed.get(query, "search"))

    def _whole(self, answer: ListAnswer) -> bool:
        """
        Return whether an answer is that of a list of which nothing is selected.
        """
        rows, shown = self.listed.known.rows, len(answer.rows)
        return list(answer.rows) == rows[:shown] and shown == min(len(rows), self.listed.alive.size)

    def _narrowed(self, name: str, alive: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """
        Return the sets of fields that explain the answers, the smallest first.
        """
        tried: set[str] = set()
        while len(alive) > 1 or not tried:
            piece = self._telling(alive, tried)
            # What was asked for the parameter alone need not be asked again.
            known = self._alone.pop(name, None)
            if not piece or (known is None and self.listed.left <= self.until):
                return alive
            tried.add(piece)
            answer = known or self._asked([(name, piece.upper() if len(tried) > 1 else piece)])
            numbers = None if answer is None else self.listed.known.numbers(answer.rows)
            if answer is None or numbers is None:
                return alive if answer is None else []
            self._heard.append((piece, frozenset(numbers), answer.count))
            alive = [each for each in alive if self._explains(each, piece, numbers, answer.count)]
        return alive

    def _partly(self, name: str) -> tuple[str, ...]:
        """
        Return the fields by which rows were found each time, where others were found besides: by what no row shows.
        """
        tried = {piece for piece, _, _ in self._heard}
        while self.listed.known.complete and len(tried) < _PROOFS and self.listed.left > self.until:
            piece = self._telling([(each,) for each in self._texts], tried)
            answer = self._asked([(name, piece)]) if piece else None
            numbers = None if answer is None else self.listed.known.numbers(answer.rows)
            if answer is None or numbers is None:
                break
            tried.add(piece)
            self._heard.append((piece, frozenset(numbers), answer.count))
        whole = [(piece, numbers) for piece, numbers, count in self._heard if count in {None, len(numbers)}]
        if len(whole) < _PROOFS:
            return ()
        found = [path for path in self._texts if all(self._rows((path,), piece) <= numbers for piece, numbers in whole)]
        shown = [path for path in found if sum(bool(self._rows((path,), piece)) for piece, _ in whole) > 1]
        return tuple(shown)

    def _explains(self, fields: Sequence[str], piece: str, numbers: Sequence[int], count: int | None) -> bool:
        return _explained(self.listed.known, self._texts, fields, piece, numbers, count, self.listed.alive.size)

    def _rows(self, fields: Sequence[str], piece: str) -> frozenset[int]:
        return _holding(self._texts, fields, piece, len(self.listed.known.rows))

    def _telling(self, alive: Sequence[tuple[str, ...]], tried: set[str] = frozenset()) -> str:  # type: ignore[assignment]
        """
        Return the piece of a word that tells most of the sets of fields apart, and finds most rows; "" if none does.

        A letter or two stand in many texts that no row shows, so they are taken where no longer piece tells anything.
        """
        every = len(self.listed.known.rows)
        best, most = "", (False, 0, 0)
        single = sorted({path for each in alive for path in each})
        for piece in self._pieces():
            if piece in tried:
                continue
            rows = {path: self._rows((path,), piece) for path in single}
            told = {frozenset().union(*(rows[path] for path in each)) for each in alive}
            long = len(piece) >= _SHORTEST and len(told) > 1
            telling = (long, len(told), max(map(len, told)))
            if all(len(each) < every for each in told) and any(told) and telling > most:
                best, most = piece, telling
        return best if most[1] > 1 or (not tried and most[1]) else ""

    def _pieces(self) -> Iterator[str]:
        """
        Yield pieces of words from within, so that a search for whole words shows itself.
        """
        seen: dict[str, None] = {}
        for path, texts in self._texts.items():
            for text in texts[:: max(len(texts) // (8 if path in self.followed else 20), 1)]:
                for word in re.findall(r"[a-z0-9]+", text):
                    seen[word[1 : 1 + max(_SHORTEST, len(word) - 2)] if len(word) > _SHORTEST else word] = None
        yield from list(seen)[:_PIECES]

    def _words(self, found: SearchLearnt) -> None:
        """
        Find out whether two words in the wrong order find a record that has both.
        """
        for number in range(len(self.listed.known.rows)):
            text = " ".join(self._texts[path][number] for path in found.fields if number < len(self._texts[path]))
            words = re.findall(r"[a-z]{4,}", text)
            swapped = f"{words[-1]} {words[0]}" if len(words) > 1 and words[0] != words[-1] else ""
            both = self._rows(found.fields, words[0]) & self._rows(found.fields, words[-1]) if swapped else frozenset()
            if not swapped or self._rows(found.fields, swapped) or not both:
                continue
            answer = self._asked([(found.parameter, swapped)])
            numbers = None if answer is None else self.listed.known.numbers(answer.rows)
            some = set(numbers or ()) & both if found.hidden else set(numbers or ())
            if numbers is not None and some in (set(), both & some):
                found.words = bool(some)
                how = "words are searched each for itself" if some else "a text is searched as it stands"
                found.statements.append(Statement(self.listed.resource, how, f"one request, {swapped!r}"))
            return
