"""
The same requests with a token and without it.
"""

from __future__ import annotations

from itertools import count

from flask import Flask, jsonify, request
from signed_service import TOKEN

from apicontract.client import Budget, Client, Target
from apicontract.contract.paging import STYLES
from apicontract.explore.visibility.asking import BothWays, asked_both_ways, told_of
from apicontract.explore.visibility.pairs import Listing

LISTING = Listing("films", "/films", (), STYLES["none"], lambda row: row.get("id"), lambda row: f"/films/{row['id']}")


def asked(changing: bool, budget: int = 60, most: int = 60) -> tuple[list[BothWays], int]:  # noqa: FBT001 - a parameter of the test
    """
    Return what came of asking a service of which a field is another in each answer, and how many requests it took.
    """
    application, numbers = Flask(__name__), count()

    def row() -> dict[str, object]:
        return {"id": 1, "mine": "Authorization" in request.headers, "number": next(numbers) if changing else 0}

    application.get("/films")(lambda: jsonify([row()]))
    application.get("/films/1", endpoint="one")(lambda: jsonify(row()))
    with Client(Target("films", "http://x", application), budget=Budget(budget), token=TOKEN) as client:
        found = asked_both_ways([LISTING, LISTING], client, most)
        return found, client.budget.spent


def test_what_changes_anyway_is_not_personal() -> None:
    """
    A field that is another in two answers with the token says nothing of who asks.
    """
    found, _ = asked(changing=True)

    assert {"mine"} == {each.subject for each in found[0].found}


def test_a_list_takes_two_requests_a_pair_and_one_more_where_it_differs() -> None:
    """
    A list and one record are asked both ways, and once more with the token where they differ.
    """
    found, spent = asked(changing=False, most=6)

    assert (1, 6) == (len(found), spent)


def test_no_more_is_asked_than_may_be() -> None:
    """
    A budget that ends in between leaves what was asked until then, and nothing that was not asked once more.
    """
    found, spent = asked(changing=False, budget=2)

    assert ([], 2) == (found[0].found, spent)


def test_agreement_is_told() -> None:
    """
    Where nothing differs, that is what is said.
    """
    assert ["with the token and without it, the list and a record agree"] == told_of(BothWays(LISTING))
