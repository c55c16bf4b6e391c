"""
What the answer to a request can tell: the wrong readings of the contract that would show in it.

A *misreading* is the name of one way in which a server may be wrong ("search: one term is enough").
A request covers a misreading if, for the records known, the wrong reading would give another answer.
Requests are chosen by the misreadings that they cover first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial, reduce
from http import HTTPStatus
from itertools import accumulate, combinations, islice
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS, LOOKUPS
from apicontract.contract.querynames import ordering_names, search_name
from apicontract.planner.paging import kind_of_number
from apicontract.planner.texts import TextColumn
from apicontract.semantics.asked import ordering_asked, search_asked
from apicontract.semantics.paging import past_status, past_the_end
from apicontract.semantics.request import parse_request
from apicontract.semantics.tolerance import FORMAT, MAY_FILTER, MODE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.planner.probe import Probe
    from apicontract.planner.survey import Survey
    from apicontract.semantics.conditions import Condition
    from apicontract.semantics.ordering import OrderingTerm
    from apicontract.semantics.request import ParsedRequest

#: Kinds of limits that mean the default one.
_NO_LIMIT = frozenset({"zero", "empty", "unreadable", "negative"})
#: Rows of a page by which an ordering that is wrong here and there is probably seen.
_LONG = 10
#: Other fields with which an ordering is compared.
_CONFUSABLE = 5
#: How terms may be found otherwise than they should.
_FOUND: Mapping[str, Callable[[TextColumn, str], set[int]]] = {
    "letter case counts": TextColumn.containing_exactly,
    "only beginnings": TextColumn.beginning,
    "only whole words": TextColumn.having_words,
}
#: Terms that every server is asked for together.
_FEW = 2


@dataclass(frozen=True)
class _Case:
    """
    One list request before it is sent, and what it selects.
    """

    survey: Survey
    exchange: Exchange
    asked: ParsedRequest
    filtered: int
    searched: int

    @property
    def selected(self) -> int:
        return self.filtered & self.searched

    @property
    def size(self) -> int:
        return self.selected.bit_count()


def misreadings(survey: Survey, probe: Probe) -> frozenset[str]:
    """
    Return the misreadings that the answer to a list request covers.
    """
    exchange = probe.as_exchange()
    asked = parse_request(survey.api, exchange, survey.route(probe.path))
    if asked.route.kind != "list" or asked.resource.name != survey.resource.name:
        return frozenset()
    if asked.route.parents != survey.resource.route.chosen or asked.filters.refusals or asked.filters.unclear:
        return frozenset()
    if asked.representation.name is None or asked.null_search:
        return frozenset()
    case = _Case(survey, exchange, asked, *_selections(survey, asked))
    if past_status(survey.api.paging) != HTTPStatus.OK and past_the_end(survey.api.paging, asked.place, case.size):
        number = exchange.parameter(survey.api.paging.start)
        kind = kind_of_number(number, asked.offset) if asked.place.invalid else "behind the end"
        return frozenset({f"page: {kind} is found"})
    # What might select by mistake leaves the rest of the answer without weight.
    if case.asked.conditioned and any(each.kind in MAY_FILTER for each in asked.tolerated):
        return frozenset(_decorations(case, probe))
    return frozenset().union(*_remembered(case), _paging(case), _decorations(case, probe))


def _remembered(case: _Case) -> Iterator[frozenset[str]]:
    """
    Yield what filters, search and ordering tell, each remembered by all that it depends on.

    Of hundreds of candidates that are weighed for one request most differ from another in one part.
    """
    api, asked = case.survey.api, case.asked
    filters = tuple((each.parameter.name, each.text) for each in asked.filters.conditions)
    search, ordering = search_asked(api, case.exchange), ordering_asked(api, case.exchange)
    keys: Mapping[Callable[[_Case], Iterator[str]], tuple[object, ...]] = {
        _filters: (filters, bool(asked.terms)),
        _search: (search, asked.terms, bool(filters), bool(asked.ordering), bool(asked.offset)),
        _order: (ordering, *map(str, asked.ordering), asked.conditioned, asked.offset, asked.limit),
    }
    for told, key in keys.items():
        yield case.survey.once((told, case.filtered, case.searched, *key), partial(_set_of, told, case))


def _set_of(told: Callable[[_Case], Iterator[str]], case: _Case) -> frozenset[str]:
    return frozenset(told(case))


def expected_size(survey: Survey, probe: Probe) -> int:
    """
    Return how many of the known records a list request selects.
    """
    return selection(survey, probe).bit_count()


def selection(survey: Survey, probe: Probe) -> int:
    """
    Return the known records that a list request selects.
    """
    exchange = probe.as_exchange()
    filtered, searched = _selections(survey, parse_request(survey.api, exchange, survey.route(probe.path)))
    return filtered & searched


def _selections(survey: Survey, asked: ParsedRequest) -> tuple[int, int]:
    """
    Return the known records that the filters of a request select, and those that its search does.
    """
    terms = (survey.containing(each, survey.resource.search) for each in asked.terms)
    return (
        reduce(int.__and__, map(survey.selected, asked.filters.conditions), survey.everything),
        reduce(int.__and__, terms, survey.everything),
    )


def _filters(case: _Case) -> Iterator[str]:
    conditions = case.asked.filters.conditions
    masks = {each.parameter.name: case.survey.selected(each) for each in conditions}
    effective: list[str] = []
    for each, others in zip(conditions, beside(list(masks.values()), int.__and__, case.searched), strict=True):
        name = each.parameter.name
        if others & ~masks[name]:
            effective.append(name)
            yield f"filter {name}: {_value_class(each)} ignored"
        if case.size:
            yield f"value {each}"
        misread = list(_misread(case, each, others))
        yield from (f"filter {name}: {text}" for text in misread)
        yield from (f"lookup {each.parameter.lookup}: {text}" for text in misread if text.startswith("read as"))
        if case.size and each.text != each.text.strip():
            yield f"filter {name}: blanks count"
        if case.size and not each.text.isascii():
            yield f"filter {name}: beyond ASCII"
    if len(effective) > 1:
        yield from _together(case, effective, masks)
    if effective and case.size:
        yield "filters: count of the whole"
        if not case.asked.terms:
            yield from _alone(case)
    if conditions and not case.size:
        yield "filters: nothing left"


def beside(masks: Sequence[int], joined: Callable[[int, int], int], start: int) -> Iterator[int]:
    """
    Yield, for each of several selections, all others joined, and what they start from: those before and those after it.
    """
    before = accumulate(masks, joined, initial=start)
    after = [*accumulate(reversed(masks), joined, initial=start)][-2::-1]
    return map(joined, before, after)


def _together(case: _Case, effective: Sequence[str], masks: Mapping[str, int]) -> Iterator[str]:
    """
    Yield what shows if of several filters one is enough, or only one counts.
    """
    yield from (f"filters together: {one}, {two}" for one, two in combinations(sorted(effective), 2))
    if reduce(int.__or__, masks.values()) & case.searched != case.selected:
        yield "filters together: one is enough"
    names = list(masks)
    for place, name in (("first", names[0]), ("last", names[-1])):
        if masks[name] & case.searched != case.selected:
            yield f"filters together: only the {place} one"


def _alone(case: _Case) -> Iterator[str]:
    """
    Yield what shows where nothing but filters selects: of several records, one more or less.
    """
    yield "filters: alone"
    if case.size > 1:
        yield "filters: one of several is missing"


def _value_class(condition: Condition) -> str:
    """
    Return the value where each counts for itself (booleans), else nothing.
    """
    return str(condition.values[0]).lower() if isinstance(condition.values[0], bool) else "value"


def _misread(case: _Case, condition: Condition, others: int) -> Iterator[str]:
    right = others & case.survey.selected(condition)
    if condition.parameter.type in {*BOOLEANS, "related"}:
        if right:
            yield f"{_value_class(condition)} selects nothing"
        return
    for text, wrong in case.survey.once((condition.parameter.name, condition.values), partial(_wrong, case, condition)):
        if others & wrong != right:
            yield text


def _wrong(case: _Case, condition: Condition) -> list[tuple[str, int]]:
    """
    Return what a condition selects if it is read otherwise.
    """
    wrong = {f"read as {each}": replace(condition, parameter=replace(condition.parameter, lookup=each))
             for each in LOOKUPS[condition.parameter.lookup].confused}  # fmt: skip
    if len(condition.values) > 1:
        wrong = {"read as its first value": replace(condition, values=condition.values[:1]), **wrong}
    return [(text, case.survey.selected(each)) for text, each in wrong.items()]


def _search(case: _Case) -> Iterator[str]:
    terms, fields = case.asked.terms, case.survey.resource.search
    if not terms:
        return
    masks = [case.survey.containing(each, fields) for each in terms]
    base = case.filtered
    if base & ~case.searched:
        yield from _ignored_search(case)
    columns = [[case.survey.containing(term, [field]) for field in fields] for term in terms]
    rests = zip(*(beside(each, int.__or__, 0) for each in columns), strict=True)
    for field, rest in zip(fields, rests, strict=True):
        if _all(iter(rest)) & base != case.selected:
            yield f"searched field: {field.name} ignored"
    for name, wrong in _wrong_searches(case, terms, masks):
        if wrong & base != case.selected:
            yield f"search: {name}"


def _ignored_search(case: _Case) -> Iterator[str]:
    """
    Yield what shows if a search has no effect, alone or beside something else.
    """
    yield "search: ignored"
    if not case.asked.filters.conditions:
        yield "search: alone"
    yield "search: count of the whole"
    if case.asked.filters.conditions and case.searched & ~case.filtered:
        yield "search: with filters"
    if case.asked.ordering:
        yield "search: with ordering"
    if case.asked.offset:
        yield "search: with offset"


def _wrong_searches(case: _Case, terms: Sequence[str], masks: Sequence[int]) -> Iterator[tuple[str, int]]:
    survey, fields = case.survey, case.survey.resource.search

    for name, found in _FOUND.items():
        yield name, _all(survey.texts_where(found, term, fields) for term in terms)
    if len(terms) > 1:
        yield "one term is enough", reduce(int.__or__, masks)
        yield "only the first term", masks[0]
        yield "only the last term", masks[-1]
        yield "one phrase", survey.containing(" ".join(terms), fields)
        same = (_all(survey.containing(each, [field]) for each in terms) for field in fields)
        yield "all terms in one field", reduce(int.__or__, same, 0)
    if len(terms) > _FEW:
        yield "more than two terms find nothing", 0
    raw = search_asked(case.survey.api, case.exchange) or ""
    if "," in raw:
        yield "commas are letters", _all(survey.containing(each, fields) for each in raw.split())
    if re.search(r"['\"]", raw):
        words = re.split(r"[\s,]+", raw)
        yield "quotes are letters", _all(survey.containing(each, fields) for each in words)
        yield "phrases are parted", _all(survey.containing(each.strip("\"'"), fields) for each in words)


def _all(masks: Iterator[int]) -> int:
    return reduce(int.__and__, masks)


def _order(case: _Case) -> Iterator[str]:
    keys = case.asked.ordering
    if not keys or ordering_asked(case.survey.api, case.exchange) is None or case.size < 2:  # noqa: PLR2004 - one row is always sorted
        return
    window = _window(case)
    for number, key in enumerate(keys[:2]):
        yield from _key_misreadings(case, window, keys[:number], key)
    yield from _confused_keys(case, keys[0])
    if len(window) >= _LONG:
        yield f"order {'down' if keys[0].descending else 'up'}: in a long list"
    if case.size > len(window):
        yield f"order {keys[0]}: only within the page"
    if case.asked.conditioned:
        yield f"order {'down' if keys[0].descending else 'up'}: lost under a selection"
    if "," in (ordering_asked(case.survey.api, case.exchange) or ""):
        yield "order: several terms"


def _confused_keys(case: _Case, key: OrderingTerm) -> Iterator[str]:
    """
    Yield the other fields by which the rows might be sorted instead, if the page then showed it.
    """
    values = case.survey.sort_values(key)
    for other in [each for each in case.survey.resource.ordering if each.name != key.field.name][:_CONFUSABLE]:
        window = _window(case, (replace(key, field=other),))
        shown = [values[row] for row in window if values[row] is not None]
        if sorted(shown, reverse=key.descending) != shown:
            yield f"order {key}: by {other.name}"


def _key_misreadings(
    case: _Case, window: Sequence[int], before: Sequence[OrderingTerm], key: OrderingTerm
) -> Iterator[str]:
    name = f"order {key}" if not before else f"second key {'down' if key.descending else 'up'}"
    values, texts = case.survey.sort_values(key), case.survey.raw_values(key.field.path)
    columns = [case.survey.sort_values(each) for each in before]
    groups: dict[str, list[int]] = {}
    for row in window:
        groups.setdefault(repr([column[row] for column in columns]), []).append(row)
    for rows in groups.values():
        known = [row for row in rows if values[row] is not None]
        if len({repr(values[row]) for row in known}) > (2 if not before else 1):
            yield f"{name}: ignored"
            written = [str(texts[row]) for row in known]
            if sorted(written, reverse=key.descending) != written:
                yield f"{name}: as text"
        if known and len(known) < len(rows):
            yield f"{name}: null"
            yield f"nulls {'down' if key.descending else 'up'}: misplaced"


def _window(case: _Case, keys: Sequence[OrderingTerm] | None = None) -> list[int]:
    """
    Return the numbers of the rows of the page that is asked for, sorted by its keys or by others.
    """
    rows = case.survey.ordered(case.asked.ordering if keys is None else tuple(keys))
    # Looked up once: this is asked of every row for every candidate.
    selected = case.selected
    shown = (row for row in rows if selected >> row & 1)
    return list(islice(shown, case.asked.offset, case.asked.offset + case.asked.limit))


def _paging(case: _Case) -> Iterator[str]:
    paging = case.survey.api.paging
    asked, limit = case.asked, case.exchange.parameter(paging.size) if paging.size else None
    offset = case.exchange.parameter(paging.start)
    rest = case.size - asked.offset
    kind = kind_of_number(limit, asked.limit)
    if kind in _NO_LIMIT and rest > 0:
        yield f"limit: {kind} shows nothing"
    if rest > asked.limit:
        yield f"limit: {kind}"
        yield from (f"next keeps {kind}" for kind in _kinds(case))
    if rest > 0:
        yield f"offset: {kind_of_number(offset, asked.offset)}"
        if 0 < rest < asked.limit and asked.offset:
            yield "page: the last one is short"
    elif case.size:
        yield "offset: at the end" if rest == 0 else "offset: beyond the end"
    if asked.offset:
        yield from (f"previous keeps {kind}" for kind in _kinds(case))
        yield "previous: of the first page" if asked.offset <= asked.limit else "previous: of a later page"
        if asked.offset % asked.limit:
            yield "offset: no multiple of limit"


def _kinds(case: _Case) -> Iterator[str]:
    names = {name for name, _ in case.exchange.query}
    yield from sorted(names & {search_name(case.survey.api), *ordering_names(case.survey.api), MODE, FORMAT})
    yield from ("a filter" for each in case.survey.resource.parameters if each.name in names)
    yield from {"an undeclared parameter" for each in case.asked.tolerated if each.kind == "undeclared"}


def _decorations(case: _Case, probe: Probe) -> Iterator[str]:
    yield from (f"lenient: {each.kind} {each.parameter}" for each in case.asked.tolerated)
    mode = case.exchange.parameter(MODE)
    if mode and mode not in case.survey.resource.modes.choices and mode.lower() in case.survey.resource.modes.choices:
        yield "mode: in other letters"
    if case.survey.resource.modes.choices and case.size > case.asked.offset:
        yield f"mode: {case.asked.mode if mode is not None else 'absent'}"
        if mode and case.asked.conditioned:
            yield "mode: with a selection"
    if case.size > case.asked.offset:
        yield f"form: {case.exchange.parameter(FORMAT)}"
    yield from (f"header: {name} {value}" for name, value in probe.headers)
