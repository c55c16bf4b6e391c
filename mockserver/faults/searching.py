"""
Faults of the search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.faults.fault import Fault, asking, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

_CONCERN = "search"


def _texts(call: Call, row: int) -> list[str]:
    fields = call.resource.search
    values = (value for field in fields for value in call.collection.column(field.path, "text").values[row])
    return [value for value in values if value is not None]


def matching(holds: Callable[[str, str], bool]) -> Callable[..., Rows]:
    """
    Return a search stage with another idea of what it means to hold a term.
    """

    def wrong(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
        terms = terms_of(call)
        return [row for row in rows if all(any(holds(text, term) for text in _texts(call, row)) for term in terms)]

    return wrong


def _any_term(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    terms = terms_of(call)
    found = {row for term in terms for row in query.search(call.collection, rows, [term])}
    return [row for row in rows if row in found] if terms else rows


def some_fields(part: slice) -> Callable[..., Rows]:
    """
    Return a search stage that looks at some of the documented fields.
    """

    def wrong(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
        columns = [call.collection.column(field.path, "text").folded for field in call.resource.search[part]]
        terms = [term.upper() for term in terms_of(call)]
        return [
            row
            for row in rows
            if all(any(value and term in value for each in columns for value in each[row]) for term in terms)
        ]

    return wrong


def _instead_of_filters(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    everything = call.collection.rows
    return right(call, everything if terms_of(call) else rows)


def _first_term(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    return query.search(call.collection, rows, terms_of(call)[:1])


def _split_phrases(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    text = call.parameters.get(query.SEARCH, "").replace('"', " ").replace("'", " ")
    return query.search(call.collection, rows, query.search_terms(text, quoted=True))


def _literal_comma(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    return query.search(call.collection, rows, call.parameters.get(query.SEARCH, "").split())


FAULTS = (
    Fault(
        "search-ignored",
        _CONCERN,
        "search",
        "search has no effect",
        lambda right, call, rows: right(asking(call, query.SEARCH), rows),
    ),
    Fault(
        "search-ignored-with-filters",
        _CONCERN,
        "search",
        "search has no effect where a filter is given",
        lambda right, call, rows: rows if len(rows) < len(call.collection.rows) else right(call, rows),
    ),
    Fault(
        "search-voids-filters", _CONCERN, "search", "filters have no effect where search is given", _instead_of_filters
    ),
    Fault(
        "search-respects-case",
        _CONCERN,
        "search",
        "search is case-sensitive",
        matching(lambda text, term: term in text),
    ),
    Fault(
        "search-at-start-only",
        _CONCERN,
        "search",
        "search looks at the beginning of texts only",
        matching(lambda text, term: text.upper().startswith(term.upper())),
    ),
    Fault(
        "search-whole-words",
        _CONCERN,
        "search",
        "search finds whole words only",
        matching(lambda text, term: f" {term.upper()} " in f" {text.upper()} "),
    ),
    Fault("search-any-term", _CONCERN, "search", "search terms are combined with OR", _any_term),
    Fault("search-first-term-only", _CONCERN, "search", "only the first term counts", _first_term),
    Fault(
        "search-first-field-only",
        _CONCERN,
        "search",
        "only the first documented field is searched",
        some_fields(slice(1)),
    ),
    Fault(
        "search-last-field-only",
        _CONCERN,
        "search",
        "only the last documented field is searched",
        some_fields(slice(-1, None)),
    ),
    Fault("search-splits-phrases", _CONCERN, "search", "a phrase in quotes is split into words", _split_phrases),
    Fault("search-comma-literal", _CONCERN, "search", "a comma does not separate terms", _literal_comma),
)
