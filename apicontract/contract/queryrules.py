"""
What a search and an ordering promise: one record for each rule (`rest_framework.filters`).

Declarations only: splitting, finding, reading and sorting are written twice, in `apicontract.semantics` and in
`mockserver.engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class QueryRule:
    """
    A rule of searching or of ordering.

    Attributes:
        name: its key.
        sentence: the promise; in a rule of searching `{fields}` is filled in.
    """

    name: str
    sentence: str


#: rule name to rule (`SearchFilter`).
SEARCHING: Mapping[str, QueryRule] = {
    each.name: each
    for each in (
        QueryRule("terms", "each word stands in one of: {fields}"),
        QueryRule("commas", "a comma parts words as a blank does"),
        QueryRule("phrases", "words in quotes are searched as they stand"),
        QueryRule("case", "letter case does not count"),
        QueryRule("blank", "a search of nothing but blanks and commas selects everything"),
    )
}
#: rule name to rule (`OrderingFilter`).
ORDERING: Mapping[str, QueryRule] = {
    each.name: each
    for each in (
        QueryRule("terms", "the first term first"),
        QueryRule("descending", "a minus reverses"),
        QueryRule("ties", "records that tie in one term are ordered by the next"),
        QueryRule("unknown", "an unknown term is dropped"),
        QueryRule("nulls", "nulls stand together at one end"),
        QueryRule("typed", "values are ordered by what they are, not as texts"),
    )
}
