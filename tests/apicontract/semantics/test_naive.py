"""
The answers that the obviously right reading predicts, for a table of seven things and two kinds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from handmade import API, HOST, LIST, THINGS, answer, thing

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Field, Grade, Parameter, Setting
from apicontract.contract.paging import STYLES
from apicontract.semantics.naive import NAIVE, predict
from apicontract.semantics.prediction import PredictedLinks, Prediction

if TYPE_CHECKING:
    from apicontract.contract.model import Api

KINDS = [{"id": 1, "name": "Plain"}, {"id": 2, "name": "Fancy"}]
#: Sizes 10, 20, 20, null, 50, 60, 70; the even ones are ready and fancy.
ROWS = [
    thing(
        number,
        ready=number % 2 == 0,
        size={3: 20, 4: None}.get(number, number * 10),
        kind=KINDS[1 - number % 2],
    )
    for number in range(1, 8)
]
TABLES = {"things": ROWS, "kinds": KINDS}


def api(**settings: Any) -> Api:
    """
    Return the hand-made API, some of whose settings are others.
    """
    return replace(
        API, behaviour={**API.behaviour, **{name: Setting(each, Grade.PUBLISHED) for name, each in settings.items()}}
    )


def predicted(query: str = "", path: str = "", *, of: Api = API, tables: Any = TABLES, **more: Any) -> Prediction:
    """
    Return what is predicted for a request.
    """
    return predict(NAIVE, of, answer(query, path=path, **more), tables)


def test_a_page_is_predicted_whole() -> None:
    """
    Status, count, order, places, links and shape of a page follow from the records and the request.
    """
    expected = Prediction(
        200,
        7,
        tuple((str(number),) for number in (7, 6, 5, 4, 3, 2, 1)),
        range(2, 4),
        PredictedLinks(f"{LIST}?limit=2&offset=4&ordering=-id", f"{LIST}?limit=2&ordering=-id"),
        "things/normal",
    )

    assert expected == predicted("ordering=-id&offset=2&limit=2")
    assert ("5", "4") == expected.identifiers


def test_a_record_is_predicted_whole() -> None:
    """
    A record is one row with its identifier, in the shape of the mode of a single record.
    """
    assert Prediction(200, 1, (("4",),), range(1), None, "things/detailed") == predicted(path="4/")
    assert "things/detailed" == predicted("mode=normal", "4/").shape


@pytest.mark.parametrize(
    ("query", "identifiers"),
    [
        ("ready=true", "2 4 6"),
        ("ready=true&size__gt=20", "6"),
        ("kind=2&search=thing", "2 4 6"),
        ("search=plain,3", "3"),
        ("search=nothing", ""),
        ("name=Thing%202", "2"),
    ],
)
def test_records_are_selected(query: str, identifiers: str) -> None:
    """
    A list holds the records that satisfy every filter and contain every term.
    """
    assert tuple(identifiers.split()) == predicted(f"{query}&limit=5").identifiers


@pytest.mark.parametrize(
    ("ordering", "nulls", "ties"),
    [
        ("size", "last", "1 | 2 3 | 5 | 6 | 7 | 4"),
        ("-size", "last", "4 | 7 | 6 | 5 | 2 3 | 1"),
        ("size", "first", "4 | 1 | 2 3 | 5 | 6 | 7"),
        ("-size", "first", "7 | 6 | 5 | 2 3 | 1 | 4"),
        ("size,-id", "last", "1 | 3 | 2 | 5 | 6 | 7 | 4"),
        ("", "last", "1 | 2 | 3 | 4 | 5 | 6 | 7"),
    ],
)
def test_rows_that_tie_stand_together(ordering: str, nulls: str, ties: str) -> None:
    """
    Rows with equal values form one group, and null stands at its end; without an ordering the natural order counts.
    """
    expected = tuple(tuple(group.split()) for group in ties.split(" | "))

    assert expected == predicted(f"ordering={ordering}", of=api(nulls=nulls)).ties


def test_a_default_ordering_by_unknown_fields_leaves_the_order_open() -> None:
    """
    Where the default ordering cannot be read, all rows tie; without rows there is no group.
    """
    things = replace(THINGS, default_ordering=("-colour",))
    of = replace(API, resources={"things": things})

    assert (("1", "2", "3", "4", "5", "6", "7"),) == predicted(of=of).ties
    assert () == predicted("name=none", of=of).ties


@pytest.mark.parametrize(
    "changed",
    [{"size": "x"}, {"size": [1, 2]}, {"size": []}],
)
def test_an_order_that_cannot_be_told_is_not_predicted(changed: dict[str, Any]) -> None:
    """
    A value that does not compare, or several of one record, leave the rows unknown and keep the count.
    """
    rows = [ROWS[0], ROWS[1] | changed]
    prediction = predicted("ordering=size", tables=TABLES | {"things": rows})

    assert (200, 2, None, None) == (prediction.status, prediction.count, prediction.ties, prediction.identifiers)
    assert prediction.allows(("1", "2")) is None


@pytest.mark.parametrize(
    ("query", "next_page", "previous_page"),
    [
        ("", "limit=3&offset=3", None),
        ("offset=3", "limit=3&offset=6", "limit=3"),
        ("offset=4", None, "limit=3&offset=1"),
        ("offset=5", None, "limit=3&offset=2"),
        ("offset=1&limit=2", "limit=2&offset=3", "limit=2"),
        ("search=thing&limit=5", "limit=5&offset=5&search=thing", None),
        ("b=2&b=1&a=%20&limit=9", "a=+&b=2&b=1&limit=5&offset=5", None),
        ("offset=30", None, "limit=3&offset=27"),
    ],
)
def test_links_of_a_page(query: str, next_page: str | None, previous_page: str | None) -> None:
    """
    Links keep the query, sorted by name, with the limit that counts, and an offset if there is one.
    """
    expected = PredictedLinks(*(each and f"{LIST}?{each}" for each in (next_page, previous_page)))

    assert expected == predicted(query).links


@pytest.mark.parametrize(
    ("query", "path", "status"),
    [
        ("", "9/", 404),
        ("", "abc/", 404),
        ("", "+4/", 200),
        ("ready=false", "4/", 404),
        ("search=fancy", "4/", 200),
        ("search=plain", "4/", 404),
        ("kind=3", "", 400),
        ("kind=3", "4/", 400),
        ("kind=x", "", 400),
        ("size__gt=20", "4/", 404),
        ("search=%00", "", 400),
        ("format=xml", "", 404),
        ("&".join(["a=1"] * 1000), "", 200),
        ("&".join(["a=1"] * 1001), "", 400),
        ("", "../outside/", 404),
        ("", "4/5/", 404),
    ],
)
def test_statuses(query: str, path: str, status: int) -> None:
    """
    What is refused, not there, or answered.
    """
    assert status == predicted(query, path).status


@pytest.mark.parametrize(
    ("related", "setting", "status"),
    [
        ("kind=2", "refuse", 200),
        ("kind=3", "refuse", 400),
        ("kind=3", "empty", 200),
    ],
)
def test_a_related_record_that_does_not_exist(related: str, setting: str, status: int) -> None:
    """
    Is refused where the API refuses it; otherwise nothing is selected.
    """
    assert status == predicted(related, of=api(unknown_choice=setting)).status


@pytest.mark.parametrize(
    ("identifier", "status"),
    [(2, 200), (3, None)],
)
def test_related_records_are_known_by_the_rows_that_show_them(identifier: int, status: int | None) -> None:
    """
    Where the related records are not listed, those that rows show exist, and of others nothing is known.
    """
    assert status == predicted(f"kind={identifier}", tables={"things": ROWS}).status


def test_an_accept_header_that_nothing_satisfies() -> None:
    """
    Is refused, whatever else is asked.
    """
    assert Prediction(406) == predicted("kind=9", request_headers=(("Accept", "image/png"),))


def test_a_token_leaves_everything_open() -> None:
    """
    Whether a token is valid only the service knows.
    """
    assert Prediction(None) == predicted(request_headers=(("AUTHORIZATION", "Token x"),))


@pytest.mark.parametrize(
    ("method", "headers", "settings", "status"),
    [
        ("POST", (), {}, 405),
        ("POST", (), {"other_methods": 401}, 401),
        ("HEAD", (), {"other_methods": 401}, 405),
        ("OPTIONS", (), {}, 405),
        ("OPTIONS", (), {"methods": ["GET", "OPTIONS"]}, None),
        ("OPTIONS", (("Access-Control-Request-Method", "GET"),), {}, None),
        ("POST", (("Access-Control-Request-Method", "GET"),), {}, 405),
        ("POST", (), {"methods": ["GET", "OPTIONS"]}, 405),
    ],
)
@pytest.mark.parametrize("path", ["", "4/"])
def test_other_methods(
    method: str, headers: tuple[tuple[str, str], ...], settings: dict[str, Any], status: int | None, path: str
) -> None:
    """
    Methods other than GET are refused as the API says; what is answered to OPTIONS may hang on middleware.
    """
    assert status == predicted(path=path, of=api(**settings), method=method, request_headers=headers).status


@pytest.mark.parametrize(
    ("url", "settings", "method", "expected"),
    [
        ("/v1/", {}, "GET", Prediction(200)),
        ("/v1/", {"api_root": False}, "GET", Prediction(404)),
        ("/v1/kind/", {}, "GET", Prediction(200)),
        ("/v1/kind/", {}, "POST", Prediction(None)),
        ("/v1/nothing/", {}, "GET", Prediction(404)),
        ("/v1/nothing/", {}, "POST", Prediction(None)),
        ("/v1/nothing/", {"suffix_routes": True}, "GET", Prediction(None)),
        ("/v2/things/", {}, "GET", Prediction(None)),
        ("/v1/things", {}, "GET", Prediction(301, location="/v1/things/")),
        ("/v1/things", {"append_slash": False}, "GET", Prediction(404)),
        ("/v1/things/4", {}, "GET", Prediction(301, location="/v1/things/4/")),
        ("/v1/nothing", {}, "GET", Prediction(404)),
    ],
)
def test_what_is_no_list_and_no_record(url: str, settings: dict[str, Any], method: str, expected: Prediction) -> None:
    """
    The root and singletons are answered, a slash is appended, the rest of the API is not there; beyond it lies nothing.
    """
    assert expected == predict(NAIVE, api(**settings), Exchange(method, HOST + url, 0), TABLES)


def test_unknown_records() -> None:
    """
    Where the records are not known, the status of a list and its shape still are; a record may be there or not.
    """
    assert Prediction(200, shape="things/normal") == predicted(tables={})
    assert Prediction(None) == predicted(path="4/", tables={})
    assert Prediction(404) == predicted(path="abc/", tables={})


def test_a_row_that_lacks_the_field_leaves_the_list_open() -> None:
    """
    If one record may be selected or not, count and rows are unknown.
    """
    rows = [{key: value for key, value in row.items() if key != "size"} for row in ROWS]

    assert Prediction(200, shape="things/normal") == predicted("size__gt=20", tables=TABLES | {"things": rows})
    assert Prediction(None) == predicted("size__gt=20", "4/", tables=TABLES | {"things": rows})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", (200, ("1", "2", "3"))),
        ("page=3", (200, ("7",))),
        ("page=last", (200, ("7",))),
        ("page=4", (404, None)),
        ("page=0", (404, None)),
        ("page=x", (404, None)),
        ("page=1&name=none", (200, ())),
        ("page=2&name=none", (404, None)),
    ],
)
def test_numbered_pages(query: str, expected: tuple[int, tuple[str, ...] | None]) -> None:
    """
    Pages count from 1, the last one has a name, and a page past the end is not found.
    """
    of = replace(API, paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5))
    prediction = predicted(query, of=of)

    assert expected == (prediction.status, prediction.identifiers)


@pytest.mark.parametrize(("page", "status"), [("1", 200), ("last", 200), ("2", None), ("0", 404)])
def test_numbered_pages_of_unknown_records(page: str, status: int | None) -> None:
    """
    Without the records, a first and a last page are there, number 0 is not, and of the others nothing is known.
    """
    of = replace(API, paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5))

    assert status == predicted(f"page={page}", of=of, tables={}).status


@pytest.mark.parametrize(
    ("rows", "allowed"),
    [
        ("1 2 3", True),
        ("1 3 2", True),
        ("2 1 3", False),
        ("1 2 2", False),
        ("1 2", False),
        ("1 2 3 5", False),
        ("1 2 5", False),
    ],
)
def test_rows_that_tie_may_stand_in_any_order(rows: str, allowed: bool) -> None:  # noqa: FBT001 - a case
    """
    A page may hold the rows of its places, those that tie in any order, and none twice.
    """
    assert allowed is predicted("ordering=size").allows(tuple(rows.split()))


def test_a_key_with_a_null_character() -> None:
    """
    No number holds one; whether a text may hangs on the database.
    """
    texts = replace(THINGS, identifier=Field("name", "name", "text"))

    assert 404 == predicted(path="4%00/").status
    assert predicted(path="4%00/", of=replace(API, resources={"things": texts})).status is None


def test_any_of_several_related_records() -> None:
    """
    A filter that takes several identifiers is refused if one of them does not exist.
    """
    parameter = Parameter("kinds", ("kind.id",), "any", "related", related="kinds")
    of = replace(API, resources={"things": replace(THINGS, parameters=(parameter,))})

    assert (200, 7) == (predicted("kinds=1&kinds=2", of=of).status, predicted("kinds=1&kinds=2", of=of).count)
    assert 400 == predicted("kinds=1&kinds=9", of=of).status
