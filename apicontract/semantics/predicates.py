"""
Whether a record satisfies a condition, by the sentence of its lookup and nothing cleverer.

Three answers: True, False, and None where it cannot be told (the row lacks the field, or databases differ).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.model import Parameter
from apicontract.contract.paths import ABSENT, values_at
from apicontract.contract.rules import AllOf, AnyOf, FieldRule, Not, hangs_on_time
from apicontract.semantics.conditions import Condition
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apicontract.contract.model import Field, Record
    from apicontract.contract.rules import Rule

#: An answer's `Date` header has whole seconds, and clocks of one service differ; within so much of a border a rule
#: that hangs on time decides nothing.
NEAR = dt.timedelta(seconds=60)


def satisfies(condition: Condition, record: Record) -> bool | None:
    """
    Return whether a record satisfies a filter; any of its fields, and any of the filter's values, will do.
    """
    found = [value for path in condition.parameter.fields for value in values_at(record, path)]
    if condition.parameter.lookup == "rule":
        return _obeys_chosen(condition, record)
    if condition.parameter.lookup == "isnull":
        return _is_null(found, wanted=bool(condition.values[0]))
    return _any(_compare(condition, value) for value in found)


def obeys(rule: Rule, record: Record, now: dt.datetime | None) -> bool | None:
    """
    Return whether a rule selects a record; None where that is not told, or changes within a minute of now.
    """
    moments = [now] if now is None or not hangs_on_time(rule) else [now - NEAR, now, now + NEAR]
    answers = {_obeys(rule, record, moment) for moment in moments}
    return answers.pop() if len(answers) == 1 else None


def _obeys_chosen(condition: Condition, record: Record) -> bool | None:
    """
    Return whether the rule for a filter's value selects a record; a value without a rule selects every one.
    """
    rule = dict(condition.parameter.rules).get(condition.plain)
    return True if rule is None else obeys(rule, record, condition.now)


def _obeys(rule: Rule, record: Record, now: dt.datetime | None) -> bool | None:
    match rule:
        case FieldRule():
            return _obeys_one(rule, record, now)
        case Not(inner):
            answer = _obeys(inner, record, now)
            return None if answer is None else not answer
        case AllOf(rules):
            return every(_obeys(each, record, now) for each in rules)
        case AnyOf(rules):
            return _any(_obeys(each, record, now) for each in rules)


def _obeys_one(rule: FieldRule, record: Record, now: dt.datetime | None) -> bool | None:
    if rule.offset is not None and now is None:
        return None
    if rule.offset is not None and now is not None:
        moment = now + rule.offset
        values: tuple[Any, ...] = (moment.date() if rule.type == "date" else moment,)
    elif rule.lookup == "isnull":
        values = rule.values
    else:
        values = tuple(parse_value(rule.type, each) for each in rule.values)
    return satisfies(Condition(Parameter(rule.field, (rule.field,), rule.lookup, rule.type), "", values), record)


def contains_term(fields: Sequence[Field], record: Record, term: str) -> bool | None:
    """
    Return whether any search field of a record contains a term, case-insensitively.
    """
    found = [value for field in fields for value in values_at(record, field.path)]
    return _any(None if value is ABSENT else _contains_folded(str(value), term) for value in found if value is not None)


def contains_terms(fields: Sequence[Field], record: Record, terms: Sequence[str]) -> bool | None:
    """
    Return whether a record contains every term.

    Through a list, the framework wants all terms of the same member: where several terms meet several values,
    it cannot be told (`rest_framework.filters.SearchFilter`, one join).
    """
    answer = every(contains_term(fields, record, term) for term in terms)
    several = any(len(list(values_at(record, field.path))) > 1 for field in fields)
    return None if answer and several and len(terms) > 1 else answer


def every(answers: Iterable[bool | None]) -> bool | None:
    """
    Return whether all are true; None if that hangs on one that cannot be told.
    """
    found: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        found = found and answer
    return found


def _any(answers: Iterable[bool | None]) -> bool | None:
    found: bool | None = False
    for answer in answers:
        if answer is True:
            return True
        found = None if answer is None else found
    return found


def _is_null(values: Sequence[Any], *, wanted: bool) -> bool | None:
    """
    Return whether a field is null as wanted; an empty list on the way counts as null, as an outer join does.
    """
    if ABSENT in values:
        return None
    return _any((value is None) == wanted for value in values or (None,))


def _compare(condition: Condition, value: Any) -> bool | None:
    lookup = condition.parameter.lookup
    if value is ABSENT:
        return None
    if value is None:
        return False
    try:
        parsed = parse_value(LOOKUPS[lookup].record_type or condition.parameter.type, value)
    except (ValueError, TypeError, ArithmeticError):
        return None
    return _any(COMPARISONS[lookup](parsed, wanted) for wanted in condition.values)


def ascii_lower(text: str) -> str:
    """
    Return a text with the letters of ASCII, and no others, in lower case.
    """
    if text.isascii():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


#: How databases and languages take letter case out of a text.
_FOLDS: tuple[Callable[[str], str], ...] = (ascii_lower, str.lower, str.upper, str.casefold)


@lru_cache(maxsize=16384)
def _folds(text: str) -> tuple[str, ...]:
    return tuple(fold(text) for fold in _FOLDS)


def _folded(compare: Callable[[str, str], bool]) -> Callable[[Any, Any], bool | None]:
    """
    Compare whatever the letter case; undecided where only the case of letters beyond ASCII makes the difference.
    """

    def folded(value: Any, wanted: Any) -> bool | None:
        if str(value).isascii() and str(wanted).isascii():
            return compare(str(value).lower(), str(wanted).lower())
        answers = {compare(*pair) for pair in zip(_folds(str(value)), _folds(str(wanted)), strict=True)}
        return answers.pop() if len(answers) == 1 else None

    return folded


_contains_folded = _folded(lambda value, wanted: wanted in value)

#: lookup name to its comparison of a record's value (never null) with one value of the query.
COMPARISONS: Mapping[str, Callable[[Any, Any], bool | None]] = {
    "exact": lambda value, wanted: bool(value == wanted),
    "iexact": _folded(lambda value, wanted: value == wanted),
    "contains": lambda value, wanted: str(wanted) in str(value),
    "icontains": _contains_folded,
    "startswith": lambda value, wanted: str(value).startswith(str(wanted)),
    "istartswith": _folded(lambda value, wanted: value.startswith(wanted)),
    "endswith": lambda value, wanted: str(value).endswith(str(wanted)),
    "iendswith": _folded(lambda value, wanted: value.endswith(wanted)),
    "gt": lambda value, wanted: bool(value > wanted),
    "gte": lambda value, wanted: bool(value >= wanted),
    "lt": lambda value, wanted: bool(value < wanted),
    "lte": lambda value, wanted: bool(value <= wanted),
    "in": lambda value, wanted: bool(value == wanted),
    "any": lambda value, wanted: bool(value == wanted),
    "year": lambda value, wanted: bool(value.astimezone(dt.UTC).year == int(wanted)),
    "month": lambda value, wanted: bool(value.astimezone(dt.UTC).month == int(wanted)),
    "day": lambda value, wanted: bool(value.astimezone(dt.UTC).day == int(wanted)),
}
