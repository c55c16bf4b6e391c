"""
Filters that refusals name: one request with a text that nothing reads tells which of many names a list has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.explore.learning.meanings import PLAIN, STYLES, Meaning, meanings_of, named, texts_of
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.refusals import NOT_EVEN_TEXT, UNREADABLE, named_in, type_of_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.explore.learning.experiment import AskedList

#: Fields of one kind with which the names of comparisons are looked for.
SOME = 2
NUMBERS, DATES = frozenset({"integer", "number"}), frozenset({"date", "date-time"})
#: Words of comparisons, in groups of which a service has one, with the styles in which they are usual.
COMPARED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("gte", "lte", "gt", "lt"), ("double", "single", "bracket", "filter", "dot")),
    (("min", "max"), ("before", "single", "bracket")),
    (("from", "to"), ("single",)),
    (("after", "before"), ("single",)),
    (("since", "until"), ("single",)),
)
#: Styles in which a word is written in full.
WORDED = ("double", "single", "bracket", "filter", "dot")
TEXTUAL = ("contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "iexact")
#: Types whose unreadable texts a service refuses, if it refuses any.
_READ = NUMBERS | DATES | {"uuid"}
_KINDS = {"numbers": NUMBERS, "dates": DATES, "texts": frozenset({"text"})}


@dataclass(frozen=True, slots=True)
class FilterProbe:
    """
    A parameter that is worth asking for, and the field whose values it is tried with.
    """

    name: str
    path: str
    word: str = ""


@dataclass
class NamedFilters:
    """
    The filters of one list that its refusals name.

    Attributes:
        listed: the list.
        until: requests that must be left for others.
    """

    listed: AskedList
    until: int = 0

    def run(self) -> None:
        """
        Find the filters whose texts are read, then those that take any text; names that are not refused are no filters.
        """
        said, alive = self.listed.habits.refusals, self.listed.alive
        if self.listed.asker.alone or said.typed is False:
            return
        probes = {each.name: each for each in (*self._plain(), *self._compared("numbers"), *self._compared("dates"))}
        named = self._asked(probes, UNREADABLE)
        said.typed = bool(said.typed) or named
        if not named:
            return
        further = (*self._compared("numbers"), *self._compared("dates"))
        self._asked({each.name: each for each in further if each.name not in probes}, UNREADABLE)
        if said.texts is not False:
            plain = [each for each in probes.values() if not each.word]
            texts = {each.name: each for each in (*plain, *self._compared("texts")) if each.name not in alive.named}
            said.texts = self._asked(texts, NOT_EVEN_TEXT) or bool(said.texts)
            further = tuple(self._compared("texts"))
            self._asked({each.name: each for each in further if each.name not in texts}, NOT_EVEN_TEXT)
        read = _READ | ({"text"} if said.texts else set())
        for each in probes.values():
            if each.name not in alive.named and self.listed.fields[each.path] in read:
                alive.meanings.setdefault(each.name, [None])
                alive.ignore([each.name])

    def several(self) -> None:
        """
        Ask for two choices at once: a filter that takes several selects the rows of both.
        """
        for name, found in self.listed.alive.effective().items():
            texts = [each for each in found[0].choices if self._rows(found[0], each)]
            if found[0].type != "choice":
                continue
            known = self.listed.habits.lookups.get(name, ("", ""))
            if known[1] == "choice":
                self.listed.alive.meanings[name] = [replace(found[0], lookup=known[0])]
                continue
            if not texts or self.listed.left <= self.until:
                continue
            # One that is none stands for another choice where rows show one alone: who reads all of them refuses it.
            first, last = texts[0] if len(texts) > 1 else UNREADABLE, texts[-1]
            exchange = self.listed.get(((name, first), (name, last)), "several choices")
            answer = list_in(exchange)
            numbers = self.listed.known.numbers(answer.rows) if answer is not None else None
            refused = first == UNREADABLE and bool(named_in(exchange, [name]))
            both = bool(numbers) and set(numbers or ()) > self._rows(found[0], last)
            lookup = "any" if refused or (both and first != UNREADABLE) else "exact"
            self.listed.alive.meanings[name] = [replace(found[0], lookup=lookup)]
            self.listed.alive.answers[name] = 1
            self.listed.habits.lookups[name] = (lookup, "choice")

    def _rows(self, meaning: Meaning, text: str) -> frozenset[int]:
        return self.listed.known.selected(replace(meaning, lookup="exact"), text) or frozenset()

    def _asked(self, probes: Mapping[str, FilterProbe], text: str) -> bool:
        """
        Ask for names with a text that is refused; return whether refusals name parameters.
        """
        if not probes or self.listed.left <= self.until:
            return False
        found = self.listed.habits.refusals.ask(self.listed.get, probes, text=text)
        for name, sentence in (found or {}).items():
            self._keep(probes[name], type_of_sentence(sentence, text))
        return found is not None

    def _keep(self, probe: FilterProbe, kind: str) -> None:
        own = self.listed.fields[probe.path]
        meanings = meanings_of(probe.name, {probe.path: own}) if _readable(own, kind) else []
        if kind == "text" and own in NUMBERS:
            # A number that is compared with the text as it stands.
            meanings = [Meaning(probe.path, "exact", "text")]
        if kind == "choice" and own == "text":
            values = [each for each in texts_of(probe.path, self.listed.known.rows) if each]
            choices = tuple(dict.fromkeys(values))
            meanings = [replace(each, type="choice", choices=choices) for each in meanings if each.lookup == "exact"]
        if not meanings:
            return
        self.listed.alive.named.add(probe.name)
        if kind == "related":
            self.listed.alive.referring.add(probe.name)
        self.listed.alive.meanings[probe.name] = list(meanings)
        kinds = (key for key, types in _KINDS.items() if own in types)
        for key in kinds if probe.word else ():
            self.listed.habits.styles.setdefault(key, {})[self._style(probe)] = None

    def _style(self, probe: FilterProbe) -> tuple[str, str]:
        """
        Return the form of a name, and its word.
        """
        return next((form, probe.word) for form in STYLES.values() if named(probe.path, form, probe.word) == probe.name)

    def _plain(self) -> Iterator[FilterProbe]:
        for form in PLAIN.values():
            yield from (FilterProbe(named(path, form), path) for path in self.listed.fields)

    def _compared(self, kind: str) -> Iterator[FilterProbe]:
        """
        Yield comparisons of fields of a kind: in the forms of other lists, else in all with some of the fields.
        """
        known = self.listed.habits.styles.get(kind, {})
        paths = [path for path, own in self.listed.fields.items() if own in _KINDS[kind] and "." not in path]
        paths = [path for path in paths if path != "id"] if kind != "texts" else paths
        forms: Iterable[tuple[str, str]] = known or _usual(kind)
        for path in paths if known else paths[:SOME]:
            yield from (FilterProbe(named(path, form, word), path, word) for form, word in forms)


def _usual(kind: str) -> list[tuple[str, str]]:
    if kind == "texts":
        return [(STYLES[style], word) for style in WORDED[:2] for word in TEXTUAL]
    usual = [(STYLES[style], word) for words, styles in COMPARED for style in styles for word in words]
    return [*usual, *((STYLES[style], "in") for style in WORDED)]


def _readable(own: str, kind: str) -> bool:
    """
    Return whether what compares with a field of a type may refuse a text as a parameter of another does.
    """
    if kind in NUMBERS:
        return own in NUMBERS
    return kind in {"", "choice", "related", own}
