"""
Further answers that keep a promise or break it, where the examples show but one of each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from example import ALL, REFUSED, refusal
from handmade import API, HOST, LIST, answer, messages, page, shown, thing

from apicontract.contract.exchange import Exchange
from apicontract.contract.lookups import NULL_CHARACTER
from apicontract.contract.paging import STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Api

NUMBERED = replace(API, paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5))
BARE = replace(API, paging=STYLES["none"])
ACCENT = page("", (thing(1, name="\u00e9"),))
PLAIN = page("", (thing(1),))


def numbered(rows: Sequence[dict[str, Any]], count: int, following: str) -> Exchange:
    """
    Return the first of several pages that are numbered.
    """
    return answer("", {"count": count, "next": f"{LIST}?{following}", "previous": None, "results": list(rows)})


def kinds(name: str) -> dict[str, Any]:
    """
    Return a thing whose kind has a name.
    """
    return thing(1, kind={"id": 1, "name": name})


def body(count: Any, following: Any = None, rows: Sequence[Any] = ()) -> Exchange:
    """
    Return a list whose body holds these values.
    """
    return answer("", {"count": count, "next": following, "previous": None, "results": list(rows)})


def throttled(detail: Any, *headers: tuple[str, str]) -> Exchange:
    """
    Return an answer that says to wait.
    """
    return refusal("", detail, 429, headers=headers)


KEYS = ["count", "next", "previous", "results"]
WANTED = ", not count a whole number, next a link or null, previous a link or null, results a list of objects"
UNAVAILABLE = "Request was throttled. Expected available in"
TIED = (thing(2, size=1), thing(1, size=1), thing(3))
CASES: tuple[tuple[str, tuple[Exchange, ...], Api, list[str] | None], ...] = (
    (
        "ordering-unknown",
        (page("ordering=size", ALL[:3]), page("ordering=colour,size,id", TIED)),
        API,
        [],
    ),
    (
        "envelope",
        (body("4"),),
        API,
        [f": the body's values have the types count string, next null, previous null, results array{WANTED}"],
    ),
    (
        "envelope",
        (body(4, 5, [1]),),
        API,
        [f": the body's values have the types count number, next number, previous null, results array{WANTED}"],
    ),
    (
        "envelope",
        (answer("", [1]),),
        API,
        [f": the body has the keys array, not {KEYS}"],
    ),
    (
        "envelope",
        (answer("", {"next": None, "count": 4, "previous": None, "results": []}),),
        API,
        [f": the body has the keys ['next', 'count', 'previous', 'results'], not {KEYS}"],
    ),
    ("envelope", (body(4.0),), API, []),
    (
        "envelope",
        (body(4.5),),
        API,
        [f": the body's values have the types count number, next null, previous null, results array{WANTED}"],
    ),
    (
        "envelope",
        (body(count=True),),
        API,
        [f": the body's values have the types count boolean, next null, previous null, results array{WANTED}"],
    ),
    ("envelope", (answer("", list(ALL)),), BARE, []),
    ("envelope", (answer("", {"results": []}),), BARE, [": the body has the keys ['results'], not []"]),
    (
        "envelope",
        (answer("", [1, "a", 2]),),
        BARE,
        [": the body's values have the types number, string, not objects alone"],
    ),
    (
        "json-compact",
        (replace(ACCENT, body=ACCENT.body.replace("\u00e9".encode(), b"\\u00e9")),),
        API,
        [": \\u00e9 is escaped unnecessarily"],
    ),
    ("json-compact", (page("", (thing(1, name="\x01"),)),), API, []),
    (
        "json-compact",
        (replace(PLAIN, body=PLAIN.body.replace(b'":', b'": ', 1)),),
        API,
        [": there is whitespace between JSON tokens"],
    ),
    (
        "throttle-told",
        (throttled({"detail": "Request was throttled. Expected available in 5 seconds."}, ("Retry-After", "5")),),
        API,
        [],
    ),
    (
        "throttle-told",
        (throttled({"detail": "Request was throttled. Expected available in 1 second."}, ("Retry-After", "1")),),
        API,
        [],
    ),
    (
        "throttle-told",
        (throttled({"detail": "Request was throttled. Expected available in 6 seconds."}, ("Retry-After", "5")),),
        API,
        [f"/detail: the body says '{UNAVAILABLE} 6 seconds.', not '{UNAVAILABLE} 5 seconds.'"],
    ),
    (
        "throttle-told",
        (throttled([], ("Retry-After", "5")),),
        API,
        ["/detail: the body says None, not 'Request was throttled. Expected available in 5 seconds.'"],
    ),
    ("throttle-told", (throttled({}),), API, ["header Retry-After: Retry-After is None, not a number of seconds"]),
    (
        "throttle-told",
        (throttled({}, ("Retry-After", "soon")),),
        API,
        ["header Retry-After: Retry-After is 'soon', not a number of seconds"],
    ),
    ("server-error", (refusal("", {}, 500),), API, ["status: the server failed with status 500"]),
    ("server-error", (refusal("", {}, 499),), API, []),
    ("server-error", (Exchange("GET", f"{HOST}/v2/x/", 500),), API, None),
    ("server-error", (refusal("", {}, 502),), API, ["status: the server failed with status 502"]),
    ("refusal-body", (refusal("search=%00", [NULL_CHARACTER]),), API, []),
    (
        "refusal-body",
        (refusal("search=%00", {"search": ["x"]}),),
        API,
        [f": the body is {{'search': ['x']}}, not ['{NULL_CHARACTER}']"],
    ),
    ("refusal-body", (refusal("kind=9", {"kind": [REFUSED]}),), API, None),
    (
        "refusal-body",
        (refusal("kind=9", {"kind": ["No."]}),),
        API,
        [f": the body is {{'kind': ['No.']}}, not {{'kind': ['{REFUSED}']}}"],
    ),
    ("refusal-body", (refusal("", {"x": ["No."]}),), API, None),
    ("refusal-body", (refusal("kind=1", {"x": ["No."]}),), API, None),
    (
        "refusal-body",
        (refusal("name=%00&kind=x", {"kind": [REFUSED], "name": [NULL_CHARACTER]}),),
        API,
        [],
    ),
    (
        "refusal-body",
        (refusal("name=%00&kind=x", {"name": [NULL_CHARACTER], "kind": [REFUSED]}),),
        API,
        [],
    ),
    ("error-body", (refusal("page=x", {"detail": "Invalid page."}, 404),), NUMBERED, []),
    (
        "error-body",
        (refusal("page=x", {"detail": "Not found."}, 404),),
        NUMBERED,
        [": the body is {'detail': 'Not found.'}, not {'detail': 'Invalid page.'}"],
    ),
    ("error-body", (refusal("", {"detail": "No Thing matches the given query."}, 404, path="9/"),), API, []),
    (
        "error-body",
        (refusal("", {"detail": "Not found."}, 404, path="9/"),),
        API,
        [": the body is {'detail': 'Not found.'}, not {'detail': 'No Thing matches the given query.'}"],
    ),
    ("error-body", (refusal("", {"detail": "Not found."}, 404, path="x/"),), API, []),
    (
        "detail-identity",
        (answer("", thing(2, response_mode="detailed", note=None), path="1/"),),
        API,
        ["/id: 1 was requested, but Thing 2 (id 2) was returned"],
    ),
    (
        "ordering-kept",
        (page("ordering=size", (thing(1, size=5), thing(2, size=1))),),
        API,
        ["/results/1/size: ordering=size puts size 5 before 1"],
    ),
    (
        "ordering-direction",
        (page("ordering=size", (thing(1, size=5), thing(2, size=3), thing(3, size=1))),),
        API,
        ["/results/1/size: ordering=size puts size 5 before 3"],
    ),
    (
        "ordering-kept",
        (page("ordering=size", (thing(1, size=3), thing(2, size=5), thing(3, size=1))),),
        API,
        ["/results/2/size: ordering=size puts size 5 before 1"],
    ),
    (
        "ordering-nulls",
        (page("ordering=size", (thing(1, size=None), thing(2, size=5), thing(3, size=7))),),
        API,
        ["/results/1/size: ordering=size puts size None before 5"],
    ),
    (
        "past-the-end",
        (numbered(ALL[:3], 4, "page=2"), answer("page=9", {"count": 4, "next": None, "previous": None, "results": []})),
        NUMBERED,
        ["status: a page past the end returns 200, not 404"],
    ),
    (
        "past-the-end",
        (numbered(ALL[:3], 4, "page=2"), refusal("page=9", {"detail": "Invalid page."}, 404)),
        NUMBERED,
        [],
    ),
    (
        "list-complete",
        (page("limit=1", ALL[:1], count=2), page("limit=3&search=thing", ALL[:3], count=3)),
        API,
        ["/count: the count is 2; 3 records were shown"],
    ),
    (
        "pages-tile",
        (
            page("limit=2&ordering=size", ALL[:2], count=4),
            page("limit=2&ordering=size&offset=2", ALL[2:], count=3),
            page("limit=2&ordering=id", ALL[:2], count=3),
            page("limit=2&ordering=id&offset=2", ALL[1:2], count=3),
        ),
        API,
        ["/results: Thing 2 (id 2) is on this page, and at position 1 of the same list on another"],
    ),
    (
        "repeat-same",
        (page("limit=3&ordering=id", ALL[:3], count=4), page("limit=3&ordering=id", ALL[:2], count=4)),
        API,
        ["/results: the page holds 2 rows; another answer for the same page holds 3"],
    ),
    (
        "repeat-same",
        (page("limit=3&ordering=id", ALL[:2], count=4), page("limit=3&ordering=id", ALL[:3], count=4)),
        API,
        ["/results: the page holds 2 rows; another answer for the same page holds 3"],
    ),
    (
        "ordering-unknown",
        (
            page("limit=5&ordering=size", ALL),
            page("limit=5&ordering=-size", ALL[::-1]),
            page("limit=5&ordering=colour,size", (ALL[1], ALL[0], *ALL[2:])),
        ),
        API,
        ["/results: the rows are not sorted by size, the terms that are known"],
    ),
    (
        "ordering-unknown",
        (
            page("limit=5&ordering=size", ALL),
            page("limit=5&ordering=-size", ALL[::-1]),
            page("limit=5&ordering=colour,size", ALL),
        ),
        API,
        [],
    ),
    (
        "record-steady",
        (page("limit=5", (kinds("A"),)), page("limit=5&ordering=id", (kinds("B"),))),
        API,
        [f"/results/0/kind/name: kind/name of Thing 1 (id 1) is 'B'; {LIST}?limit=5 shows 'A'"],
    ),
    ("content-type", (shown(page("", ALL[:3], count=4)),), API, []),
)


@pytest.mark.parametrize(("check", "exchanges", "api", "found"), CASES)
def test_what_is_said(check: str, exchanges: tuple[Exchange, ...], api: Api, found: list[str] | None) -> None:
    """
    A check says nothing of right answers, tells what is wrong of others, and is undecided of what it does not concern.
    """
    assert found == messages(check, *exchanges, api=api)


SWAPPED = (ALL[1], ALL[0], *ALL[2:])
DETAILED = tuple(thing(number, response_mode="detailed", note=None) for number in (1, 2))


def test_another_field_that_is_not_sorted_excuses_nothing() -> None:
    """
    That one field is kept where no unknown term stands beside it is enough, whatever becomes of other fields.
    """
    exchanges = [
        page("limit=5&ordering=size", ALL),
        page("limit=5&ordering=-size", ALL[::-1]),
        page("limit=5&ordering=id", SWAPPED),
        page("limit=5&ordering=colour,size", SWAPPED),
    ]

    assert ["/results: the rows are not sorted by size, the terms that are known"] == messages(
        "ordering-unknown", *exchanges
    )


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ((), ["/count: the count is 3; another answer for the same list says 4"]),
        ((page("limit=1&mode=detailed", DETAILED[:1], count=4),), None),
    ],
)
def test_modes_that_count_otherwise(more: tuple[Exchange, ...], found: list[str] | None) -> None:
    """
    Where each mode has one count on whatever pages, and not the same, the one that fewer answers have is wrong.
    """
    exchanges = [
        page("limit=2", ALL[:2], count=4),
        page("limit=2&offset=2", ALL[2:], count=4),
        page("limit=1&offset=1&mode=detailed", DETAILED[1:], count=3),
        *more,
    ]

    assert found == messages("mode-rows", *exchanges)


def test_a_list_that_changes_hides_no_other() -> None:
    """
    Where the count of one list changed, nothing is said of it, and a record that stands twice in another list is told.
    """
    exchanges = [
        page("limit=2&ordering=size", ALL[:2], count=4),
        page("limit=2&ordering=size&offset=2", ALL[2:3], count=3),
        page("limit=2&ordering=id", ALL[:2], count=4),
        page("limit=2&ordering=id&offset=2", ALL[1:3], count=4),
    ]
    found = messages("pages-tile", *exchanges) or []

    assert "/results: Thing 2 (id 2) is on this page, and at position 1 of the same list on another" in found


def test_a_failure_is_no_record_that_was_filtered_away() -> None:
    """
    That a record is filtered away shows in a 404, and in no other answer.
    """
    walk = page("limit=5", ALL)
    answers = {
        status: messages("detail-filtered", walk, refusal("ready=true", {"detail": "x"}, status, path="1/"))
        for status in (404, 500)
    }

    assert {404: [], 500: None} == answers


@pytest.mark.parametrize(
    ("rows", "found"), [(2, ["/results: the rows are not sorted by size, the terms that are known"]), (1, None)]
)
def test_two_rows_show_that_an_ordering_is_kept(rows: int, found: list[str] | None) -> None:
    """
    An ordering is seen to be kept on a page of two rows, and not on one of a single row.
    """
    exchanges = [
        page(f"limit={rows}&ordering=size", ALL[:rows], count=4),
        page(f"limit={rows}&ordering=-size", ALL[: -rows - 1 : -1], count=4),
        page("limit=5&ordering=colour,size", SWAPPED),
    ]

    assert found == (messages("ordering-unknown", *exchanges) or None)
