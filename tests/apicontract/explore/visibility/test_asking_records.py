"""
Promise: of a list and its records that is asked which tells most, and what comes of it is told as what it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from flask import Flask, jsonify
from signed_service import TOKEN

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.paging import STYLES
from apicontract.explore.visibility.asking import BothWays, ask_both_ways, asked_both_ways, listings, told_of
from apicontract.explore.visibility.pairs import Listing

if TYPE_CHECKING:
    from apicontract.explore.learning.asking import Asker

API = load_api()
LISTING = Listing("films", "/films", (("n", "9"),), STYLES["none"], lambda row: row.get("id"), lambda row: row["at"])
A, B, C = ({"id": number, "at": f"/films/{number}", "name": name} for number, name in enumerate("abc", 1))


def answer(body: Any, status: int = 200) -> Exchange:
    """
    Return an answer.
    """
    return Exchange("GET", "http://x/films", status, body=json.dumps(body).encode())


@dataclass
class Scripted:
    """
    An asker's part that asking both ways uses: the answers by path, and that to the same request once more.
    """

    answers: dict[str, Exchange]
    again: dict[int, Exchange | None] = field(default_factory=dict)
    asked: list[tuple[str, tuple[tuple[str, str], ...], str]] = field(default_factory=list)

    def get(self, path: str, query: tuple[tuple[str, str], ...] = (), purpose: str = "") -> Exchange | None:
        """
        Answer as the script says; None where it says nothing.
        """
        self.asked.append((path, query, purpose))
        return self.answers.get(path)

    def once_more(self, exchange: Exchange, purpose: str) -> Exchange | None:
        """
        Answer alike, unless the script says otherwise.
        """
        self.asked.append(("again", (), purpose))
        return self.again.get(id(exchange), exchange)


def asked(signed: Scripted, anonymous: Scripted) -> list[tuple[str, str, str]]:
    """
    Return kind, subject and message of what differs.
    """
    both = ask_both_ways(LISTING, cast("Asker", signed), cast("Asker", anonymous))
    return [(each.kind, each.subject, each.message) for each in both.found]


def paths(asker: Scripted) -> list[str]:
    """
    Return the paths that were asked for.
    """
    return [path for path, _, _ in asker.asked if path != "again"]


def test_a_list_and_one_record_are_asked_both_ways() -> None:
    """
    The list is asked with its query, the record of its first row without one, and each once more where it differs.
    """
    signed, anonymous = (Scripted({"/films": answer([A, B]), "/films/1": answer(A)}) for _ in range(2))
    other = Scripted({"/films": answer([{**A, "name": "z"}, B]), "/films/1": answer(A)})

    assert [] == asked(signed, anonymous)
    assert [
        ("/films", (("n", "9"),), "a list with the token"),
        ("/films/1", (), "a record with the token"),
    ] == signed.asked
    assert [
        ("/films", (("n", "9"),), "a list without the token"),
        ("/films/1", (), "a record without the token"),
    ] == anonymous.asked
    signed.asked.clear()
    asked(signed, other)
    assert ("again", (), "a list with the token, once more") == signed.asked[1]


@pytest.mark.parametrize(
    ("rows", "status", "path"),
    [
        ([A, B, C], 200, "/films/1"),
        ([A, {**B, "name": "z"}, {**C, "name": "z"}], 200, "/films/2"),
        ([], 401, "/films/1"),
    ],
    ids=["alike", "other rows", "refused"],
)
def test_the_record_is_that_of_a_row_that_differs(rows: list[Any], status: int, path: str) -> None:
    """
    The first row is asked for that is another without the token, or else the first.
    """
    signed = Scripted({"/films": answer([A, B, C])})
    asked(signed, Scripted({"/films": answer(rows, status)}))

    assert ["/films", path] == paths(signed)


@pytest.mark.parametrize(
    ("signed", "anonymous"),
    [(None, answer([A])), (answer([A]), None), (answer([A], 403), answer([A])), (answer([A], 404), answer([A], 404))],
)
def test_without_an_answer_to_compare_nothing_more_is_asked(
    signed: Exchange | None, anonymous: Exchange | None
) -> None:
    """
    Where either way has no answer, or the token does not open the list, its records are not asked for.
    """
    askers = [Scripted({"/films": each} if each else {}) for each in (signed, anonymous)]
    both = ask_both_ways(LISTING, *(cast("Asker", each) for each in askers))

    assert (["/films"], []) == (paths(askers[0]), both.pairs)


def test_a_row_without_a_place_is_not_asked_for() -> None:
    """
    Where it is not known where the record of a row stands, the list alone is compared, hidden rows included.
    """
    first, second = {**A, "at": ""}, {**B, "at": ""}
    signed = Scripted({"/films": answer([first, second])})

    assert ["hidden"] == [kind for kind, _, _ in asked(signed, Scripted({"/films": answer([first])}))]
    assert ["/films"] == paths(signed)


LEFT_OUT = ("hidden", "", "without the token, the list leaves out records")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (answer(B, 404), [("hidden", "", "without the token, a record is answered with 404")]),
        (answer(B, 403), [("hidden", "", "without the token, a record is answered with 403")]),
        (answer(B, 500), [("wrong", "", "without the token, a record is answered with 500")]),
        (answer(B), [("wrong", "", "without the token, the list leaves out a record that its own path shows")]),
        (
            answer({**B, "name": "z"}),
            [("wrong", "", "without the token, the list leaves out a record that its own path shows")],
        ),
        (None, []),
    ],
    ids=["not found", "refused", "failed", "shown", "shown otherwise", "no answer"],
)
def test_a_record_that_the_list_leaves_out_is_left_out_at_its_own_path(
    record: Exchange | None, expected: list[tuple[str, str, str]]
) -> None:
    """
    However its own path refuses it, a record is hidden; where it is shown, that is wrong.
    """
    signed = Scripted({"/films": answer([A, B, C]), "/films/1": answer(A), "/films/2": answer(B)})
    shown = {"/films": answer([A]), "/films/1": answer(A)} | ({"/films/2": record} if record else {})
    anonymous = Scripted(shown)

    assert [LEFT_OUT, *expected] == asked(signed, anonymous)
    assert ["/films", "/films/1", "/films/2"] == paths(anonymous)


def test_the_row_that_is_asked_for_is_none_of_the_hidden() -> None:
    """
    Beside a hidden record one is asked for that both lists show.
    """
    signed = Scripted({"/films": answer([A, B])})
    asked(signed, Scripted({"/films": answer([B])}))

    assert ["/films", "/films/2", "/films/1"] == paths(signed)


def test_a_list_and_its_record_are_compared() -> None:
    """
    A field that the list alone has otherwise without the token is told of the record, too.
    """
    signed = Scripted({"/films": answer([A]), "/films/1": answer(A)})
    anonymous = Scripted({"/films": answer([{**A, "name": "z"}]), "/films/1": answer(A)})

    assert ["personal", "wrong"] == [kind for kind, _, _ in asked(signed, anonymous)]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (answer([A]), ["name", "more"]),
        (answer([{**A, "name": "y"}]), ["more"]),
        (answer([{**A, "name": "y", "more": 1}]), []),
        (None, []),
    ],
    ids=["lasting", "one passes", "both pass", "not known"],
)
def test_differences_last_that_the_token_alone_does_not_have(again: Exchange | None, expected: list[str]) -> None:
    """
    What two answers with the token differ in says nothing of it; without the second one nothing is known.
    """
    first = answer([A])
    signed = Scripted({"/films": first}, {id(first): again})

    assert expected == [
        subject for _, subject, _ in asked(signed, Scripted({"/films": answer([{**A, "name": "z", "more": 2}])}))
    ]


@pytest.mark.parametrize(("maximum", "size"), [(40, "40"), (100, "100"), (101, "100")])
def test_a_list_is_asked_for_with_a_hundred_rows_at_the_most(maximum: int, size: str) -> None:
    """
    A page has as many rows as the server gives, up to a hundred.
    """
    api = replace(API, paging=replace(API.paging, maximum_limit=maximum))
    found = next(listings(api, [API.resources["spacecraft"]]))

    assert ("spacecraft", "/2.3.0/spacecraft/", ((API.paging.size, size),)) == (found.resource, found.path, found.query)
    assert (7, "/2.3.0/spacecraft/7/", "") == (found.key({"id": 7}), found.place({"id": 7}), found.place({}))


def test_a_list_whose_pages_have_a_fixed_size_is_asked_for_as_it_is() -> None:
    """
    Without a parameter for the rows of a page the query is empty.
    """
    api = replace(API, paging=replace(API.paging, size=""))

    assert () == next(listings(api, [API.resources["spacecraft"]])).query


@pytest.mark.parametrize(
    ("most", "lists"), [(3, []), (4, ["one"]), (7, ["one"]), (8, ["one", "two"]), (9, ["one", "two"])]
)
def test_a_list_is_begun_while_its_requests_are_left(most: int, lists: list[str]) -> None:
    """
    A list takes four requests at the least; what was sent before does not count.
    """
    application = Flask(__name__)
    for name in ("one", "two", "three"):
        application.get(f"/{name}", endpoint=name)(lambda: jsonify([{"id": 1}]))
        application.get(f"/{name}/1", endpoint=f"{name} 1")(lambda: jsonify({"id": 1}))
    known = [
        replace(LISTING, resource=name, path=f"/{name}", place=lambda _, name=name: f"/{name}/1")
        for name in ("one", "two", "three")
    ]
    with Client(Target("films", "http://x", application), budget=Budget(60), token=TOKEN) as client:
        client.get("/one/1")
        found = asked_both_ways(known, client, most)

    assert lists == [each.listing.resource for each in found]


def test_what_was_found_is_told_once() -> None:
    """
    A sentence that holds of several places is told once.
    """
    signed = Scripted({"/films": answer([A, B])})
    other = Scripted({"/films": answer([{**A, "name": "z"}, {**B, "name": "z"}])})
    both = ask_both_ways(LISTING, cast("Asker", signed), cast("Asker", other))

    assert (2, ["`name` has another value without the token"]) == (len(both.found), told_of(both))
    assert ["with the token and without it, the list and a record agree"] == told_of(BothWays(LISTING))
