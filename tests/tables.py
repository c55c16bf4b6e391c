"""
What stands behind each record of the tables of the contract, besides its implementations.

That is a row of the differential table that asks about it, a server that is wrong in it, and, for a rule, a query
that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Proof:
    """
    What stands behind a record.

    Attributes:
        row: name of a row of `differential.table.ROWS`.
        fault: name of a fault of `mockserver.faults`.
        query: what is asked of the tests' API to see a rule at work.
        without: what is asked to see the same without the rule; it must be answered otherwise.
        resource: who is asked.
    """

    row: str
    fault: str
    query: str = ""
    without: str = ""
    resource: str = "books"


LOOKUPS: Mapping[str, Proof] = {
    "exact": Proof("4 lookup exact", "text-filter-contains"),
    "iexact": Proof("4 lookup iexact", "folding-filter-respects-case"),
    "contains": Proof("4 lookup contains", "substring-ignores-case"),
    "icontains": Proof("4 lookup icontains", "folding-filter-respects-case"),
    "startswith": Proof("4 lookup startswith", "beginning-or-end-anywhere"),
    "istartswith": Proof("4 lookup istartswith", "beginning-or-end-anywhere"),
    "endswith": Proof("4 lookup endswith", "beginning-or-end-anywhere"),
    "iendswith": Proof("4 lookup iendswith", "beginning-or-end-anywhere"),
    "gt": Proof("4 lookup gt", "comparison-includes-bound"),
    "gte": Proof("4 lookup gte", "comparison-excludes-bound"),
    "lt": Proof("4 lookup lt", "comparison-includes-bound"),
    "lte": Proof("4 lookup lte", "comparison-excludes-bound"),
    "isnull": Proof("4 null or not", "null-filter-inverted"),
    "in": Proof("4 list of values", "list-filter-takes-first"),
    "any": Proof("4 repeated values", "list-filter-takes-first"),
    "year": Proof("4 lookup year", "list-filter-takes-first"),
    "month": Proof("4 lookup month", "list-filter-takes-first"),
    "day": Proof("4 lookup day", "list-filter-takes-first"),
    "rule": Proof("4 rule", "boolean-inverted"),
}

TYPES: Mapping[str, Proof] = {
    "text": Proof("4 text", "text-filter-ignored"),
    "boolean": Proof("4 boolean", "boolean-inverted"),
    "form-boolean": Proof("4 form-boolean", "boolean-inverted"),
    "related": Proof("4 related, known", "related-filter-ignored"),
    "integer": Proof("4 integer", "number-filter-ignored"),
    "number": Proof("4 number", "number-filter-ignored"),
    "date": Proof("4 date", "number-filter-ignored"),
    "date-time": Proof("4 date-time", "number-filter-ignored"),
    "duration": Proof("4 duration", "duration-as-text"),
    "uuid": Proof("4 uuid", "choice-filter-ignored"),
    "choice": Proof("4 choice", "choice-filter-ignored"),
}

SEARCHING: Mapping[str, Proof] = {
    "terms": Proof("6 two words must both match", "search-any-term", "search=a e", "search=a", "authors"),
    "commas": Proof("6 commas separate too", "search-comma-literal", "search=a,e", "search=a", "authors"),
    "phrases": Proof("6 a quoted phrase", "search-splits-phrases", 'search="e a"', "search=e a"),
    "case": Proof("6 a piece of a word", "search-respects-case", "search=E", "search=zz"),
    "blank": Proof("6 nothing to search", "search-empty-selects", "search=%20,", "search=zz"),
}

ORDERING: Mapping[str, Proof] = {
    "terms": Proof("5 one term", "ordering-ignored", "ordering=title", ""),
    "descending": Proof("5 one term", "descending-ignored", "ordering=-title", "ordering=title"),
    "ties": Proof("5 several terms", "second-term-ignored", "ordering=borrowed,-title", "ordering=borrowed,title"),
    "unknown": Proof("5 unknown terms are dropped", "ordering-unknown-voids", "ordering=x,-title", "ordering=x"),
    "nulls": Proof("5 one term", "nulls-misplaced", "ordering=published,title", "ordering=-published,title"),
    "typed": Proof("5 one term", "number-as-text", "ordering=pages,title", "ordering=title"),
}

REPRESENTATIONS: Mapping[str, Proof] = {
    "json": Proof("8 format=json", "json-spaced", "format=json", "format=api"),
    "api": Proof("8 format=api", "page-never", "format=api", "format=json"),
}
