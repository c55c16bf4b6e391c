"""
Filters and searches beside a single record: they apply to it as they do to a list.

`rest_framework.generics.GenericAPIView.get_object` looks the record up among those that the filters leave.
So a record that satisfies everything asked shows which readings are too narrow, for no request of their own,
and one that a filter takes away shows how nothing is answered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apicontract.contract.lookups import Accepted
from apicontract.contract.paths import values_at
from apicontract.contract.querynames import query_setting, searched
from apicontract.planner.record_texts import sendable
from apicontract.planner.words import inside
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Parameter, Record
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.probe import Pairs

_WORD = re.compile(r"[A-Za-z0-9]{4,}")


def matching_filters(survey: KnownRecords, row: Record) -> Pairs:
    """
    Return filters and a search that a record satisfies.
    """
    texts = ((each.name, _own_text(each, row)) for each in survey.resource.parameters)
    return (*((name, text) for name, text in texts if text is not None), *_own_pieces(survey, row))


def _own_text(parameter: Parameter, row: Record) -> str | None:
    """
    Return a query text that the record satisfies; of texts and identifiers, one with blanks around it.
    """
    value = next(values_at(row, parameter.fields[0]), None)
    if parameter.lookup != "exact" or not isinstance(value, bool | int | str) or value == "" or not sendable(value):
        return None
    text = str(value).lower() if isinstance(value, bool) else f" {value} " if parameter.type == "text" else str(value)
    return text if isinstance(read_value(parameter.type, text), Accepted) else None


def _own_pieces(survey: KnownRecords, row: Record) -> Pairs:
    """
    Return a search that finds the record by pieces out of the middle of words, one of each field, in the other case.
    """
    words = [_words_of(row, each.path) for each in survey.resource.search]
    pieces = [inside(own[0]) for own in words if own]
    if not pieces:
        return ()
    return searched(survey.api, ",".join(pieces) if query_setting(survey.api, "search_words") else pieces[0])


def _words_of(row: Record, path: str) -> Sequence[str]:
    texts = (value for value in values_at(row, path) if isinstance(value, str))
    return [word for text in texts for word in _WORD.findall(text) if word.swapcase() != word]


def excluding_filters(survey: KnownRecords, row: Record) -> Iterator[Pairs]:
    """
    Yield filters that a record does not satisfy, beside a search that finds it.
    """
    words = [word for each in survey.resource.search for word in _words_of(row, each.path)]
    hit = searched(survey.api, words[0]) if words else ()
    for parameter in survey.resource.parameters:
        value = next(values_at(row, parameter.fields[0]), None)
        if parameter.lookup == "exact" and isinstance(value, bool | str) and sendable(value):
            away = (str(not value).lower(),) if isinstance(value, bool) else (value.swapcase(), value[:-1], value[1:])
            yield from (((parameter.name, text), *hit) for text in away if text.strip() not in {value, ""})
