"""
What a search promises: one record for each rule (`rest_framework.filters.SearchFilter`).

Declarations only: the splitting and the finding are written twice, in `apicontract.semantics` and in
`mockserver.engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SearchRule:
    """
    A rule of searching.

    Attributes:
        name: key of `SEARCHING`.
        sentence: the promise; `{fields}` is filled in.
    """

    name: str
    sentence: str


#: rule name to rule.
SEARCHING: Mapping[str, SearchRule] = {
    each.name: each
    for each in (
        SearchRule("terms", "each word stands in one of: {fields}"),
        SearchRule("commas", "a comma parts words as a blank does"),
        SearchRule("phrases", "words in quotes are searched as they stand"),
        SearchRule("case", "letter case does not count"),
        SearchRule("blank", "a search of nothing but blanks and commas selects everything"),
    )
}
