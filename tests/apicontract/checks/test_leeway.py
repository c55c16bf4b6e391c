"""
What the service never said is left to it: collations, the end of the nulls, spellings, quotes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from handmade import API, HEADERS, LIST, THINGS, answer, page, thing

from apicontract.checks import judge
from apicontract.contract.grades import Grade, Promise
from apicontract.contract.lookups import INVALID_CHOICE
from apicontract.contract.model import Field, Parameter, Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

#: The same API with an ordering by texts.
NAMED = replace(
    API, resources={"things": replace(THINGS, ordering=(Field("id", "id", "integer"), Field("name", "name")))}
)


def named(*names: str) -> tuple[dict[str, object], ...]:
    """
    Return things with these names.
    """
    return tuple(thing(number, name=name) for number, name in enumerate(names, 1))


def days(row: dict[str, Any]) -> int:
    """
    Return the age of a thing.
    """
    return int(row["age"][1:-1])


def levels(exchanges: Sequence[Exchange], api: Api = API, *, strict: bool = False) -> set[tuple[str, str]]:
    """
    Return the checks that found something, each with how much it weighs.
    """
    return {(each.check, each.level.name.lower()) for each in judge(api, exchanges, strict=strict).violations}


@pytest.mark.parametrize(
    "names",
    [
        ("hash#tag", "Hat", "hat"),
        ("[brackets]", "100%", "Apple", "zebra"),
        ("\u00dcber", "Zug", "Zulu"),
        ("a b", "A=b", "#c", "\u65e5\u672c", "\u03a9"),
    ],
)
def test_any_usual_collation_will_do(names: tuple[str, ...]) -> None:
    """
    Names in the order of a language, or of their letters alone, are accused of nothing on any page.
    """
    rows = named(*names)
    pages = [
        page("limit=5", rows),
        page("limit=5&ordering=name", rows),
        page("limit=2&ordering=-name", rows[:-3:-1], len(rows)),
    ]

    assert set() == levels(pages, NAMED)


def test_a_text_far_from_its_place_is_wrong() -> None:
    """
    A page that begins with a name before which others surely belong is not where its offset says.
    """
    rows = named("Apple", "Banana", "Cherry", "Date", "Elder")
    check_results = judge(NAMED, [page("limit=5", rows), page("limit=1&ordering=name", rows[2:3], 5)])
    message = "position 0 of ordering=name has name 'Cherry'; 2 of the known records belong before it, and 2 behind it"

    assert [message] == [each.message for each in check_results.violations if each.check == "pages-tile"]


@pytest.mark.parametrize("strict", [False, True])
def test_the_end_of_the_nulls_is_inferred(strict: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    A page that only nulls at the other end explain is accused by strict judges alone.
    """
    rows = (thing(1, size=None), thing(2, size=None), *(thing(n) for n in (3, 4, 5)))
    pages = [page("limit=5", rows), page("limit=2&ordering=size&offset=3", rows[3:], 5)]

    assert strict == (("pages-tile", "violation") in levels(pages, strict=strict))


def test_nulls_in_the_middle_are_wrong() -> None:
    """
    A page that has nulls where neither end reaches is accused by every judge.
    """
    rows = (thing(1, size=None), *(thing(n) for n in (2, 3, 4, 5)))
    pages = [page("limit=5", rows), page("limit=1&ordering=size&offset=2", rows[:1], 5)]

    assert ("pages-tile", "violation") in levels(pages)


@pytest.mark.parametrize(("text", "level"), [("0", "warning"), ("FALSE", "warning"), ("false", "violation")])
def test_spelling_of_a_boolean_is_inferred(text: str, level: str) -> None:
    """
    A filter without effect is a violation only where its value is written as the service writes it.
    """
    rows = (thing(1, ready=True), thing(2), thing(3))
    found = levels([page("limit=5", rows), page(f"limit=5&ready={text}", rows)])

    assert {level} == {each for _, each in found}


def test_spelling_of_a_number_is_proved_by_what_it_finds() -> None:
    """
    An identifier with a blank may be refused, but one that finds records must find all.
    """
    rows = (thing(1), thing(2), thing(3, kind={"id": 2, "name": "Odd"}))
    walk = page("limit=5", rows)

    assert {("filter-complete", "warning")} == levels([walk, page("kind=+1", (), 0)])
    assert {("filter-complete", "violation")} == levels([walk, page("kind=+1", rows[:1])])


@pytest.mark.parametrize("query", ["search=%22Thing+2%22", "search=%22%22"])
def test_quotes_of_a_search_are_inferred(query: str) -> None:
    """
    A service that searches for quotes as they stand finds nothing, and is accused by no violation.
    """
    rows = (thing(1), thing(2), thing(3, name=""))

    assert {"warning"} == {level for _, level in levels([page("limit=5", rows), page(query, ())])}


def test_a_proxy_may_speak_https() -> None:
    """
    Links with https, where http was asked, are a warning; on another host they are a violation.
    """
    secure = page("limit=1", (thing(1),), count=2)
    plain = replace(secure, url=secure.url.replace("https", "http"))
    elsewhere = replace(secure, url=secure.url.replace("things.example", "other.example"))

    assert set() == levels([secure])
    assert {("link-base", "warning"), ("self-link", "warning")} == levels([plain])
    assert {("link-base", "violation"), ("self-link", "violation")} == levels([elsewhere])


@pytest.mark.parametrize("ages", [("P9D", "P30D"), ("P25D", "P900D")])
def test_rows_that_grow_stand_where_they_like(ages: tuple[str, str]) -> None:
    """
    A value that grows between two answers moves its row to any place, and each other row by one.
    """
    idle = [thing(n, age=f"P{n}0D") for n in (2, 3, 4)]
    before, after = (sorted([thing(1, ready=True, age=age), *idle], key=days) for age in ages)
    pages = [page("limit=5&ordering=age", tuple(before)), page("limit=5&ordering=-age", tuple(reversed(after)))]

    assert set() == levels(pages, strict=True)


def test_rows_that_do_not_grow_move_no_further() -> None:
    """
    Where one row grows, another that stands two places off is wrong.
    """
    ready, *idle = thing(1, ready=True, age="P9D"), *(thing(n, age=f"P{n}0D") for n in (2, 3, 4))
    pages = [page("limit=5&ordering=age", (ready, *idle)), page("limit=1&ordering=-age", idle[:1], 4)]

    assert {("pages-tile", "violation")} == levels(pages)


def test_a_collection_may_go_on_growing() -> None:
    """
    A count that grows twice is nobody's fault; one that comes back is.
    """
    counted = [page("limit=1", (thing(1),), count=count) for count in (7, 8, 9, 8)]

    assert set() == levels(counted[:3])
    assert {("repeat-same", "violation")} == levels(counted)


def test_a_record_may_have_gone() -> None:
    """
    When the collection shrank, a record that stood in a list need not be found any more.
    """
    lost = answer("", {"detail": "No Thing matches the given query."}, path="2/", status=404)
    before, after = page("limit=5", (thing(1), thing(2))), page("limit=5", (thing(1),))

    assert {("detail-found", "violation")} == levels([before, lost])
    assert set() == levels([before, lost, after])


def test_other_methods_may_be_answered() -> None:
    """
    A service that never said to answer GET alone is not accused of a list of more methods; one that did is.
    """
    headers = (("Allow", "GET, HEAD, OPTIONS"), *HEADERS[1:])
    exchanges = [
        replace(page("limit=5", (thing(1),)), headers=headers),
        answer(method="OPTIONS", body={}, headers=headers),
    ]
    said, open_ = (
        replace(API, behaviour={**API.behaviour, "methods": setting})
        for setting in (Setting(value=each, grade=Grade.RECORDED) for each in (["GET"], ["GET", "HEAD", "OPTIONS"]))
    )

    assert {("allow-header", "warning"), ("method-refused", "warning")} == levels(exchanges)
    assert {("allow-header", "violation"), ("method-refused", "warning")} == levels(exchanges, said)
    assert set() == levels(exchanges, open_)


@pytest.mark.parametrize("text", ["+plain", "++", "PLAIN", "other", "a%00b"])
def test_identifiers_that_are_no_numbers_are_read_as_the_model_likes(text: str) -> None:
    """
    A related record that is named by a text may be refused wherever it is not named exactly as it was shown.
    """
    slug = Parameter("kind", ("kind.name",), "exact", "text", related="kinds")
    api = replace(API, resources={"things": replace(THINGS, parameters=(slug,), search=())})
    walk = page("limit=5", (thing(1, kind={"id": 1, "name": "plain"}),))

    assert set() == levels([walk, answer(f"kind={text}", {"kind": [INVALID_CHOICE]}, status=400)], api, strict=True)


def test_null_character_in_a_text_that_names_a_record() -> None:
    """
    Whether a text may hold a null character hangs on the database, and so do the words for what is not found.
    """
    api = replace(API, resources={"things": replace(THINGS, identifier=Field("name", "name"))})
    lost = answer("", {"detail": "No Thing matches the given query."}, path="%00/", status=404)

    assert set() == levels([lost], api, strict=True)


def test_letters_of_a_text_that_names_a_record() -> None:
    """
    Whether capital letters count hangs on the database, unless strict; another text that is answered is wrong.
    """
    api = replace(API, resources={"things": replace(THINGS, identifier=Field("name", "name"))})
    walk = page("limit=5", (thing(1, name="plain"),))
    upper, other = (answer("", thing(1, name="plain"), path=path) for path in ("PLAIN/", "plan/"))

    head = replace(upper, method="HEAD", body=b"")

    assert ("detail-unknown", "warning") in levels([walk, upper], api)
    assert ("detail-unknown", "violation") not in levels([walk, upper, head], api)
    assert ("detail-unknown", "violation") in levels([walk, upper], api, strict=True)
    assert ("detail-unknown", "violation") in levels([walk, other], api, strict=True)


@pytest.mark.parametrize(
    ("grade", "path", "strict", "level"),
    [
        (Grade.RECORDED, "PLAIN/", False, "warning"),
        (Grade.RECORDED, "PLAIN/", True, "violation"),
        (Grade.RECORDED, "plan/", False, "violation"),
        (Grade.CONTRADICTED, "PLAIN/", True, "note"),
        (Grade.CONTRADICTED, "plan/", True, "violation"),
    ],
)
def test_a_record_may_be_called_in_other_letters(grade: Grade, path: str, strict: bool, level: str) -> None:  # noqa: FBT001 - a parameter of the test
    """
    Where a service was seen to answer names in other letters, that accuses nobody; another record does.
    """
    known = {"detail-unknown": Promise(grade, "an answer"), "detail-identity": Promise(Grade.RECORDED, "another")}
    api = replace(API, resources={"things": replace(THINGS, identifier=Field("name", "name"))})
    api = replace(api, promises={**api.promises, **known})
    row = thing(1, name="plain") | {"url": "https://things.example/v1/things/plain/"}
    record = {**row, "response_mode": "detailed", "note": "plain"}
    found = levels([page("limit=1", (row,), count=2), answer("", record, path=path)], api, strict=strict)

    assert level == dict(found)["detail-identity"]


def test_methods_that_write_may_be_named() -> None:
    """
    Those that an API declares are no difference, whichever of them a resource has.
    """
    found = [
        replace(page("limit=5", (thing(1),)), headers=(("Allow", each), *HEADERS[1:])) for each in ("GET, POST", "GET")
    ]
    settings = {"writing_methods": Setting(value=["POST", "PUT"], grade=Grade.RECORDED)}
    api = replace(API, behaviour={**API.behaviour, **settings})

    assert {("allow-header", "warning")} == levels(found)
    assert set() == levels(found, api)


def test_one_host_may_be_written_in_several_ways() -> None:
    """
    The case of a host and the port of its scheme make no difference in a link.
    """
    listed = page("limit=1", (thing(1),), count=2)
    other = replace(listed, url=listed.url.replace("things.example", "Things.Example:443"))

    assert set() == levels([other], strict=True)


@pytest.mark.parametrize(("location", "found"), [(LIST, set()), (f"{LIST}1/", {("request-answered", "violation")})])
def test_a_redirect_to_https_decides_nothing(location: str, found: set[tuple[str, str]]) -> None:
    """
    What stands before a service may send the same request to https; where it sends to another path, it is accused.
    """
    asked = (("Origin", "https://page.example"),)
    moved = answer(status=301, headers=(("Location", location),), request_headers=asked)

    assert found == levels([replace(moved, url=LIST.replace("https", "http"))])
