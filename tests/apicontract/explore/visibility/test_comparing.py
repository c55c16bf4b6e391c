"""
In what an answer without a token differs from that with it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.paging import STYLES
from apicontract.contract.visibility import Visibility
from apicontract.explore.visibility.comparing import disparities, forms_apart
from apicontract.explore.visibility.completing import completed
from apicontract.explore.visibility.declaring import allowed, merged, shown_visibility, unrefused
from apicontract.explore.visibility.pairs import Listing, Pair

PAGING = replace(STYLES["none"], rows="items", count="total")
LISTING = Listing("films", "/films", (), PAGING, lambda row: row.get("id"), lambda row: f"/films/{row['id']}")


def answer(body: Any, status: int = 200) -> Exchange:
    """
    Return an answer.
    """
    return Exchange("GET", "http://x/films", status, body=json.dumps(body).encode())


def page(*rows: dict[str, Any], total: int | None = None) -> Exchange:
    """
    Return a page of a list.
    """
    return answer({"items": list(rows), "total": len(rows) if total is None else total})


def of_list(signed: Exchange, anonymous: Exchange) -> Pair:
    """
    Return both answers to the request for a list.
    """
    return Pair(LISTING, "list", signed, anonymous)


def of_record(signed: Any, anonymous: Any, status: int = 200) -> Pair:
    """
    Return both answers to the request for a record.
    """
    return Pair(LISTING, "record", answer(signed), answer(anonymous, status))


A, B, C = ({"id": number, "name": name} for number, name in enumerate("abc"))

LISTS = {
    "alike": (page(A, B), page(A, B), []),
    "other value": (page(A, B), page(A, {**B, "name": "z"}), [("personal", "name", "/items/1/name")]),
    "no such field": (page(A), page({"id": 0}), [("personal", "name", "/items/0/name")]),
    "one more field": (page(A), page({**A, "more": 1}), [("personal", "more", "/items/0/more")]),
    "left out": (page(A, B, C), page(A, C), [("hidden", "", "")]),
    "left out, and a full page": (page(A, B, total=3), page(A, C, total=2), [("hidden", "", "")]),
    "fewer are counted": (page(A, B, total=9), page(A, B, total=8), [("hidden", "", "")]),
    "more are counted": (page(A, B, total=8), page(A, B, total=9), [("wrong", "", "")]),
    "one more": (page(A, B), page(A, B, C), [("wrong", "", "")]),
    "another order": (page(A, B), page(B, A), [("wrong", "", "")]),
    "refused": (page(A), answer({}, 401), [("status", "401", "status")]),
    "failed": (page(A), answer({}, 500), [("wrong", "", "status")]),
    "not there": (page(A), answer({}, 404), [("wrong", "", "status")]),
    "no JSON": (page(A), replace(page(A), body=b"<p>"), [("wrong", "", "")]),
    "nothing to compare": (answer({}, 403), answer({}, 403), []),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_compared(name: str) -> None:
    """
    Two pages differ in rows, order, count, status and values, each of which is told as what it is.
    """
    signed, anonymous, expected = LISTS[name]

    assert expected == [(each.kind, each.subject, each.place) for each in disparities(of_list(signed, anonymous))]


RECORDS = {
    "nested": ({"maker": {"own": 1}}, {"maker": {"own": 2}}, 200, [("personal", "maker.own")]),
    "in a list": ({"tags": [{"own": 1}]}, {"tags": [{"own": 2}]}, 200, [("personal", "tags.own")]),
    "a shorter list": ({"tags": [1, 2]}, {"tags": [1]}, 200, [("personal", "tags")]),
    "another type": ({"own": 1}, {"own": True}, 200, [("personal", "own")]),
    "hidden": ({"own": 1}, {}, 404, [("hidden", "")]),
    "refused": ({"own": 1}, {}, 403, [("status", "403")]),
    "another answer": ({"own": 1}, [1], 200, [("wrong", "")]),
}


@pytest.mark.parametrize("name", RECORDS)
def test_records_are_compared(name: str) -> None:
    """
    Two records differ in fields, named by their dotted path, or one of them is not shown.
    """
    signed, anonymous, status, expected = RECORDS[name]

    assert expected == [(each.kind, each.subject) for each in disparities(of_record(signed, anonymous, status))]


@pytest.mark.parametrize("name", [each for each in LISTS if all(one[0] != "wrong" for one in LISTS[each][2])])
def test_what_is_shown_is_what_allows_it(name: str) -> None:
    """
    What was learned of some differences allows them.
    """
    found = disparities(of_list(*LISTS[name][:2]))
    known = shown_visibility(found, "x")

    assert [] == [each for each in found if not allowed(known, each)]


@pytest.mark.parametrize("name", [each for each in LISTS if LISTS[each][2]])
def test_nothing_is_allowed_that_is_not_declared(name: str) -> None:
    """
    A contract that declares nothing allows no difference.
    """
    found = disparities(of_list(*LISTS[name][:2]))

    assert list(found) == [each for each in found if not allowed(Visibility(), each)]


def test_another_refusal_is_not_allowed() -> None:
    """
    A contract that declares 401 does not allow 403.
    """
    (found,) = disparities(of_list(page(A), answer({}, 403)))

    assert not allowed(Visibility(list_status=401), found)


@pytest.mark.parametrize(("status", "told"), [(401, False), (200, True)])
def test_what_is_declared_refused_is_refused(status: int, told: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    An answer that the contract says is refused without the token, and is not, is told.
    """
    assert told == (unrefused(Visibility(list_status=401), of_list(page(A), answer({"items": []}, status))) is not None)


def test_a_list_and_a_record_agree_without_the_token() -> None:
    """
    A field that the list has otherwise than the record is told where both are alike with the token.
    """
    listed = of_list(page(A), page({**A, "name": "z"}))

    assert ["/name"] == [each.place for each in forms_apart(listed, of_record(A, A))]
    assert [] == [each.place for each in forms_apart(of_list(page(A), page(A)), of_record(A, A))]
    assert [] == [each.place for each in forms_apart(listed, of_record({**A, "name": "q"}, A))]


def test_what_is_known_stays() -> None:
    """
    Two things known are one that allows both; what adds nothing changes not even the source.
    """
    one, other = Visibility(personal=("a",), source="one"), Visibility(personal=("a.b", "c"), source="other")

    assert Visibility(personal=("a", "c"), source="other") == merged(one, other)
    assert one == merged(one, Visibility(personal=("a.b",), source="other"))


def test_personal_values_are_completed() -> None:
    """
    For judging, personal fields are as they are with the token; others stay, and so does their order.
    """
    pair = of_list(page({"id": 1, "own": 1, "name": "a"}), page({"id": 1, "name": "b"}, {"id": 2, "name": "c"}))
    judged = completed(pair, Visibility(personal=("own",)))

    rows = [{"id": 1, "own": 1, "name": "b"}, {"id": 2, "own": 1, "name": "c"}]
    assert json.dumps({"items": rows, "total": 2}, separators=(",", ":")).encode() == judged.body
    assert pair.anonymous is completed(pair, Visibility())


def test_what_is_there_without_the_token_alone_is_left_out() -> None:
    """
    For judging, a personal field that an answer has without the token alone is left out of it.
    """
    pair = of_record({"id": 1, "maker": {"id": 2}}, {"id": 1, "maker": {"hint": "x", "id": 2}})

    assert b'{"id":1,"maker":{"id":2}}' == completed(pair, Visibility(personal=("maker.hint",))).body
