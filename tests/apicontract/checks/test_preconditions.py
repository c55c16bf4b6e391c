"""
An answer keeps a promise only where a wrong server would have been seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from example import ALL, DETAIL, NAMED, NAMED_LIST, READY, READY_LIST, REFUSED, WHOLE, refusal
from handmade import answer, messages, page, thing

from apicontract.checks import CATALOGUE
from apicontract.checks.preconditions import PRECONDITIONS

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

_NOT_FOUND = {"detail": "Not found."}
_SLASH = (("Location", "/v1/things/1/"),)
_FEW = page("limit=9", ALL)
_REPEATED = page("limit=2&limit=2", ALL[:2], count=4)

#: A check, why nothing could have been seen, and right answers of that kind.
UNTELLING: tuple[tuple[str, str, tuple[Exchange, ...]], ...] = (
    ("limit-clamped", "the collection is no larger than the maximum", (_FEW,)),
    ("limit-default", "the collection has as many rows as the default", (page("", ALL[:3]),)),
    ("limit-unreadable", "the collection fits the default", (answer("limit=x", page("", ALL[:2]).json),)),
    ("past-the-end", "the collection is empty", (page("", ()), page("offset=9", ()))),
    (
        "past-the-end",
        "a request that may be another one was refused",
        (
            page("limit=2", ALL[:2], count=4),
            page("offset=9", (), count=4),
            refusal("ready=false&offset=3", _NOT_FOUND, 404),
        ),
    ),
    ("page-length", "there is no row to show", (page("limit=2", ()),)),
    ("page-length", "no page is cut short", (page("limit=2", ALL[:2], count=4),)),
    ("page-length", "nothing stands before the page", (page("limit=5", ALL),)),
    (
        "parameter-undeclared",
        "another such request was refused",
        (*WHOLE, page("colour=1", ALL[:3], count=4), refusal("nulls=1&limit=x", {"detail": "No."})),
    ),
    ("key-order", "an object has one field", (refusal("ready=x", {"detail": "No."}),)),
    ("key-order", "an object has no field", (refusal("ready=x", {}),)),
    ("rows-unique", "there is one row", (page("limit=2", ALL[:1]),)),
    ("filter-kept", "every record satisfies the filter", (page("", READY[:2]), page("ready=1", READY[:2]))),
    (
        "filter-kept",
        "another filter is answered by the count of all",
        (
            page("limit=5", READY),
            page("ready=true", READY[:2]),
            page("kind=1&name=Thing+3&limit=1", READY[2:3], count=4),
        ),
    ),
    (
        "filter-kept",
        "nobody asked for another filter of the resource in such a way",
        (READY_LIST, page("ready=true", READY[:2]), page("ready=true&kind=1", READY[:2])),
    ),
    ("filter-count", "the filter leaves all", (page("limit=5", READY[:2]), page("ready=true", READY[:2]))),
    ("filter-complete", "the filter leaves none", (page("", READY[2:]), page("ready=true", ()))),
    (
        "filter-complete",
        "another filter counts fewer records than are known to satisfy it",
        (
            page("limit=5", (*READY, thing(5, ready=True))),
            page("name=Thing+1", READY[:1]),
            page("ready=true&limit=1", READY[:1], count=2),
        ),
    ),
    (
        "search-complete",
        "another search counts fewer records than are known to have its term",
        (NAMED_LIST, page("search=wl", NAMED[3:]), page("search=red&limit=1", NAMED[:1], count=1)),
    ),
    ("filters-compose", "no condition was asked alone", (READY_LIST, page("ready=true&search=1", READY[:1]))),
    (
        "filters-compose",
        "no record breaks the filter alone",
        (READY_LIST, page("ready=true", READY[:2]), page("ready=true&search=1", READY[:1])),
    ),
    (
        "filters-compose",
        "another such request shows a wrong row",
        (
            page("", (*READY[:2], thing(11))),
            page("ready=true", READY[:2]),
            page("ready=true&search=1", READY[:1]),
            page("name=Thing+1&ready=false", (thing(2),)),
        ),
    ),
    ("search-kept", "every record has the term", (page("", NAMED[:2]), page("search=red", NAMED[:2]))),
    ("search-every-term", "no record has one term alone", (page("", NAMED[:1]), page("search=red+fox", NAMED[:1]))),
    ("search-phrase", "no record has its words apart", (NAMED_LIST, page("search=%22red+fox%22", NAMED[:1]))),
    ("search-any-case", "the term is written as in the record", (NAMED_LIST, page("search=owl", NAMED[3:]))),
    ("search-own-name", "no record is called so", (NAMED_LIST, page("search=ed", NAMED[:2]))),
    (
        "search-any-case",
        "the search stands beside a filter",
        (NAMED_LIST, page("kind=1&search=red", NAMED[:2])),
    ),
    (
        "search-any-case",
        "another search counts fewer records than are known to have its term",
        (NAMED_LIST, page("search=red", NAMED[:2]), page("search=wl&limit=1", (), count=0)),
    ),
    (
        "search-every-field",
        "nobody searched for what stands in another field alone",
        (NAMED_LIST, page("search=owl", NAMED[3:])),
    ),
    (
        "search-every-field",
        "what stands in another field alone was searched for beside a filter",
        (NAMED_LIST, page("search=owl", NAMED[3:]), page("ready=false&search=Plain", NAMED)),
    ),
    ("search-count", "the search leaves all", (page("", NAMED[:2]), page("search=red", NAMED[:2]))),
    ("detail-filtered", "the record satisfies the filter", (WHOLE[0], answer("ready=false", DETAIL, path="1/"))),
    ("detail-unknown", "nothing is found at all", (answer(body=_NOT_FOUND, path="abc/", status=404),)),
    ("format-refused", "nothing is found at all", (refusal("format=xml", _NOT_FOUND, 404),)),
    ("method-refused", "every request is refused", (refusal("", {}, 405, method="POST"),)),
    ("value-refused", "every request is refused", (refusal("kind=x", {"kind": [REFUSED]}),)),
    ("slash-redirect", "there is no query to lose", (WHOLE[0], answer(path="1", status=301, headers=_SLASH))),
    ("link-limit", "the limit is the one that was asked", (page("limit=2", ALL[:2], count=4),)),
    ("link-parameters", "there are no others", (page("limit=2", ALL[:2], count=4),)),
    ("link-encoding", "they are sorted already", (page("limit=2&offset=1", ALL[1:3], count=4),)),
    ("previous-link", "this is the first page", (page("limit=2", ALL[:2], count=4),)),
    ("link-base", "the page has no link", (page("limit=5", ALL),)),
    ("parameter-repeated", "both values are the same", (*WHOLE, _REPEATED)),
    ("no-effect", "one part alone is another check's", (*WHOLE, page("colour=1", ALL[:3], count=4))),
    ("ordering-unknown", "nothing else sorts", (*WHOLE, page("ordering=colour", ALL[:3], count=4))),
    ("ordering-direction", "two values tell no direction", (page("ordering=size", ALL[:2]),)),
    ("json-compact", "there is nothing to escape", (page("", (thing(1),)),)),
    ("server-error", "nobody is let in", (refusal("", {}, 403),)),
)


@pytest.mark.parametrize(
    ("check", "exchanges"), [(each[0], each[2]) for each in UNTELLING], ids=lambda each: str(each)[:24]
)
def test_an_answer_that_tells_nothing_keeps_nothing(check: str, exchanges: tuple[Exchange, ...]) -> None:
    """
    Where a wrong server would have given the same answer, the check stays undecided.
    """
    assert messages(check, *exchanges) is None


def test_every_check_has_its_precondition() -> None:
    """
    The table has a row for each check of the catalogue, and no other.
    """
    assert set(CATALOGUE) == set(PRECONDITIONS)
