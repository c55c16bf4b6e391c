"""
The ways in which servers misread a contract: what may be done to its elements, by what it is done to.

An operator speaks of no parameter, resource or server. It is applied to whatever a request holds, by the declarations
of the contract, so a new parameter, lookup or style of paging brings its misreadings with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apicontract.contract.lookups import LOOKUPS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Misreading(NamedTuple):
    """
    One way in which a server may read the contract wrongly.

    Attributes:
        operator: what is done to an element of the contract, as a sentence; one of `CONCERNS`.
        scope: whether it is done to "one" element, or to each of a "kind" or "all" of them.
        element: which one, or which kind.
    """

    operator: str
    scope: str = "all"
    element: str = ""

    @property
    def concern(self) -> str:
        """
        What of the contract is misread: a concern of checks.
        """
        return CONCERNS[self.operator]

    def __str__(self) -> str:
        return f"{self.operator} ({self.element})" if self.element else self.operator


def read_as(lookup: str) -> str:
    """
    Return the operator that takes the lookup of a filter for another one.
    """
    return f"a filter is read as {lookup}"


#: Concern of checks to the operators that misread what these promise, and of which pages are predicted.
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "filtering": (
        "a filter has no effect",
        "a filter selects the others",
        "a filter selects nothing",
        *map(read_as, dict.fromkeys(other for lookup in LOOKUPS.values() for other in lookup.confused)),
        "of the values of a filter only the first counts",
        "of the values of a filter only the last counts",
        "blanks around a value count",
        "letters beyond ASCII are not found",
        "another spelling of a value selects nothing",
        "another spelling of a value is refused",
        "the offset of a moment has no effect",
        "values are rounded before they are compared",
        "of two values the first counts",
        "characters of a filter are wildcards",
        "percent signs of a filter are wildcards",
        "underscores of a filter are wildcards",
        "one of several filters is enough",
        "only one of several filters counts",
        "a selection loses a row",
        "a selection lets a row through",
        "a part of the query has no effect beside another",
    ),
    "search": (
        "search has no effect",
        "search leaves a field out",
        "search looks at one field alone",
        "searches look elsewhere, too",
        "letter case counts in searches",
        "searches look at beginnings",
        "searches look at beginnings of words",
        "searches look for whole words",
        "searches look for whole values",
        "search characters are wildcards",
        "percent signs in searches are wildcards",
        "underscores in searches are wildcards",
        "searches are regular expressions",
        "a search of signs fails",
        "short terms are dropped",
        "one term of several is enough",
        "only the first term counts",
        "only the last term counts",
        "several terms are one phrase",
        "all terms must be in one field",
        "more than two terms find nothing",
        "commas are letters in searches",
        "quotes are letters in searches",
        "phrases are parted",
    ),
    "ordering": (
        "ordering has no effect",
        "rows are sorted in reverse",
        "values are sorted as texts",
        "values are rounded before they are sorted",
        "nulls stand at the other end",
        "rows are sorted by another field",
        "only the page is sorted",
        "several ordering terms have no effect",
        "the first ordering term says the direction of all",
        "the last ordering term says the direction of all",
        "terms behind a descending one descend, too",
        "an unknown ordering term undoes the others",
        "blanks around an ordering term count",
    ),
    "pagination": (
        "a list begins one row late",
        "a page begins one row late",
        "a page begins one row early",
        "offset has no effect",
        "offset is rounded down to whole pages",
        "the last page is filled",
        "the last full page is the last one",
        "a page has a row less",
        "a page has a row more",
        "limit has no effect",
        "limit has no maximum",
        "a page holds everything",
        "without a limit the largest counts",
        "the default limit is doubled",
        "a limit is refused",
        "a limit shows nothing",
        "an offset is refused",
        "a page past the end is not found",
        "past the end the last page is repeated",
        "a page that there is not is found",
        "the count is that of the page",
        "the count is that of the whole collection",
        "the count is one too large",
        "the count is one too small",
        "an empty list is an error",
        "the link to the next page is missing",
        "the last page links to a next one",
        "the link to the previous page is missing",
        "the link to the next page loses parameters",
        "the link to the previous page loses parameters",
        "both links lose parameters",
    ),
    "parameters": ("what has no effect is refused",),
}
#: The same of those that predict no page: requests are chosen by them, and no answer is explained.
UNPREDICTED: Mapping[str, tuple[str, ...]] = {
    "filtering": (
        "halves do not make the whole",
        "a long text fails",
    ),
    "search": ("a search is answered otherwise",),
    "pagination": (
        "the link to the previous page is another",
        "the limit in links is another",
        "a list is answered otherwise",
    ),
    "parameters": ("a promise is broken that is asked for by itself", "what is seldom asked is answered otherwise"),
    "modes": (
        "rows have another mode",
        "mode in other letters is known",
        "rows of a mode are otherwise",
    ),
    "formats": ("a representation is otherwise", "a request for a representation is answered otherwise"),
    "detail": ("a record that is filtered away is found", "a record is answered otherwise"),
    "errors": (
        "a refusal is answered otherwise",
        "a method is answered otherwise",
        "a path with another ending is answered otherwise",
        "the root is answered otherwise",
        "a singleton is answered otherwise",
    ),
}
#: Operator to others that do a part of what it does: where one of these explains as much, it is not told.
NARROWER: Mapping[str, tuple[str, ...]] = {
    "characters of a filter are wildcards": (
        "percent signs of a filter are wildcards",
        "underscores of a filter are wildcards",
    ),
    "search characters are wildcards": (
        "percent signs in searches are wildcards",
        "underscores in searches are wildcards",
    ),
    "the last full page is the last one": (
        "the last page is filled",
        "past the end the last page is repeated",
    ),
    "both links lose parameters": (
        "the link to the next page loses parameters",
        "the link to the previous page loses parameters",
    ),
}
#: Concerns of checks whose findings a misreading of a list may explain; others speak of headers, texts and records.
_READ = frozenset({*OPERATORS, "errors"})
#: Checks of other concerns that speak of the rows or the status of lists all the same.
_OF_LISTS = frozenset({"mode-rows", "mode-unknown", "format-rows"})
#: Operator to its concern.
CONCERNS: Mapping[str, str] = {
    operator: concern for table in (OPERATORS, UNPREDICTED) for concern, known in table.items() for operator in known
}


def speaks_of_lists(check: str, concern: str) -> bool:
    """
    Whether what a check finds may be explained by a misreading of a list.
    """
    return concern in _READ or check in _OF_LISTS
