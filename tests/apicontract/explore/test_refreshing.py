"""
Promise: recorded pages are asked for again oldest first, what they lost is asked for singly, and a failure is told.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.moments import written_moment
from apicontract.contract.templates import Parent, Template
from apicontract.explore.failures import failure_of
from apicontract.explore.refreshing import due, missing

API = load_api("launches-2.3.0", Path(__file__).parents[2] / "data" / "move" / "new", alone=True)
LIST = "/2.3.0/spacecraft/"
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def answer(path: str = LIST, body: Any = None, status: int = 200, hours: int | None = 24, **more: Any) -> Exchange:
    """
    Return an answer that is so many hours old; None for a moment that nobody knows.
    """
    moment = "" if hours is None else written_moment(NOW - dt.timedelta(hours=hours))
    text = json.dumps(page() if body is None else body).encode()
    given = {
        "method": "GET",
        "url": f"https://api.example{path}",
        "status": status,
        "body": text,
        "recorded_at": moment,
    }
    return Exchange(**given | more)


def page(*keys: int | None, count: int | None = 50) -> dict[str, Any]:
    """
    Return a page of a list.
    """
    return {"count": count, "next": None, "previous": None, "results": [{"id": key} for key in keys]}


def again(*exchanges: Exchange, host: str = "api.example", api: Any = API) -> list[str]:
    """
    Return the URLs that are due.
    """
    found = due(api, host, {each.url: each for each in exchanges}, NOW - dt.timedelta(hours=12))
    assert {"again"} >= {each.purpose for each in found}
    return [each.url for each in found]


@pytest.mark.parametrize(
    ("exchange", "is_due"),
    [
        (answer(), True),
        (answer(hours=12), True),
        (answer(hours=11), False),
        (answer(hours=None), True),
        (answer(status=404), False),
        (answer(status=201), False),
        (answer(status=199), False),
        (answer(method="HEAD"), False),
        (answer(f"{LIST}?format=api"), False),
        (answer(f"{LIST}?key=REDACTED"), True),
        (answer(url=f"https://API.example{LIST}"), True),
        (answer(url=f"https://other.example{LIST}"), False),
    ],
)
def test_a_page_is_due_that_is_old(exchange: Exchange, is_due: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    Pages of the host that were answered well, by a GET, and no later than the moment.
    """
    assert is_due == bool(again(exchange))


def test_a_hidden_credential_leads_nowhere() -> None:
    """
    A URL in which a credential was hidden is not asked for.
    """
    from apicontract.contract.redaction import HIDDEN  # noqa: PLC0415 - named where it is meant

    assert [] == again(answer(f"{LIST}?token={HIDDEN}"))


def test_the_beginning_of_a_list_is_due_first() -> None:
    """
    Then come the others by their age, those of unknown age first, and of one age by their URL.
    """
    found = again(
        answer(f"{LIST}?offset=2", hours=30),
        answer(f"{LIST}7/", {"id": 7}, hours=99),
        answer(f"{LIST}?limit=9", hours=20),
        answer(f"{LIST}?offset=1", hours=30),
        answer(f"{LIST}?name=a", hours=None),
        answer(hours=25),
        answer(f"{LIST}?limit=9&offset=1", hours=40),
    )

    assert [
        LIST,
        f"{LIST}?limit=9",
        f"{LIST}?name=a",
        f"{LIST}7/",
        f"{LIST}?limit=9&offset=1",
        f"{LIST}?offset=1",
        f"{LIST}?offset=2",
    ] == found


def lost(before: Any, after: Any, path: str = LIST, api: Any = API) -> list[str]:
    """
    Return what is asked for singly because a page shows it no more.
    """
    found = list(missing(api, answer(path, before), answer(path, after)))
    assert {"missing"} >= {each.purpose for each in found}
    return [each.url for each in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (page(1, 2), page(1, 2), []),
        (page(1, 2), page(2), [1]),
        (page(1, 2), page(2, 3), [1]),
        (page(4, 3, 2, 1), page(), [4, 3, 2]),
        (page(None, 1), page(), [1]),
        (page(1, 2), page(2, count=1), []),
        (page(1, 2), page(2, count=2), [1]),
        (page(), page(1), []),
        ({"id": 1}, page(), []),
        (page(1), {"detail": "later"}, []),
    ],
)
def test_records_that_a_page_lost_are_asked_for(before: Any, after: Any, expected: list[int]) -> None:
    """
    Three at the most, in their order; what the whole list shows no more is gone, and is not asked for.
    """
    assert [f"{LIST}{key}/" for key in expected] == lost(before, after)


def test_what_an_order_by_key_leaves_out_is_gone() -> None:
    """
    Five rows in the order of their keys had to show the record between them.
    """
    assert [] == lost(page(1, 2, 3, 4, 5, 6), page(1, 2, 4, 5, 6))


def test_a_record_loses_nothing() -> None:
    """
    An answer of a single record is no page.
    """
    assert [] == lost({"id": 7}, {"id": 8}, f"{LIST}7/")


@pytest.mark.parametrize(("slash", "path"), [("/", "/2.3.0/craft/3/flights/"), ("", "/2.3.0/craft/3/flights")])
def test_a_record_below_a_parent_is_asked_for_below_it(slash: str, path: str) -> None:
    """
    It stands below the list in which it stood, with a closing slash as the list has it.
    """
    flights = replace(
        API.resources["spacecraft"],
        name="flights",
        template=Template("craft/{craft}/flights", parents=(Parent("craft", "spacecraft", "craft"),)),
    )
    api = replace(API, resources={**API.resources, "flights": flights})

    assert [f"/2.3.0/craft/3/flights/7{slash}"] == lost(page(7, 8), page(8), path, api)


EMPTIED = "an empty list in place of 50 records"


@pytest.mark.parametrize(
    ("exchange", "former", "emptied", "expected"),
    [
        (answer(body=page(1)), None, False, None),
        (answer(f"{LIST}7/", {"id": 7}), None, False, None),
        (answer(f"{LIST}7/", {}, 404), None, False, None),
        (answer(f"{LIST}7/", {}, 410), None, False, None),
        (answer(f"{LIST}7/", {}, 403), None, False, ("status", "status 403")),
        (answer(LIST, {}, 404), None, False, ("status", "status 404")),
        (answer("/elsewhere/", {}, 404), None, False, ("status", "status 404")),
        (answer(body=page(1), status=201), None, False, ("status", "status 201")),
        (answer("/elsewhere/", page(1)), None, False, ("unreadable", "JSON without a record or a list of them")),
        (answer(f"{LIST}7/", {"name": "x"}), None, False, ("unreadable", "JSON without a record or a list of them")),
        (answer(f"{LIST}7/", {"id": None}), None, False, ("unreadable", "JSON without a record or a list of them")),
        (answer(f"{LIST}7/", [{"id": 7}]), None, False, ("unreadable", "JSON without a record or a list of them")),
        (replace(answer(), body=b"<p>"), None, False, ("unreadable", "no JSON")),
        (answer(body=page(count=0)), None, False, None),
        (answer(body=page(count=0)), answer(body=page(1)), False, ("empty", EMPTIED)),
        (answer(body=page(count=None)), answer(body=page(1)), False, ("empty", EMPTIED)),
        (
            answer(body=page(count=0)),
            answer(body=page(1, 2, count=None)),
            False,
            ("empty", "an empty list in place of 2 records"),
        ),
        (answer(body=page(count=0)), answer(body=page()), False, None),
        (answer(body=page(count=50)), answer(body=page(1)), False, None),
        (answer(body=page(2)), answer(body=page(1)), False, None),
        (answer(body=page(2, count=None)), answer(body=page(1)), False, None),
        (answer(f"{LIST}?name=a", page(count=0)), answer(f"{LIST}?name=a", page(1)), False, None),
        (answer(f"{LIST}?name=a", page(count=0)), answer(f"{LIST}?name=a", page(1)), True, ("empty", EMPTIED)),
        (answer(body=page(count=0)), answer(body=page(1)), True, ("empty", EMPTIED)),
    ],
)
def test_what_is_no_evidence_is_a_failure(
    exchange: Exchange,
    former: Exchange | None,
    emptied: bool,  # noqa: FBT001 - a parameter of the test
    expected: tuple[str, str] | None,
) -> None:
    """
    A record that is gone is evidence; another status, what is unreadable, and an empty list in place of rows are not.
    """
    found = failure_of(API, exchange, former, emptied=emptied)

    assert expected == (found and (found.kind, found.reason))
    assert found is None or exchange.url == found.url
