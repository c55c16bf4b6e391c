"""
How filters and searches may be misread: operators on each of them, and on those of one kind, for what they select.

An operator speaks of no parameter: it is applied to whatever a request holds, by the declarations of the contract.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial, reduce
from itertools import accumulate, product
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS, LOOKUPS
from apicontract.contract.model import Field
from apicontract.diagnosis.operators import Misreading, read_as
from apicontract.diagnosis.requests import joined
from apicontract.diagnosis.rounding import ROUNDED
from apicontract.diagnosis.texts import TextColumn
from apicontract.semantics.asked import search_asked
from apicontract.semantics.spellings import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apicontract.diagnosis.requests import ListRequest
    from apicontract.semantics.conditions import Condition


#: Ways to find a term, and how they are told.
_FOUND: Mapping[str, Callable[[TextColumn, str], set[int]]] = {
    "letter case counts in searches": TextColumn.containing_exactly,
    "searches look at beginnings": TextColumn.beginning,
    "searches look at beginnings of words": TextColumn.beginning_words,
    "searches look for whole words": TextColumn.having_words,
    "searches look for whole values": TextColumn.being,
    "search characters are wildcards": TextColumn.like,
    "percent signs in searches are wildcards": partial(TextColumn.like, signs="%"),
    "underscores in searches are wildcards": partial(TextColumn.like, signs="_"),
    "searches are regular expressions": TextColumn.matching,
}
#: The same of filters by a part of a text, whose characters may mean something.
_WILD: Mapping[str, Callable[[TextColumn, str], set[int]]] = {
    "characters of a filter are wildcards": TextColumn.like,
    "percent signs of a filter are wildcards": partial(TextColumn.like, signs="%"),
    "underscores of a filter are wildcards": partial(TextColumn.like, signs="_"),
}
#: Hundreds of thousands are yielded for a plan, of a few thousand different ones.
_misreading = lru_cache(maxsize=4096)(Misreading)
#: Letters below which a server may hold a term to be too short.
_SHORT = (2, 3, 4)
#: Terms that every server is asked for together.
_FEW = 2
#: The kind of a filter beside no search and no other one, and of a search beside no filter.
_ALONE = "alone"


def wrong_selections(request: ListRequest) -> Iterator[tuple[Misreading, int]]:
    """
    Yield misreadings of the filters and the search of a request, and the rows that they select.
    """
    yield from _of_filters(request)
    yield from _of_search(request)
    if request.asked.conditioned and request.size:
        last = 1 << (request.selected.bit_length() - 1)
        others = request.known.everything & ~request.selected
        for scope in (("all", ""), *selecting(request)):
            yield Misreading("a selection loses a row", *scope), request.selected & ~last
            if others:
                yield Misreading("a selection lets a row through", *scope), request.selected | others & -others


def selecting(request: ListRequest) -> Iterator[tuple[str, str]]:
    """
    Yield the scopes of what selects: a search, and filters of each type.
    """
    if request.asked.terms:
        yield "kind", "search"
    for kind in dict.fromkeys(each.parameter.type for each in request.asked.filters.conditions):
        yield "kind", kind


def selections_apart(request: ListRequest) -> Mapping[int, Sequence[Misreading]]:
    """
    Return the rows that misreadings select to these, but for those rows that are selected rightly.

    It is remembered by all that it depends on: most of the requests that are weighed differ in another part.
    """
    conditions = tuple(map(_key, request.asked.filters.conditions))
    key = (selections_apart, conditions, request.asked.terms, search_asked(request.known.api, request.exchange))
    return request.known.once(key, partial(_grouped, request))


def _grouped(request: ListRequest) -> Mapping[int, Sequence[Misreading]]:
    found: dict[int, list[Misreading]] = {}
    for misreading, selection in wrong_selections(request):
        if selection != request.selected:
            found.setdefault(selection, []).append(misreading)
    return found


def beside(masks: Sequence[int], combined: Callable[[int, int], int], start: int) -> Iterator[int]:
    """
    Yield, for each of several sets, all others combined, and what they start from: those before and those after it.
    """
    before = accumulate(masks, combined, initial=start)
    after = [*accumulate(reversed(masks), combined, initial=start)][-2::-1]
    return map(combined, before, after)


def _of_filters(request: ListRequest) -> Iterator[tuple[Misreading, int]]:
    conditions, masks = request.asked.filters.conditions, request.masks
    if not conditions:
        return
    single = [dict(request.known.once(_key(each), partial(_misread, request, each))) for each in conditions]
    alone = list(without_each(request))
    for number, condition in enumerate(conditions):
        for element, (operator, wrong) in product(_elements(condition), single[number].items()):
            yield _misreading(operator, "one", element), alone[number] & wrong

    @cache
    def of_others(misread: tuple[int, ...]) -> int:
        if len(misread) == 1:
            return alone[misread[0]]
        return joined((mask for number, mask in enumerate(masks) if number not in misread), request.searched)

    for kind, numbers in _kinds(conditions, alone=len(conditions) == 1 and not request.asked.terms).items():
        for operator, misread in _misreadable(single, numbers).items():
            wrongs = (single[number][operator] for number in misread)
            yield _misreading(operator, *kind), joined(wrongs, of_others(misread))
    if len(masks) > 1:
        yield Misreading("one of several filters is enough"), reduce(int.__or__, masks) & request.searched
        for place, number in (("first", 0), ("second", 1), ("last", len(masks) - 1)):
            yield Misreading("only one of several filters counts", "kind", place), masks[number] & request.searched
            yield Misreading("a filter has no effect", "kind", place), alone[number]


def without_each(request: ListRequest) -> Iterator[int]:
    """
    Yield the rows that a request lists without its first filter, without its second one, and so on.
    """
    return beside(request.masks, int.__and__, request.searched)


def _elements(condition: Condition) -> Iterator[str]:
    """
    Yield what a misreading of one filter may be of: the filter, and, where there are few, its value.
    """
    yield condition.parameter.name
    few = condition.parameter.type in {*BOOLEANS, "choice"} or condition.parameter.lookup == "isnull"
    if few and len(condition.values) == 1:
        yield f"{condition.parameter.name}={condition.plain}"


def _misreadable(single: Sequence[Mapping[str, int]], numbers: Iterable[int]) -> dict[str, tuple[int, ...]]:
    """
    Return the operators by which some filters are misread to the numbers of those that can be.
    """
    found: dict[str, tuple[int, ...]] = {}
    for number in numbers:
        for operator in single[number]:
            found[operator] = (*found.get(operator, ()), number)
    return found


def _key(condition: Condition) -> tuple[object, ...]:
    return (condition.parameter.name, condition.text, condition.values)


def _kinds(conditions: Sequence[Condition], *, alone: bool) -> dict[tuple[str, str], list[int]]:
    """
    Return kinds of filters to those of them: all, those of a type, of a lookup, of a value of true or false, and alone.
    """
    kinds: dict[tuple[str, str], list[int]] = {("all", ""): list(range(len(conditions)))}
    for number, each in enumerate(conditions):
        names = [each.parameter.type, each.parameter.lookup]
        names += [str(each.values[0]).lower()] if each.parameter.type in BOOLEANS and each.values else []
        names += [_ALONE] if alone else []
        for name in dict.fromkeys(names):
            kinds.setdefault(("kind", name), []).append(number)
    return kinds


def _misread(request: ListRequest, condition: Condition) -> list[tuple[str, int]]:
    """
    Return what a filter selects by each operator that makes it select other rows than it should.
    """
    everything, right = request.known.everything, request.known.selected(condition)
    wrong = {
        "a filter has no effect": everything,
        "a filter selects the others": everything & ~right,
        "a filter selects nothing": 0,
    }
    for lookup in (
        LOOKUPS[condition.parameter.lookup].confused if condition.parameter.type not in {*BOOLEANS, "related"} else ()
    ):
        other = replace(condition, parameter=replace(condition.parameter, lookup=lookup))
        wrong[read_as(lookup)] = request.known.selected(other)
    if len(condition.values) > 1:
        for place, value in (("first", condition.values[:1]), ("last", condition.values[-1:])):
            wrong[f"of the values of a filter only the {place} counts"] = request.known.selected(
                replace(condition, values=value)
            )
    rounded = ROUNDED.get(condition.parameter.type)
    if rounded and not LOOKUPS[condition.parameter.lookup].record_type:
        wrong["values are rounded before they are compared"] = request.known.selected(condition, rounded)
    wrong |= _misread_text(request, condition)
    return [(operator, rows) for operator, rows in wrong.items() if rows != right]


def _misread_text(request: ListRequest, condition: Condition) -> dict[str, int]:
    """
    Return what a filter selects by each operator that reads its text otherwise.
    """
    wrong: dict[str, int] = {}
    if not is_plain(condition.parameter.type, condition.text):
        wrong["another spelling of a value selects nothing"] = 0
    if condition.values and isinstance(condition.values[0], datetime) and condition.text[-6:-5] in ("+", "-"):
        written = datetime.fromisoformat(condition.text)
        other = replace(condition, values=(written.replace(tzinfo=UTC), *condition.values[1:]))
        wrong["the offset of a moment has no effect"] = request.known.selected(other)
    if "contains" in condition.parameter.lookup:
        fields = [Field(each, each) for each in condition.parameter.fields]
        for operator, found in _WILD.items():
            wrong[operator] = request.known.texts_where(found, condition.text, fields)
    if condition.text != condition.text.strip():
        wrong["blanks around a value count"] = 0
    if not condition.text.isascii():
        wrong["letters beyond ASCII are not found"] = 0
    return wrong


def _of_search(request: ListRequest) -> Iterator[tuple[Misreading, int]]:
    terms, fields, base = request.asked.terms, request.known.resource.search, request.filtered
    if not terms:
        yield from ((Misreading(operator), wrong & base) for operator, wrong in _wrong_terms(request))
        return
    yield Misreading("search has no effect"), base
    columns = [[request.known.containing(term, [field]) for field in fields] for term in terms]
    rests = zip(*(beside(each, int.__or__, 0) for each in columns), strict=True)
    for field, rest in zip(fields, rests, strict=True):
        yield Misreading("search leaves a field out", "one", field.name), joined(rest, base)
    for number, field in enumerate(fields):
        yield (
            Misreading("search looks at one field alone", "one", field.name),
            joined((each[number] for each in columns), base),
        )
        if not request.asked.filters.conditions:
            yield (
                Misreading("search looks at one field alone", "kind", _ALONE),
                joined((each[number] for each in columns), base),
            )
    for length in _SHORT:
        long = (mask for term, mask in zip(terms, request.found, strict=True) if len(term) >= length)
        yield Misreading("short terms are dropped", "kind", f"below {length} letters"), joined(long, base)
    for operator, wrong in _wrong_searches(request, terms):
        yield Misreading(operator), wrong & base
        if not request.asked.filters.conditions:
            yield Misreading(operator, "kind", _ALONE), wrong


def _wrong_searches(request: ListRequest, terms: Sequence[str]) -> Iterator[tuple[str, int]]:
    known, fields, masks = request.known, request.known.resource.search, request.found
    for name, found in _FOUND.items():
        yield name, _all(known.texts_where(found, term, fields) for term in terms)
    yield (
        "searches look elsewhere, too",
        _all(known.containing(each, (*fields, *_elsewhere(request))) for each in terms),
    )
    if len(terms) > 1:
        yield "one term of several is enough", reduce(int.__or__, masks)
        yield "only the first term counts", masks[0]
        yield "only the last term counts", masks[-1]
        yield "several terms are one phrase", known.containing(" ".join(terms), fields)
        same = (_all(known.containing(each, [field]) for each in terms) for field in fields)
        yield "all terms must be in one field", reduce(int.__or__, same, 0)
    if len(terms) > _FEW:
        yield "more than two terms find nothing", 0
    yield from _wrong_terms(request)


def _wrong_terms(request: ListRequest) -> Iterator[tuple[str, int]]:
    """
    Yield what is found if the text of a search is parted otherwise.
    """
    known, fields = request.known, request.known.resource.search
    raw = search_asked(known.api, request.exchange) or ""
    if "," in raw:
        yield "commas are letters in searches", _all(known.containing(each, fields) for each in raw.split())
    if re.search(r"['\"]", raw):
        words = re.split(r"[\s,]+", raw)
        yield "quotes are letters in searches", _all(known.containing(each, fields) for each in words)
        yield "phrases are parted", _all(known.containing(each.strip("\"'"), fields) for each in words)


def _elsewhere(request: ListRequest) -> list[Field]:
    """
    Return the texts of the records in which no search looks.
    """
    paths = {each.path for each in request.known.resource.search}
    return [each for each in request.known.text_fields if each.path not in paths]


def _all(masks: Iterator[int]) -> int:
    return reduce(int.__and__, masks)
