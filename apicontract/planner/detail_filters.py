"""
Filters and searches beside a single record: they apply to it as they do to a list.

`rest_framework.generics.GenericAPIView.get_object` looks the record up among those that the filters leave.
So a record that satisfies everything asked shows which readings are too narrow, for no request of their own,
and one that a filter takes away shows how nothing is answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.lookups import BOOLEANS, LOOKUPS, Accepted
from apicontract.contract.paths import values_at
from apicontract.contract.querynames import query_setting, searched
from apicontract.planner.record_texts import sendable
from apicontract.planner.words import inside
from apicontract.semantics.predicates import COMPARISONS
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Parameter, Record
    from apicontract.planner.probe import Pairs
    from apicontract.planner.survey import Survey

_WORD = re.compile(r"[A-Za-z0-9]{4,}")


@dataclass(frozen=True, slots=True)
class DetailQuery:
    """
    A query beside a record, with the misreadings that the answer covers.
    """

    query: Pairs = ()
    misreadings: frozenset[str] = frozenset()


def matching_filters(survey: Survey, row: Record) -> DetailQuery:
    """
    Return filters and a search that a record satisfies.
    """
    query: list[tuple[str, str]] = []
    misreadings: set[str] = set()
    for parameter in survey.resource.parameters:
        text = _own_text(parameter, row)
        if text is not None:
            query.append((parameter.name, text))
            value = text if parameter.type in BOOLEANS else "value"
            misreadings.add(f"filter {parameter.name}: {value} selects nothing")
            misreadings |= {f"filter {parameter.name}: blanks count"} if text != text.strip() else set()
    search, more = _own_pieces(survey, row)
    return DetailQuery((*query, *search), frozenset(misreadings) | more)


def _own_text(parameter: Parameter, row: Record) -> str | None:
    """
    Return a query text that the record satisfies; of texts and identifiers, one with blanks around it.
    """
    value = next(values_at(row, parameter.fields[0]), None)
    if parameter.lookup != "exact" or not isinstance(value, bool | int | str) or value == "" or not sendable(value):
        return None
    text = str(value).lower() if isinstance(value, bool) else f" {value} " if parameter.type == "text" else str(value)
    return text if isinstance(read_value(parameter.type, text), Accepted) else None


def _own_pieces(survey: Survey, row: Record) -> tuple[Pairs, frozenset[str]]:
    """
    Return a search that finds the record by pieces out of the middle of words, one of each field, in the other case.
    """
    words = [_words_of(row, each.path) for each in survey.resource.search]
    pieces = [inside(own[0]) for own in words if own]
    if not pieces:
        return (), frozenset()
    misreadings = {"search: letter case counts", "search: only beginnings", "search: only whole words"}
    for number, each in enumerate(survey.resource.search):
        others = " ".join(str(value) for path in _paths_but(survey, number) for value in values_at(row, path))
        if not all(COMPARISONS["icontains"](others, piece) for piece in pieces):
            misreadings.add(f"searched field: {each.name} ignored")
    if len(pieces) > 1:
        misreadings |= {"search: commas are letters", "search: all terms in one field", "search: one phrase"}
    if not query_setting(survey.api, "search_words"):
        return searched(survey.api, pieces[0]), frozenset(misreadings)
    return searched(survey.api, ",".join(pieces)), frozenset(misreadings)


def _paths_but(survey: Survey, number: int) -> Iterator[str]:
    return (each.path for other, each in enumerate(survey.resource.search) if other != number)


def _words_of(row: Record, path: str) -> Sequence[str]:
    texts = (value for value in values_at(row, path) if isinstance(value, str))
    return [word for text in texts for word in _WORD.findall(text) if word.swapcase() != word]


def excluding_filters(survey: Survey, row: Record) -> Iterator[DetailQuery]:
    """
    Yield filters that a record does not satisfy, beside a search that finds it.
    """
    words = [word for each in survey.resource.search for word in _words_of(row, each.path)]
    hit = searched(survey.api, words[0]) if words else ()
    for parameter in survey.resource.parameters:
        value = next(values_at(row, parameter.fields[0]), None)
        if parameter.lookup == "exact" and isinstance(value, bool | str) and sendable(value):
            away = (str(not value).lower(),) if isinstance(value, bool) else (value.swapcase(), value[:-1], value[1:])
            for text in away:
                if text.strip() not in {value, ""}:
                    yield DetailQuery(
                        ((parameter.name, text), *hit), frozenset(_excluding_misreadings(parameter, str(value), text))
                    )


def _excluding_misreadings(parameter: Parameter, value: str, text: str) -> Iterator[str]:
    """
    Yield what shows if a record is found that a filter takes away: also how the text may have been misread.
    """
    yield from ("detail: unknown", "detail: filtered away", "search: nothing found")
    for lookup in LOOKUPS[parameter.lookup].confused if parameter.type == "text" else ():
        if COMPARISONS[lookup](value, text.strip()):
            yield f"filter {parameter.name}: read as {lookup}"
            yield f"lookup {parameter.lookup}: read as {lookup}"
