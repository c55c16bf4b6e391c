"""
Whether a record satisfies a condition, by the sentence of its lookup and nothing cleverer.

Three answers: True, False, and None where it cannot be told (the row lacks the field, or databases differ).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.paths import ABSENT, values_at
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apicontract.contract.model import Field, Record
    from apicontract.semantics.conditions import Condition


def satisfies(condition: Condition, record: Record) -> bool | None:
    """
    Return whether a record satisfies a filter; any of its fields, and any of the filter's values, will do.
    """
    found = [value for path in condition.parameter.fields for value in values_at(record, path)]
    if condition.parameter.lookup == "isnull":
        return _is_null(found, wanted=bool(condition.values[0]))
    return _any(_compare(condition, value) for value in found)


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
    if value is ABSENT:
        return None
    if value is None:
        return False
    try:
        parsed = parse_value(condition.parameter.type, value)
    except (ValueError, TypeError, ArithmeticError):
        return None
    return _any(COMPARISONS[condition.parameter.lookup](parsed, wanted) for wanted in condition.values)


def ascii_lower(text: str) -> str:
    """
    Return a text with the letters of ASCII, and no others, in lower case.
    """
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


#: How databases and languages take letter case out of a text.
_FOLDS: tuple[Callable[[str], str], ...] = (ascii_lower, str.lower, str.upper, str.casefold)


def _folded(compare: Callable[[str, str], bool]) -> Callable[[Any, Any], bool | None]:
    """
    Compare whatever the letter case; undecided where only the case of letters beyond ASCII makes the difference.
    """

    def folded(value: Any, wanted: Any) -> bool | None:
        if str(value).isascii() and str(wanted).isascii():
            return compare(str(value).lower(), str(wanted).lower())
        answers = {compare(fold(str(value)), fold(str(wanted))) for fold in _FOLDS}
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
}
