"""
Checks of the search on one page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, chain, each
from apicontract.checks.completeness import count_function, searched
from apicontract.contract.querynames import search_name
from apicontract.semantics.predicates import contains_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.contract.model import Record


def _function(name: str) -> CheckFunction:
    """
    Make the check that reports one way in which rows do not belong to a search.
    """

    def function(context: Context, reading: ParsedExchange) -> list[Difference] | None:
        terms = reading.asked.terms
        if reading.page is None or not reading.rows or not _RELEVANT[name](terms):
            return None
        return [difference for kind, difference in _strays(reading, search_name(context.api)) if kind == name]

    return each(function)


def _strays(reading: ParsedExchange, name: str) -> list[tuple[str, Difference]]:
    """
    Return the rows that lack a term, each with the check that this breaks.

    One row that lacks every term shows that the search does not count at all. The parameter that searches is `name`.
    """
    asked = reading.asked
    fields = asked.resource.search
    names = " or ".join(each.name for each in fields)
    found = []
    for pointer, row in reading.rows:
        answers = {term: contains_term(fields, row, term) for term in asked.terms}
        lacking = [term for term, answer in answers.items() if answer is False]
        if lacking:
            message = f"no {names} of this row contains {' nor '.join(map(repr, lacking))}"
            kind = _kind(reading, row, lacking, has_another=True in answers.values())
            doubtful, terms = name in asked.presumed, list(asked.terms)
            found.append((kind, Difference(pointer, message, terms, None, reading.name(row), doubtful=doubtful)))
    ignored = any(kind == "search-kept" for kind, _ in found)
    return [("search-kept" if ignored else kind, difference) for kind, difference in found]


def _kind(reading: ParsedExchange, row: Record, lacking: Sequence[str], *, has_another: bool) -> str:
    """
    Return the id of the check that a row breaks: of a phrase that was taken apart, it has every word.
    """
    words = [word for term in lacking for word in term.replace(",", " ").split()]
    fields = reading.asked.resource.search
    if all(map(_is_phrase, lacking)) and all(contains_term(fields, row, word) for word in words):
        return "search-phrase"
    return "search-every-term" if has_another else "search-kept"


def _is_phrase(term: str) -> bool:
    return " " in term or "," in term


#: check id to whether a search of such terms can show that mistake.
_RELEVANT: Mapping[str, Callable[[tuple[str, ...]], bool]] = {
    "search-every-term": lambda terms: len(terms) > 1,
    "search-phrase": lambda terms: any(map(_is_phrase, terms)),
    "search-kept": bool,
}

CHECKS = tuple(
    Check(name, "search", sentence, sees, function)
    for name, sentence, sees, function in (
        (
            "search-kept",
            "Every row of a search contains the term in a documented field.",
            "one",
            _function("search-kept"),
        ),
        (
            "search-every-term",
            "A row must contain every term of a search.",
            "many",
            chain(_function("search-every-term"), count_function("search-every-term", searched)),
        ),
        (
            "search-phrase",
            "A quoted phrase is searched as a whole.",
            "many",
            chain(_function("search-phrase"), count_function("search-phrase", searched)),
        ),
    )
)
