"""
Promise: for judging, an answer without the token has what is personal from the one with it, and nothing else of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.paging import STYLES
from apicontract.contract.visibility import Visibility
from apicontract.explore.visibility.completing import completed
from apicontract.explore.visibility.declaring import allowed, merged, shown_visibility, unrefused
from apicontract.explore.visibility.pairs import Disparity, Listing, Pair

BARE = STYLES["none"]
LISTING = Listing("films", "/films", (), BARE, lambda row: row.get("id"), lambda row: f"/films/{row['id']}")


def answer(body: Any, status: int = 200) -> Exchange:
    """
    Return an answer.
    """
    return Exchange("GET", "http://x/films", status, body=json.dumps(body).encode())


RECORDS: dict[str, tuple[Any, Any, tuple[str, ...], Any]] = {
    "a value": ({"id": 1, "own": 1}, {"id": 2, "own": 2}, ("own",), {"id": 2, "own": 1}),
    "a field inside": ({"a": {"own": 1}}, {"a": {"own": 2, "x": 3}}, ("a.own",), {"a": {"own": 1, "x": 3}}),
    "all of an object": ({"a": {"own": 1}}, {"a": {"own": 2, "x": 3}}, ("a",), {"a": {"own": 1}}),
    "in a list": (
        {"a": [{"own": 1}, {"own": 3}]},
        {"a": [{"own": 2}, {}]},
        ("a.own",),
        {"a": [{"own": 1}, {"own": 3}]},
    ),
    "in a list of another length": ({"a": [{"own": 1}]}, {"a": [{"own": 2}] * 2}, ("a.own",), {"a": [{"own": 2}] * 2}),
    "missing without the token": (
        {"id": 1, "own": 1, "x": 1},
        {"id": 1, "x": 2},
        ("own",),
        {"id": 1, "own": 1, "x": 2},
    ),
    "there without the token alone": ({"id": 1}, {"id": 1, "own": 1}, ("own",), {"id": 1}),
    "what is not personal, without the token alone": ({"id": 1}, {"id": 1, "x": 1}, ("own",), {"id": 1, "x": 1}),
    "what is not personal, with the token alone": ({"id": 1, "x": 1}, {"id": 1}, ("own",), {"id": 1}),
    "the order of both where a field is missing": (
        {"x": 1, "own": 1, "id": 1},
        {"id": 1, "x": 1},
        ("own",),
        {"x": 1, "own": 1, "id": 1},
    ),
    "the order without the token where none is": (
        {"x": 1, "own": 1, "id": 1},
        {"id": 1, "own": 2, "x": 1},
        ("own",),
        {"id": 1, "own": 1, "x": 1},
    ),
    "no object with the token": ({"a": None}, {"a": {"own": 2}}, ("a.own",), {"a": {"own": 2}}),
    "no object without the token": ({"a": {"own": 2}}, {"a": None}, ("a.own",), {"a": None}),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_completed(name: str) -> None:
    """
    Of a record the personal fields alone come from the answer with the token, and their order where one is missing.
    """
    signed, anonymous, personal, expected = RECORDS[name]
    found = completed(Pair(LISTING, "record", answer(signed), answer(anonymous)), Visibility(personal=personal))

    assert json.dumps(expected, separators=(",", ":")) == found.body.decode()


LISTS: dict[str, tuple[str, Any, Any, Any]] = {
    "rows by their key": (
        "",
        [{"id": 1, "own": 1}, {"id": 2, "own": 2}],
        [{"id": 2, "own": 0}, {"id": 1, "own": 0}],
        [{"id": 2, "own": 2}, {"id": 1, "own": 1}],
    ),
    "a row of no page with the token": (
        "",
        [{"id": 1, "own": 1}, {"id": 2, "own": 2}],
        [{"id": 3}],
        [{"id": 3, "own": 1}],
    ),
    "no row with the token": ("", [], [{"id": 3, "x": 0}], [{"id": 3, "x": 0}]),
    "rows in an object": (
        "a.b",
        {"a": {"b": [{"own": 1}]}},
        {"n": 1, "a": {"b": [{}]}},
        {"n": 1, "a": {"b": [{"own": 1}]}},
    ),
    "what is among them and no row": ("", [{"id": 1, "own": 1}], [{"id": 1}, 7], [{"id": 1}, 7]),
    "no list": ("a", {"a": [{"id": 1, "own": 1}]}, {"a": None}, {"a": None}),
}


@pytest.mark.parametrize("name", LISTS)
def test_the_rows_of_a_list_are_completed(name: str) -> None:
    """
    A row has the personal fields of the row with its key, or else those of the first one, and the page stays as it is.
    """
    rows, signed, anonymous, expected = LISTS[name]
    listing = replace(LISTING, paging=replace(BARE, rows=rows))
    found = completed(Pair(listing, "list", answer(signed), answer(anonymous)), Visibility(personal=("own",)))

    assert json.dumps(expected, separators=(",", ":")) == found.body.decode()


@pytest.mark.parametrize(
    ("anonymous", "personal"), [(answer({"id": 1}), ()), (answer({"id": 1}, 401), ("own",))], ids=["nothing", "refused"]
)
def test_what_cannot_be_completed_stays(anonymous: Exchange, personal: tuple[str, ...]) -> None:
    """
    Without personal fields, or without a body to complete, the answer is the one that came.
    """
    assert anonymous is completed(Pair(LISTING, "record", answer({"own": 1}), anonymous), Visibility(personal=personal))


def test_letters_are_written_as_they_are() -> None:
    """
    Other letters than those of ASCII are not escaped.
    """
    pair = Pair(LISTING, "record", answer({"own": "ü"}), answer({"own": "u"}))

    assert '{"own":"ü"}'.encode() == completed(pair, Visibility(personal=("own",))).body


def difference(kind: str, subject: str = "", part: str = "list") -> Disparity:
    """
    Return a difference of the answers to one request.
    """
    return Disparity(kind, subject, "", "", None, None, Pair(LISTING, part, answer([]), answer([])))


@pytest.mark.parametrize(
    ("visibility", "found", "expected"),
    [
        (Visibility(list_status=401), difference("status", "401"), True),
        (Visibility(list_status=401), difference("status", "403"), False),
        (Visibility(list_status=401), difference("status", "401", "record"), False),
        (Visibility(record_status=401), difference("status", "401", "record"), True),
        (Visibility(record_status=401), difference("status", "401"), False),
        (Visibility(personal=("a",)), difference("personal", "a.b"), True),
        (Visibility(personal=("a",)), difference("personal", "b"), False),
        (Visibility(hidden=True), difference("hidden"), True),
        (Visibility(), difference("hidden"), False),
        (Visibility(401, 401, ("a",), hidden=True), difference("wrong"), False),
    ],
)
def test_a_contract_allows_what_it_declares(visibility: Visibility, found: Disparity, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    A status of the same part, a personal field, and records that are left out are allowed where they are declared.
    """
    assert expected == allowed(visibility, found)


@pytest.mark.parametrize(
    ("visibility", "part", "status", "expected"),
    [
        (Visibility(list_status=401), "list", 200, ("a list is shown without the token", 401, 200)),
        (Visibility(record_status=403), "record", 200, ("a record is shown without the token", 403, 200)),
        (Visibility(list_status=401), "record", 200, None),
        (Visibility(list_status=401), "list", 401, None),
        (Visibility(list_status=401), "list", 500, None),
        (Visibility(), "list", 200, None),
        (Visibility(), "list", 401, None),
    ],
)
def test_what_is_served_though_it_is_declared_refused_is_told(
    visibility: Visibility, part: str, status: int, expected: tuple[str, int, int] | None
) -> None:
    """
    An answer is told that serves what the contract says is refused, with both statuses.
    """
    found = unrefused(visibility, Pair(LISTING, part, answer([]), answer([], status)))

    assert expected == (found and (found.message.partition(";")[0], found.signed, found.anonymous))


def test_what_was_seen_is_declared() -> None:
    """
    Statuses of lists and of records, personal fields without those inside, and that records are left out.
    """
    every = [
        difference("status", "401"),
        difference("status", "403", "record"),
        difference("personal", "a.b"),
        difference("personal", "a"),
        difference("hidden"),
        difference("wrong", "c"),
    ]

    assert Visibility(401, 403, ("a",), hidden=True, source="x") == shown_visibility(every, "x")
    assert Visibility(source="x") == shown_visibility(every[5:], "x")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Visibility(source="one"), Visibility(source="other"), Visibility(source="one")),
        (Visibility(source="one"), Visibility(hidden=True, source="other"), Visibility(hidden=True, source="other")),
        (Visibility(hidden=True, source="one"), Visibility(source="other"), Visibility(hidden=True, source="one")),
        (Visibility(401, 200, source="one"), Visibility(200, 403), Visibility(401, 403)),
        (Visibility(401, 403, source="one"), Visibility(200, 200), Visibility(401, 403, source="one")),
    ],
)
def test_what_is_known_twice_allows_what_either_does(one: Visibility, other: Visibility, expected: Visibility) -> None:
    """
    Of two things known the stricter statuses and all that is hidden count; the first stays where nothing is added.
    """
    assert expected == merged(one, other)
