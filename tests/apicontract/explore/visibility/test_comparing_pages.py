"""
Promise: each way in which two pages or two records may differ is told with its place and with both values.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.paging import STYLES
from apicontract.explore.visibility.comparing import disparities, forms_apart, hidden_rows, rows_of
from apicontract.explore.visibility.pairs import Listing, Pair

PAGING = replace(STYLES["none"], rows="items", count="total")
LISTING = Listing("films", "/films", (), PAGING, lambda row: row.get("id"), lambda row: f"/films/{row['id']}")
A, B, C, D = ({"id": number, "name": name} for number, name in enumerate("abcd", 1))
FEWER = "without the token, the list leaves out records"
MORE = "without the token, the list has records that it has not with it"
ORDER = "without the token, the records stand in another order"
COUNT = "without the token, the list counts more records"


def answer(body: Any, status: int = 200) -> Exchange:
    """
    Return an answer.
    """
    return Exchange("GET", "http://x/films", status, body=json.dumps(body).encode())


def page(rows: list[Any], total: int | None = None) -> Exchange:
    """
    Return a page of a list that has so many records; without a number it does not say.
    """
    return answer({"items": rows} | ({} if total is None else {"total": total}))


def told(pair: Pair) -> list[tuple[str, str, Any, Any]]:
    """
    Return message, place and both values of what differs.
    """
    return [(each.message, each.place, each.signed, each.anonymous) for each in disparities(pair)]


LISTS: dict[str, tuple[Exchange, Exchange, list[tuple[str, str, Any, Any]]]] = {
    "left out, by the counts": (page([A, B], 7), page([A], 6), [(FEWER, "", 7, 6)]),
    "left out, by the rows": (page([A, B]), page([A]), [(FEWER, "", 2, 1)]),
    "left out, the whole list": (page([A], 1), page([], 0), [(FEWER, "", 1, 0)]),
    "fewer are counted": (page([A], 9), page([A], 8), [(FEWER, "", 9, 8)]),
    "as many are counted": (page([A], 9), page([A], 9), []),
    "more are counted": (page([A], 8), page([A], 9), [(COUNT, "", 8, 9)]),
    "one of both counts": (page([A], 8), page([A]), []),
    "the other of both counts": (page([A]), page([A], 8), []),
    "no rows": (page([], 0), page([], 0), []),
    "a row more on a page of many": (page([A, B], 9), page([A, B, C], 9), [(MORE, "", None, C["id"])]),
    "another row on a page of many": (page([A, B], 9), page([A, C], 8), [(FEWER, "", 9, 8)]),
    "another row of the whole list": (
        page([A, B], 2),
        page([A, C], 2),
        [(FEWER, "", 2, 2), (MORE, "", None, C["id"])],
    ),
    "other rows in another order": (
        page([A, B, C], 9),
        page([B, A, D], 9),
        [(FEWER, "", 9, 9), (ORDER, "", [1, 2, 3], [2, 1, 4])],
    ),
    "other rows before those of both": (
        page([A, B], 9),
        page([D, A], 9),
        [(FEWER, "", 9, 9), (MORE, "", None, D["id"])],
    ),
    "other rows with smaller keys before those of both": (
        page([B, C], 9),
        page([A, B], 9),
        [(FEWER, "", 9, 9), (MORE, "", None, A["id"])],
    ),
    "another order": (page([A, B]), page([B, A]), [(ORDER, "", [1, 2], [2, 1])]),
    "another order of those that are left": (
        page([A, B, C]),
        page([C, A]),
        [(FEWER, "", 3, 2), (ORDER, "", [1, 2, 3], [3, 1])],
    ),
    "another value, by its place without the token": (
        page([A, B]),
        page([{**B, "name": "z"}]),
        [(FEWER, "", 2, 1), ("`name` has another value without the token", "/items/0/name", "b", "z")],
    ),
    "rows that nothing identifies": (page([{"name": "a"}]), page([{"name": "b"}]), []),
    "some rows that nothing identifies without the token": (page([A, B]), page([A, {"name": "b"}]), []),
    "rows with one key": (page([A, {**A, "name": "z"}]), page([A]), []),
}


@pytest.mark.parametrize("name", LISTS)
def test_pages_differ_in_rows_order_count_and_values(name: str) -> None:
    """
    What differs is told once, with how many records each list has, or with the rows and values themselves.
    """
    signed, anonymous, expected = LISTS[name]

    assert expected == told(Pair(LISTING, "list", signed, anonymous))


@pytest.mark.parametrize(
    ("rows", "wrapped", "place"),
    [
        ("", lambda rows: rows, "/1/name"),
        ("items", lambda rows: {"items": rows}, "/items/1/name"),
        ("data.items", lambda rows: {"data": {"items": rows}}, "/data/items/1/name"),
    ],
)
def test_a_value_is_found_whatever_wraps_the_rows(rows: str, wrapped: Any, place: str) -> None:
    """
    The place of a value leads through what wraps the rows of the answer.
    """
    listing = replace(LISTING, paging=replace(STYLES["none"], rows=rows))
    signed, anonymous = (answer(wrapped([A, {**B, "name": name}])) for name in ("b", "z"))

    assert [place] == [each.place for each in disparities(Pair(listing, "list", signed, anonymous))]


VALUES: dict[str, tuple[Any, Any, list[tuple[str, str, Any, Any]]]] = {
    "alike": ({"id": 1}, {"id": 1}, []),
    "a value": ({"own": 1}, {"own": 2}, [("`own` has another value without the token", "/own", 1, 2)]),
    "a number of another type": (
        {"own": 1},
        {"own": 1.0},
        [("`own` has another value without the token", "/own", 1, 1.0)],
    ),
    "missing": ({"own": 1}, {}, [("`own` is missing without the token", "/own", 1, None)]),
    "one more": ({}, {"own": 2}, [("`own` is there without the token alone", "/own", None, 2)]),
    "in the order of both": (
        {"b": 1, "a": 1},
        {"c": 1, "b": 2},
        [
            ("`b` has another value without the token", "/b", 1, 2),
            ("`a` is missing without the token", "/a", 1, None),
            ("`c` is there without the token alone", "/c", None, 1),
        ],
    ),
    "in a list inside": (
        {"maker": {"tags": [0, {"own": 1}]}},
        {"maker": {"tags": [0, {"own": 2}]}},
        [("`maker.tags.own` has another value without the token", "/maker/tags/1/own", 1, 2)],
    ),
    "an object for none": (
        {"maker": {"id": 1}},
        {"maker": None},
        [("`maker` has another value without the token", "/maker", {"id": 1}, None)],
    ),
    "none for an object": (
        {"maker": None},
        {"maker": {"id": 1}},
        [("`maker` has another value without the token", "/maker", None, {"id": 1})],
    ),
    "a longer list": (
        {"tags": [1]},
        {"tags": [1, 2]},
        [("`tags` has another value without the token", "/tags", [1], [1, 2])],
    ),
    "a list for none": (
        {"tags": [1]},
        {"tags": None},
        [("`tags` has another value without the token", "/tags", [1], None)],
    ),
    "no object": ({"id": 1}, "id", [("the answer is another without the token", "", {"id": 1}, "id")]),
}


@pytest.mark.parametrize("name", VALUES)
def test_records_differ_in_values(name: str) -> None:
    """
    Each field that differs is told with its dotted path, its place and both values.
    """
    signed, anonymous, expected = VALUES[name]

    assert expected == told(Pair(LISTING, "record", answer(signed), answer(anonymous)))


@pytest.mark.parametrize(
    ("part", "status", "kind", "subject"),
    [
        ("list", 401, "status", "401"),
        ("record", 401, "status", "401"),
        ("list", 403, "status", "403"),
        ("record", 403, "status", "403"),
        ("list", 404, "wrong", ""),
        ("record", 404, "hidden", ""),
        ("list", 500, "wrong", ""),
        ("record", 500, "wrong", ""),
        ("record", 204, "wrong", ""),
    ],
)
def test_a_refusal_is_told_as_what_it_is(part: str, status: int, kind: str, subject: str) -> None:
    """
    Two statuses refuse, a record that is not found is hidden, and any other status is wrong.
    """
    (found,) = disparities(Pair(LISTING, part, answer({}), answer({}, status)))

    assert (kind, subject, "status", 200, status) == (
        found.kind,
        found.subject,
        found.place,
        found.signed,
        found.anonymous,
    )
    assert f"without the token, a {part} is answered with {status}" == found.message


def test_an_answer_without_json_is_wrong_without_the_token_and_nothing_with_it() -> None:
    """
    Where the answer with the token is no JSON there is nothing to compare; without the token that is told.
    """
    html = Exchange("GET", "http://x/films", 200, body=b"<p>")
    said = "without the token the answer is no JSON"

    assert [] == told(Pair(LISTING, "list", html, page([A])))
    assert [(said, "", None, None)] == told(Pair(LISTING, "list", page([A]), html))


FORMS: dict[str, tuple[list[Any], list[Any], Any, Any, list[tuple[str, Any, Any]]]] = {
    "the row of the list": ([A], [{**A, "name": "z"}], A, A, [("/name", "z", "a")]),
    "the field of the record": ([A], [A], A, {**A, "name": "z"}, [("/name", "a", "z")]),
    "alike": ([A], [A], A, A, []),
    "apart with the token, too": ([{**A, "name": "y"}], [{**A, "name": "z"}], A, A, []),
    "one field apart with the token, another without it": (
        [{**A, "name": "y", "own": 1}],
        [{**A, "name": "y", "own": 2}],
        {**A, "own": 1},
        {**A, "own": 1},
        [("/own", 2, 1)],
    ),
    "the row is another one": ([B], [B], A, {**A, "name": "z"}, []),
    "the row is left out without the token": ([B, A], [B], A, {**A, "name": "z"}, []),
    "the second row": ([B, A], [B, {**A, "name": "z"}], A, A, [("/name", "z", "a")]),
    "fields of one form alone": ([A], [{**A, "more": 1}], A, {**A, "else": 2}, []),
    "no record without the token": ([A], [{**A, "name": "z"}], A, [], []),
}


@pytest.mark.parametrize("name", FORMS)
def test_list_and_record_have_the_same_values_without_the_token(name: str) -> None:
    """
    A field that both show, alike with the token alone, is told with its place in the record and both values.
    """
    listed, unlisted, record, other, expected = FORMS[name]
    found = forms_apart(
        Pair(LISTING, "list", page(listed), page(unlisted)), Pair(LISTING, "record", answer(record), answer(other))
    )

    assert expected == [(each.place, each.signed, each.anonymous) for each in found]
    assert {"wrong"} >= {each.kind for each in found}


@pytest.mark.parametrize(
    ("exchange", "rows"),
    [
        (page([A, B]), [A, B]),
        (page([A, 1, None, B]), [A, B]),
        (page([]), []),
        (answer({"items": None}), []),
        (answer({"items": {"id": 1}}), []),
        (answer([A]), []),
        (answer({"items": [A]}, 404), []),
        (Exchange("GET", "http://x/films", 200, body=b"<p>"), []),
    ],
)
def test_rows_are_the_objects_of_a_page(exchange: Exchange, rows: list[Any]) -> None:
    """
    What is no page has no rows, and what is no object is none.
    """
    assert rows == rows_of(Pair(LISTING, "list", exchange, exchange), exchange)


@pytest.mark.parametrize(
    ("signed", "anonymous", "hidden"),
    [([A, B], [A], [B]), ([A, B], [], [A, B]), ([A], [A], []), ([A], [B], [A]), ([A], [{**A, "name": "z"}], [])],
)
def test_rows_are_hidden_that_the_token_alone_shows(signed: list[Any], anonymous: list[Any], hidden: list[Any]) -> None:
    """
    A row is hidden whose key stands in no row without the token, whatever its values.
    """
    assert hidden == hidden_rows(Pair(LISTING, "list", page(signed), page(anonymous)))
