"""
What a set of answers tells about the collection behind them: its records, its count, and whether it is whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Self, TypeAlias

from apicontract.contract.paths import ABSENT, values_at
from apicontract.contract.projection import ticking
from apicontract.semantics.identity import identified
from apicontract.semantics.paging import past_status, past_the_end
from apicontract.semantics.predicates import ascii_lower, contains_terms, every, satisfies

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.contract.model import Api, Parameter, Record, Resource
    from apicontract.semantics.conditions import Condition
    from apicontract.semantics.request import ParsedRequest

#: The texts of a record that are searched, by field.
Texts: TypeAlias = "Sequence[Sequence[str]]"

#: So many times beyond all numbers of records seen, and that much at the least, lies none.
_FAR = 100


@dataclass(frozen=True)
class SeenRow:
    """
    A record as one answer showed it.
    """

    reading: ParsedExchange
    pointer: str
    row: Record


@dataclass(frozen=True)
class Selection:
    """
    The records that a request selects, as far as they are known.

    Attributes:
        sure: identifiers of known records that satisfy every condition.
        open: identifiers of known records of which that cannot be told.
    """

    sure: frozenset[str]
    open: frozenset[str]

    @classmethod
    def of(cls, answers: Mapping[str, bool | None]) -> Self:
        """
        Return the records by whether each satisfies something: True, False, or None where that cannot be told.
        """
        return cls(
            frozenset(name for name, answer in answers.items() if answer),
            frozenset(name for name, answer in answers.items() if answer is None),
        )


class KnownCollection:
    """
    One collection on one host, as seen in a set of answers.

    Args:
        api: the contract.
        resource: what is listed.
        readings: of this resource on this host, in the order of time.
    """

    def __init__(self, api: Api, resource: Resource, readings: Sequence[ParsedExchange]) -> None:
        self.api = api
        self.resource = resource
        self.readings = readings
        self._selections: dict[Hashable, Selection] = {}
        self._values: dict[str, set[object]] = {}
        self._holding: dict[str, Mapping[str, frozenset[int]]] = {}
        self._alike: dict[tuple[str, ...], Sequence[tuple[SeenRow, Sequence[str]]]] = {}

    @cached_property
    def lists(self) -> tuple[tuple[ParsedExchange, Page], ...]:
        """
        The answered pages whose request is understood.

        Where pages do not say how many rows there are, the last page of the same selection does, unless something
        else in its request might select.
        """
        found = [(each, each.page) for each in self.readings if each.page is not None and each.asked.certain]
        if self.api.paging.counts:
            return tuple(found)
        ends: dict[Hashable, set[int]] = {}
        for reading, page in found:
            known = page.counted and not reading.selecting_by_mistake
            ends.setdefault(reading.selection, set()).update([page.count] if known else [])
        return tuple((reading, _counted(page, ends[reading.selection])) for reading, page in found)

    @cached_property
    def clean(self) -> tuple[tuple[ParsedExchange, Page], ...]:
        """
        The pages that were asked for without anything that selects, or might by mistake.

        What might select has selected nothing where the count is that of a page without it.
        """
        plain = [each for each in self.lists if not each[0].asked.conditioned]
        counts = {page.count for reading, page in plain if not reading.selecting_by_mistake and page.counted}
        return tuple(each for each in plain if not each[0].selecting_by_mistake or each[1].count in counts)

    @cached_property
    def count(self) -> int | None:
        """
        How many records the collection has, as most of the clean pages say.
        """
        counts = Counter(page.count for _, page in self.clean if page.counted)
        return max(counts, key=lambda number: counts[number]) if counts else None

    @cached_property
    def changed(self) -> bool:
        """
        Whether the clean pages disagree about the count.
        """
        return len({page.count for _, page in self.clean if page.counted}) > 1

    @cached_property
    def known(self) -> Mapping[str, SeenRow]:
        """
        Every record that was seen in a list, as it was first seen in the mode that shows most; by identifier.
        """
        found: dict[str, SeenRow] = {}
        for reading, _ in sorted(self.lists, key=lambda each: each[0].asked.mode != self.resource.modes.detail):
            for pointer, row in reading.rows:
                found.setdefault(str(reading.identifier(row)), SeenRow(reading, pointer, row))
        return found

    @cached_property
    def texts(self) -> Mapping[str, Texts]:
        """
        The texts of each known record that are searched, by identifier.
        """
        return {name: searched_texts(self.resource, each.row) for name, each in self.known.items()}

    @cached_property
    def complete(self) -> bool:
        """
        Whether as many records as the clean pages count were shown: the collection is known.
        """
        return self.count is not None and not self.changed and len(self.members) == self.count

    @cached_property
    def members(self) -> frozenset[str]:
        """
        The identifiers that the clean pages show; where these are too few, those of every list, if that makes them all.
        """
        shown = frozenset(str(reading.identifier(row)) for reading, page in self.clean for row in page.rows)
        return frozenset(self.known) if len(shown) < (self.count or 0) == len(self.known) else shown

    @cached_property
    def ticking(self) -> Mapping[str, str]:
        """
        The fields that may grow between two requests, with the field that says whether they do.
        """
        return {
            name: guard
            for shape in self.resource.shapes.values()
            for name, guard in ticking(self.api.shapes[shape]).items()
        }

    def full(self, reading: ParsedExchange, row: Record, paths: Sequence[str]) -> Record:
        """
        Return a row as another answer shows it, if this one hides what stands at some of the paths.

        A value that may have grown since then stays hidden.
        """
        known = self.known.get(str(reading.identifier(row)))
        hidden = any(value is ABSENT for path in paths for value in values_at(row, path))
        if not hidden or known is None or any(self.may_grow(known.row, path) for path in paths):
            return row
        return known.row

    def selected(self, reading: ParsedExchange) -> Selection:
        """
        Return which of the known records a request selects.
        """
        key = reading.selection
        if key not in self._selections:
            parts = [self.satisfying(each) for each in reading.asked.selecting]
            parts += [self.containing(reading.asked.terms)] if reading.asked.terms else []
            left = frozenset(self.known).intersection(*(each.sure | each.open for each in parts))
            sure = left.intersection(*(each.sure for each in parts))
            self._selections[key] = Selection(sure, left - sure)
        return self._selections[key]

    def satisfying(self, condition: Condition) -> Selection:
        """
        Return which of the known records satisfy a filter; a value that may have grown since then tells nothing.
        """
        key = (condition.parameter.name, condition.values, condition.now)
        if key not in self._selections:
            fields = condition.parameter.fields
            # A rule may look at other fields than those of its filter.
            alike = self.alike(fields) if condition.parameter.lookup != "rule" else self._each_alone()
            answers: dict[str, bool | None] = {}
            for each, names in alike:
                grows = any(self.may_grow(each.row, path) for path in fields)
                answers |= dict.fromkeys(names, None if grows else satisfies(condition, each.row))
            self._selections[key] = Selection.of(answers)
        return self._selections[key]

    def alike(self, fields: tuple[str, ...]) -> Sequence[tuple[SeenRow, Sequence[str]]]:
        """
        Return the known records that have the same in some fields, one of them with the identifiers of all.
        """
        if fields not in self._alike:
            groups: dict[str, list[str]] = {}
            for name, each in self.known.items():
                same = repr([[*values_at(each.row, path), self.may_grow(each.row, path)] for path in fields])
                groups.setdefault(same, []).append(name)
            self._alike[fields] = [(self.known[names[0]], names) for names in groups.values()]
        return self._alike[fields]

    def _each_alone(self) -> Sequence[tuple[SeenRow, Sequence[str]]]:
        return [(each, (name,)) for name, each in self.known.items()]

    def holding(self, term: str) -> Mapping[str, frozenset[int]]:
        """
        Return in which of the fields that are searched each known record contains a term, by number.
        """
        if term not in self._holding:
            wanted = ascii_lower(term)
            self._holding[term] = {
                name: frozenset(n for n, own in enumerate(fields) if any(wanted in ascii_lower(text) for text in own))
                for name, fields in self.texts.items()
            }
        return self._holding[term]

    def containing(self, terms: Sequence[str]) -> Selection:
        """
        Return which of the known records contain every term of a search.
        """
        key = tuple(terms)
        if key not in self._selections:
            fields = self.resource.search
            answers = {name: contains_terms(fields, each.row, terms) for name, each in self.known.items()}
            self._selections[key] = Selection.of(answers)
        return self._selections[key]

    def parts(self, asked: ParsedRequest) -> list[Selection]:
        """
        Return which of the known records satisfy each filter of a request, and then which contain each of its terms.
        """
        filtered = [self.satisfying(each) for each in asked.filters.conditions]
        return filtered + [self.containing((each,)) for each in asked.terms]

    def filtered(self, asked: ParsedRequest) -> frozenset[str]:
        """
        Return the known records that satisfy every filter of a request for sure, whatever it searches for.
        """
        return frozenset(self.known).intersection(*(self.satisfying(each).sure for each in asked.filters.conditions))

    def total(self, reading: ParsedExchange) -> int | None:
        """
        Return how many records a request selects, or None if that is not known.
        """
        if not self.complete:
            return None
        selection = self.selected(reading)
        return None if selection.open else len(selection.sure & self.members)

    def past_the_end(self, reading: ParsedExchange) -> bool | None:
        """
        Return whether the page that a request asks for lies behind all records, or is none; None if not known.
        """
        count = self.total(reading) if reading.asked.conditioned else self.count
        return past_the_end(reading.paging, reading.asked.place, count)

    def may_be_no_page(self, reading: ParsedExchange) -> bool:
        """
        Whether a request may ask for a page that there is not, and so be refused.
        """
        wanted = past_status(reading.paging)
        refused = reading.asked.route.kind == "list" and reading.exchange.status == wanted != HTTPStatus.OK
        return refused and self.past_the_end(reading) is not False

    def may_grow(self, row: Record, path: str) -> bool:
        """
        Return whether the value at a path of a row may differ in the next answer.
        """
        guard = self.ticking.get(path)
        return guard is not None and bool(row.get(guard, True))

    def may_refuse(self, reading: ParsedExchange) -> bool:
        """
        Whether a request names a related record that was never seen, and so may not exist.
        """
        return any(
            each.parameter.related is not None and not set(each.values) <= self.values(each.parameter)
            for each in reading.asked.filters.conditions
        )

    def values(self, parameter: Parameter) -> set[object]:
        """
        Return the values that known records have where a filter looks.
        """
        if parameter.name not in self._values:
            self._values[parameter.name] = {
                value
                for each in self.known.values()
                for path in parameter.fields
                for value in values_at(each.row, path)
                if isinstance(value, int | str)
            }
        return self._values[parameter.name]


def _counted(page: Page, counts: set[int]) -> Page:
    """
    Return a page with the count of its list, if that is known from elsewhere, and does not end before the page does.
    """
    count = min(counts, default=0)
    known = not page.counted and len(counts) == 1 and count >= page.count - 1
    return replace(page, count=count, counted=True) if known else page


def fits(reading: ParsedExchange, row: Record) -> bool | None:
    """
    Return whether a row satisfies everything that a request asks of rows.
    """
    asked = reading.asked
    filters = (satisfies(each, row) for each in asked.selecting)
    return every((*filters, contains_terms(asked.resource.search, row, asked.terms)))


def searched_texts(resource: Resource, row: Record) -> Texts:
    """
    Return the texts of a record that are searched, by field.
    """
    return [[str(value) for value in values_at(row, each.path)] for each in resource.search]


def refers_to_nothing(collection: KnownCollection, condition: Condition) -> bool:
    """
    Whether a filter names a related record that cannot exist: no number of a record, or far beyond all seen.
    """
    if condition.parameter.related is None or condition.parameter.lookup != "exact":
        return False
    wanted = condition.values[0]
    # A number that is small whatever was seen needs no look at all records.
    if not isinstance(wanted, int) or 0 <= wanted <= _FAR * _FAR:
        return False
    seen = [value for value in collection.values(condition.parameter) if isinstance(value, int)]
    return bool(seen) and (wanted < 0 or wanted > _FAR * (max(seen) + _FAR))


def collections_of(api: Api, readings: Iterable[ParsedExchange]) -> Mapping[Hashable, KnownCollection]:
    """
    Return the collections that readings speak of, by host, resource and the parents below which they stand.
    """
    groups: dict[Hashable, list[ParsedExchange]] = {}
    for each in readings:
        if each.asked.route.of_records and each.exchange.method == "GET":
            groups.setdefault((each.asked.origin, each.asked.resource.name, _parents(api, each)), []).append(each)
    return {key: KnownCollection(api, group[0].asked.resource, group) for key, group in groups.items()}


def _parents(api: Api, reading: ParsedExchange) -> tuple[str, ...]:
    """
    Return the parents that a path names, however they are spelled there.
    """
    route = reading.asked.route
    owners = [api.resources[each.resource] for each in reading.asked.resource.route.parents]
    return tuple(identified(owner.identifier, key) or key for owner, key in zip(owners, route.parents, strict=True))
