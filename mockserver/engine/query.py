"""
Parsed parameters -> rows: filters, search and ordering.

As `django_filters.rest_framework.DjangoFilterBackend`, `rest_framework.filters.SearchFilter` and
`rest_framework.filters.OrderingFilter`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import NOT_A_CHOICE, NULL_CHARACTER
from apicontract.contract.rules import hangs_on_time
from apicontract.dataset import asked
from apicontract.dataset.asked import ORDERING as ORDERING  # noqa: PLC0414 - a word of this module
from apicontract.dataset.asked import SEARCH as SEARCH  # noqa: PLC0414 - as above
from apicontract.dataset.comparisons import fold
from mockserver.engine.rules import common, rows_of_rule, rows_with
from mockserver.http.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from apicontract.contract.model import Field, ListRule, Resource
    from mockserver.engine.collection import Collection, Rows
    from mockserver.engine.filters import FilterCondition


def select(collection: Collection, conditions: Iterable[FilterCondition], now: float) -> Rows:
    """
    Return the rows that a resource lists and that satisfy every condition, in natural order.

    Args:
        collection: the records of the resource's entity.
        conditions: those of the request.
        now: seconds since the epoch, for rules that hang on time.
    """
    selects = collection.resource.selects
    wanted = tuple(each for each in conditions if collection.tells(each.parameter))
    if selects is None and not wanted:
        return collection.rows
    rules = [*([selects.rule] if selects else []), *(rule for each in wanted for _, rule in each.parameter.rules)]
    if any(map(hangs_on_time, rules)):
        return _selected(collection, selects, wanted, now)
    step = ("filtered", *map(_asks, wanted))
    return collection.chosen(collection.rows, step, lambda: _selected(collection, selects, wanted, now))


def _selected(
    collection: Collection, selects: ListRule | None, conditions: Sequence[FilterCondition], now: float
) -> Rows:
    found = [rows_of_rule(collection, selects.rule, now)] if selects else []
    found += [matching(collection, each, now) for each in conditions]
    return sorted(common(found))


def _asks(condition: FilterCondition) -> tuple[Any, ...]:
    """
    Return all of a condition that decides what it selects.
    """
    parameter = condition.parameter
    return parameter.fields, parameter.lookup, parameter.rules, condition.type, condition.values


def matching(collection: Collection, condition: FilterCondition, now: float) -> frozenset[int]:
    """
    Return the rows in which any of a condition's fields has any of its values, or which its rule selects.
    """
    parameter = condition.parameter
    if parameter.lookup != "rule":
        return rows_with(collection, parameter.fields, parameter.lookup, condition.type, condition.values)
    rules, (value,) = dict(parameter.rules), condition.values
    rule = rules.get(str(value).lower() if isinstance(value, bool) else str(value))
    return frozenset(collection.rows) if rule is None else rows_of_rule(collection, rule, now)


def hangs_on_now(resource: Resource, given: Container[str]) -> bool:
    """
    Return whether what a request of these parameters selects changes as time passes.
    """
    rules = [resource.selects.rule] if resource.selects else []
    rules += [rule for each in resource.parameters if each.name in given for _, rule in each.rules]
    return any(map(hangs_on_time, rules))


def search_terms(text: str, *, quoted: bool) -> tuple[str, ...]:
    """
    Split the value of `search` into the terms that must all be found (`apicontract.dataset.asked.search_terms`).

    Raises:
        Refusal: 400 for a NUL character; before 3.15, without `quoted`, it was dropped.
    """
    if quoted and "\x00" in text:
        raise invalid([NULL_CHARACTER])
    return asked.search_terms(text, quoted=quoted)


def search(collection: Collection, rows: Rows, terms: Iterable[str]) -> Rows:
    """
    Keep the rows in which each term is contained in one of the search fields, case-insensitively.

    Where a field lies behind a list, all terms look at the same element of it: they are conditions of one join.
    """
    sought = tuple(map(fold, terms))
    if not sought or not collection.resource.search:
        return rows
    return collection.chosen(rows, ("searched", *sought), lambda: _found(collection, rows, sought))


def _found(collection: Collection, rows: Rows, sought: Sequence[str]) -> Rows:
    texts, joined = collection.texts, collection.joined
    for term in sought:
        rows = [row for row in rows if term in texts[row]]
    return [row for row in rows if len(joined[row]) == 1 or any(_has_all(sought, text) for text in joined[row])]


def _has_all(terms: Iterable[str], text: str) -> bool:
    return all(term in text for term in terms)


def ordering_terms(collection: Collection, text: str | None, *, strict: bool = False) -> tuple[tuple[Field, bool], ...]:
    """
    Read the value of `ordering`: documented fields with whether they descend; others are dropped.

    If none is left the resource's default ordering applies, unless unknown terms are refused (`strict`): then empty
    ones ask for the natural order (`django_filters.OrderingFilter.filter`).
    """
    resource = collection.resource
    if strict and resource.ordering and text and set(text) == {","}:
        return ()
    known = {field.name: field for field in resource.ordering}
    given = [term.strip() for term in text.split(",")] if text else []
    terms = [term for term in given if term.removeprefix("-") in known]
    if not terms:
        terms = list(resource.default_ordering)
        known = {name: known.get(name) or collection.field(name) for name in (t.removeprefix("-") for t in terms)}
    return tuple((known[term.removeprefix("-")], term.startswith("-")) for term in terms)


def refused_ordering(resource: Resource, text: str | None, name: str = ORDERING) -> Mapping[str, Sequence[str]]:
    """
    Return the refusal of an ordering with an unknown term, the first one named (`django_filters` `OrderingFilter`).

    The parameter is called `name`.
    """
    known = {f"{sign}{field.name}" for field in resource.ordering for sign in ("", "-")}
    unknown = [term for term in (text or "").split(",") if term and term not in known]
    return {name: [NOT_A_CHOICE.format(unknown[0])]} if known and unknown else {}


def order(collection: Collection, rows: Rows, terms: Sequence[tuple[Field, bool]], *, nulls_last: bool) -> Rows:
    """
    Sort rows by the terms, the first one most significant; ties keep the natural order.
    """
    if not terms:
        return rows
    step = ("sorted", nulls_last, *((field.path, field.type, descending) for field, descending in terms))
    return collection.chosen(rows, step, lambda: _sorted(collection, rows, terms, nulls_last=nulls_last))


def _sorted(collection: Collection, rows: Rows, terms: Sequence[tuple[Field, bool]], *, nulls_last: bool) -> Rows:
    for field, descending in reversed(terms):
        ranks = collection.ranks(field.path, field.type, nulls_last=nulls_last)
        rows = sorted(rows, key=ranks.__getitem__, reverse=descending)
    return rows
