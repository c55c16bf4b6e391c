"""
Which parameters filter, and how: groups of them are asked for at once, with texts by which the answers differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.explore.learning.meanings import NO_EFFECT, PLAIN, STYLES, meanings_of, named, texts_of
from apicontract.explore.learning.named_filters import (
    COMPARED,
    DATES,
    NUMBERS,
    SOME,
    TEXTUAL,
    WORDED,
    FilterProbe,
    NamedFilters,
)
from apicontract.explore.learning.narrowing import Narrowing, spread
from apicontract.explore.learning.pages import list_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.explore.learning.experiment import AskedList
    from apicontract.explore.learning.meanings import Meaning

#: Parameters of one request: most names have no effect, and where two have, both are asked for again.
_GROUP = 8
#: Rows whose values are tried as texts.
_ROWS = 12


@dataclass
class FilterExperiment:
    """
    The filters of one list, tried within a budget.

    Attributes:
        listed: the list.
        until: requests that must be left for others.
    """

    listed: AskedList
    until: int = 0

    def run(self, forms: Sequence[str] = tuple(PLAIN.values())) -> None:
        """
        Try names of fields, then of comparisons; what works for one field is tried for the others.
        """
        by_name = NamedFilters(self.listed, self.until)
        by_name.run()
        for form in forms:
            self.ask(FilterProbe(named(path, form), path) for path in self.listed.fields)
            if self.listed.alive.effective():
                break
        self._comparisons()
        by_name.several()
        Narrowing(self.listed, self.until).run(list(self.listed.alive.effective()))
        for name in self.listed.alive.named:
            self.listed.alive.meanings[name] = self.listed.habits.ranked(name, self.listed.alive.meanings[name])

    def _comparisons(self) -> None:
        """
        Find out how comparisons are called, for numbers, for dates and for texts; then ask for every field of the kind.
        """
        found: list[tuple[str, tuple[str, ...]]] = []
        said = self.listed.habits.refusals
        for kinds in () if said.typed else (NUMBERS, DATES):
            paths = [path for path, kind in self.listed.fields.items() if kind in kinds and path != "id"]
            found = self._compared(paths, found)
        if said.texts:
            return
        styles = [style for style, _ in found if style in WORDED]
        textual = [path for path, kind in self.listed.fields.items() if kind == "text" and "." not in path]
        for path in textual[:1] if styles else textual[:SOME]:
            own = {(word, style): TEXTUAL for word in ("contains", "icontains") for style in styles or WORDED}
            styles = styles or [style for style, _ in self._styles(path, own)]
        for style in styles[:1]:
            words = [word for word in TEXTUAL if word not in {"contains", "icontains"}]
            self._each(style, textual, ("contains", "icontains"))
            self._each(style, [each.path for each in self._worked() if each.type == "text"], words)
            self._each(style, [path for path in self.listed.fields if "." not in path], ("in",))

    def _compared(
        self, paths: Sequence[str], known: list[tuple[str, tuple[str, ...]]]
    ) -> list[tuple[str, tuple[str, ...]]]:
        """
        Return the styles of comparisons of some fields, those first that are known of others; ask for all their words.
        """
        usual = {(words[0], style): words for words, styles in COMPARED for style in styles}
        first = {(words[0], style): words for style, words in known}
        for each in (first, usual):
            for path in paths[:SOME] if each else ():
                found = self._styles(path, each)
                if found:
                    style, words = found[0]
                    self._each(style, paths, words)
                    return found
        return known

    def _each(self, style: str, paths: Iterable[str], words: Iterable[str]) -> None:
        """
        Ask for words of some fields in a style.
        """
        every = [(path, word) for path in dict.fromkeys(paths) for word in words]
        self.ask(FilterProbe(named(path, STYLES[style], word), path, word) for path, word in every)

    def _worked(self) -> list[Meaning]:
        return [found[0] for found in self.listed.alive.effective().values()]

    def _styles(self, path: str, words: Mapping[tuple[str, str], tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
        """
        Return the styles in which a comparison of a field has an effect, each with the words that go with it.
        """
        probes = {named(path, STYLES[style], word): (style, rest) for (word, style), rest in words.items()}
        tried = {named(path, STYLES[style], word): word for word, style in words}
        asked = [FilterProbe(name, path, tried[name]) for name in probes]
        for some in ([each] for each in asked) if self.listed.asker.alone else [asked]:
            self.ask(some, group=len(probes))
            if any(each.name in self.listed.alive.effective() for each in some):
                break
        effective = self.listed.alive.effective()
        return [probes[name] for name in probes if name in effective]

    def ask(self, probes: Iterable[FilterProbe], group: int = _GROUP) -> None:
        """
        Ask for parameters in groups whose answers tell them apart; in smaller ones where several have an effect.
        """
        group = 1 if self.listed.asker.alone else group
        waiting = [each for each in probes if each.name not in self.listed.alive.meanings]
        for each in waiting:
            self.listed.alive.meanings[each.name] = [
                NO_EFFECT,
                *meanings_of(each.name, {each.path: self.listed.fields[each.path]}),
            ]
        waiting = [each for each in waiting if len(self.listed.alive.meanings[each.name]) > 1]
        while waiting and self.listed.left > self.until:
            query = self._group(waiting, group)
            if not query:
                return
            names = {name for name, _ in query}
            asked = [each for each in waiting if each.name in names]
            waiting = [each for each in waiting if each.name not in names]
            taken = self._send(query)
            again = [each for each in asked if not self.listed.alive.decided(each.name)]
            if len(query) > 1 and again:
                self.listed.alive.forget(each.name for each in again)
                self.ask(again, max(len(query) // 4, 1) if taken else 1)

    def _send(self, query: Sequence[tuple[str, str]]) -> bool:
        """
        Send a query; return whether its answer was understood.
        """
        exchange = self.listed.get(query, "filters")
        answer = list_in(exchange)
        new = [name for name, _ in query if not self.listed.alive.answers.get(name)]
        if answer is not None and not answer.rows and new and self.listed.asker.alone:
            # The first text is the value of a row: a filter would select it.
            self.listed.alive.ignore(new)
            return True
        if answer is not None:
            return self.listed.alive.take(query, answer)
        if exchange is not None and len(query) == 1:
            self.listed.alive.refuse(*query[0])
        return False

    def _group(self, waiting: Sequence[FilterProbe], most: int) -> tuple[tuple[str, str], ...]:
        """
        Return a query of at most so many parameters each of which, alone, would be answered by other rows.
        """
        rows = self.listed.known.rows
        order = spread(len(rows), _ROWS)
        query: tuple[tuple[str, str], ...] = ()
        outcomes: set[frozenset[int]] = {frozenset(range(len(rows)))}
        for place, each in enumerate(waiting):
            turned = order[place % len(order) :] + order[: place % len(order)]
            for text in (text for number in turned for text in self._texts(each, number) if text):
                own = self.listed.known.selected(self.listed.alive.meanings[each.name][1], text)
                if own and own not in outcomes:
                    query = (*query, (each.name, text))
                    outcomes.add(own)
                    break
            if len(query) == most:
                break
        return query

    def _texts(self, probe: FilterProbe, number: int) -> Iterator[str]:
        """
        Yield texts to try a parameter with, made of the value of a row.
        """
        value = texts_of(probe.path, [self.listed.known.rows[number]])[0]
        if probe.word in {"contains", "icontains", "like"}:
            yield from (value[1:6].strip(), value[2:5].strip())
        elif "startswith" in probe.word:
            yield value[:4].strip()
        elif "endswith" in probe.word:
            yield value[-4:].strip()
        elif probe.word == "in":
            others = [each for each in texts_of(probe.path, self.listed.known.rows) if each and each != value]
            yield f"{value},{others[-1]}" if others and "," not in value + others[-1] else ""
        yield value
