"""
The requests that do not depend on chance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from books import BOOKS, PARAMETERS, api, book, resource, survey
from told import asked, line, told

from apicontract.checks import CATALOGUE
from apicontract.contract.model import Field, Grade, Modes, Setting
from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner import candidates
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.misreadings import misreadings
from apicontract.planner.rare_requests import more_requests


@pytest.mark.parametrize(
    ("keys", "complete", "unknown"),
    [
        ((1, 3), True, "2"),
        ((1, 3), False, "10000002"),
        ((1, 2), True, "10000001"),
        ((), False, "9999999"),
    ],
)
def test_a_gap_names_nothing_where_all_is_known(keys: tuple[int, ...], complete: bool, unknown: str) -> None:  # noqa: FBT001 - a case
    """
    An identifier between those seen is taken for unknown only where every record was seen.
    """
    known = survey(rows=[{"id": key} for key in keys], complete=complete)

    assert [(f"/v1/books/{unknown}/", {"detail: unknown"})] == asked(known, "detail: unknown")


@pytest.mark.parametrize(
    ("kind", "unknown", "unreadable", "zero"),
    [
        ("integer", "4", ["nonsense"], ["01"]),
        ("uuid", "00000000-0000-4000-8000-000000000000", ["nonsense"], []),
        ("text", "no-such-record", [], []),
    ],
)
def test_identifiers_that_name_nothing(kind: str, unknown: str, unreadable: list[str], zero: list[str]) -> None:
    """
    Each type of identifier has its own that nothing has; texts are never unreadable, and numbers may begin with zero.
    """
    known = survey(identifier=Field("id", "id", kind))
    paths = {
        misreading: [path for path, covered in asked(known, misreading) if covered == {misreading}]
        for misreading in ("detail: unknown", "detail: unreadable", "detail: leading zero")
    }

    assert {
        "detail: unknown": [f"/v1/books/{unknown}/"],
        "detail: unreadable": [f"/v1/books/{each}/" for each in unreadable],
        "detail: leading zero": [f"/v1/books/{each}/" for each in zero],
    } == paths


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        ("text", ("abc", "X1"), ["/v1/books/x1/"]),
        ("text", ("abc", "ABC", "dEf"), ["/v1/books/DeF/"]),
        ("text", ("abc", "ABC"), []),
        ("text", ("12",), []),
        ("uuid", ("ab",), []),
        ("integer", (7,), []),
    ],
)
def test_a_key_in_other_letters_names_nothing(kind: str, keys: tuple[object, ...], expected: list[str]) -> None:
    """
    The first text that no record has in the other letter case is asked for; there is none of numbers.
    """
    known = survey(identifier=Field("id", "id", kind), rows=[{"id": key} for key in keys])

    assert expected == [line for line, _ in asked(known, "detail: other letters")]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("refuse", ["nonsense", "id,nonsense"]),
        ("ignore", []),
    ],
)
def test_orderings_that_are_refused(stated: str, expected: list[str]) -> None:
    """
    Where unknown terms are refused, one is asked for alone and one behind the first field; else none is.
    """
    books = resource()
    known = api(books)
    refusing = replace(known, behaviour={**known.behaviour, "unknown_ordering": Setting(stated, Grade.RECORDED)})
    told = {"refusal: any", "refusal: unknown ordering"}
    expected_lines = [(f"/v1/books/?{urlencode({'ordering': text})}", told) for text in expected]

    assert expected_lines == asked(KnownRecords(refusing, books, BOOKS, complete=True), "refusal: unknown ordering")


#: The methods that any list is asked by.
_METHODS = [
    ("OPTIONS /v1/books/", {"method: OPTIONS"}),
    ("HEAD /v1/books/", {"method: HEAD"}),
    ("HEAD /v1/books/?limit=1", {"method: HEAD", "method: HEAD with a query"}),
    (
        "OPTIONS /v1/books/ Origin: https://origin.example",
        {"method: OPTIONS", "method: a refused method from another origin"},
    ),
    ("HEAD /v1/books/1/", {"method: HEAD", "method: HEAD of a record"}),
    ("OPTIONS /v1/books/1/", {"method: OPTIONS", "method: OPTIONS of a record"}),
]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            ("append_slash", "api_root"),
            [
                ("/v1/books?limit=1", {"slash: list"}),
                ("/v1/", {"root"}),
                ("OPTIONS /v1/books/nonsense/", {"method: OPTIONS", "detail: unreadable, OPTIONS"}),
                *_METHODS,
            ],
        ),
        (
            (),
            [("/v1/books?limit=1", {"slash: list"}), *_METHODS],
        ),
    ],
)
def test_settings_decide_what_isasked(settings: tuple[str, ...], expected: list[Any]) -> None:
    """
    Where the service promises a root it is asked for; the other end of a path, and methods, always are.
    """
    books = resource(identifier=Field("id", "id", "integer" if settings else "text"))
    found = asked(KnownRecords(api(books, settings), books, BOOKS, complete=True), "slash: list", "root", "method")

    assert sorted(expected, key=str) == sorted(found, key=str)


@pytest.mark.parametrize(("name", "expected"), [("books", [("/v1/status/", {"singleton: status"})]), ("others", [])])
def test_singletons_are_asked_for_once(name: str, expected: list[Any]) -> None:
    """
    They are asked for beside the primary resource, and beside no other.
    """
    books = resource(name=name)
    known = KnownRecords(api(books, singletons={"status": "status/default"}), books, BOOKS, complete=True)

    assert expected == asked(known, "singleton")


def test_forms() -> None:
    """
    Formats and headers that are unknown, unacceptable, a browser's, and at odds with each other.
    """
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"

    assert [
        ("/v1/books/?format=xml&limit=1", {"form: unknown", "form: 404"}),
        ("/v1/books/?limit=1 Accept: application/xml", {"form: unacceptable", "form: 406"}),
        ("/v1/books/?format=api&limit=2", {"form: page for people"}),
        (f"/v1/books/?limit=2 Accept: {browser}", {"form: browser"}),
        ("/v1/books/?format=json Accept: text/html", {"form: contradiction", "form: 406"}),
        ("/v1/books/?format=JSON", {"form: letter case", "form: 404"}),
        ("/v1/books/?format=API", {"form: letter case", "form: 404"}),
    ] == asked(survey(), "form: un", "form: page for people", "form: browser", "form: contradiction", "form: letter")


def test_records_by_themselves() -> None:
    """
    The newest, the one that shows most, the oldest, and the one that shows least, each asked for in another way.
    """
    rows = [book(1, "x", pages=None), book(2, "Whole", sold=True, more=[{"a": 1}, {"b": 2}]), book(3, ""), {"id": 4}]
    lines = [
        path for path, covered in asked(survey("sold", rows=rows, search=()), "detail") if "detail: plain" in covered
    ]

    assert [
        "/v1/books/4/",
        "/v1/books/2/?sold=true&format=json",
        "/v1/books/1/?mode=normal",
        "/v1/books/4/?undeclared=x",
    ] == lines


def test_what_is_asked_beside_a_record() -> None:
    """
    Half of the records are asked for with filters that they satisfy, whose misreadings are then probably covered.
    """
    found = [each for each in fixed_candidates(survey("sold", search=())) if "detail: plain" in told(each.misreadings)]
    away = Misreading("a filter selects nothing", "one", "sold")

    assert [True, True, False, False] == [away in each.misreadings for each in found]
    assert [f"detail: {number}" for number in range(4)] == [
        name for each in found for name in sorted(told(each.misreadings)) if name[-2:-1] == " "
    ]


def test_the_fullest_record_in_other_forms() -> None:
    """
    It is asked for filtered away, as a page, without a slash, and with a zero before its number.
    """
    away = {"detail: unknown", "detail: 404", "detail: 404 of another origin"}

    assert [
        ("/v1/books/1/?sold=false Origin: https://origin.example", away),
        ("/v1/books/1/?format=api", {"detail: page for people"}),
        ("/v1/books/1", {"slash: detail"}),
        ("/v1/books/01/", {"detail: leading zero"}),
    ] == asked(survey("sold", search=()), "detail: 404", "detail: page for people", "slash: detail", "detail: leading")


def test_records_without_an_identifier_are_not_asked_for() -> None:
    """
    What has no identifier has no address.
    """
    assert [] == [
        path for path, covered in asked(survey(rows=[{"id": None}, {}]), "detail") if "detail: plain" in covered
    ]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("title", ["a\x00b"]),
        ("sold", []),
        ("kind", ["10000001", "nonsense", "1.5", "1,2", "a\x00b"]),
        ("pages__gt", ["nonsense", "1,2", "a\x00b"]),
        ("pages__in", ["nonsense", "a\x00b"]),
        ("form", ["nonsense", "1.5", "1,2", "a\x00b"]),
        ("pages__isnull", []),
    ],
)
def test_texts_that_are_refused(name: str, texts: list[str]) -> None:
    """
    Each type refuses its own; of a filter of several values a list of them is no refusal.
    """
    expected = [(f"/v1/books/?{urlencode({name: text})}", f"refusal: {name} {text[:4]!r}") for text in texts]
    found = asked(survey(name, search=()), f"refusal: {name}")

    assert [(line, {"refusal: any", f"refusal: {name}", own}) for line, own in expected] == [
        (path, covered - {"refusal: unknown choice"}) for path, covered in found
    ]


def test_a_choice_that_nothing_has() -> None:
    """
    A number beyond all that are related is an unknown choice; what is no number is another matter.
    """
    assert ["/v1/books/?kind=10000001"] == [line for line, _ in asked(survey("kind"), "refusal: unknown choice")]


@pytest.mark.parametrize(
    ("names", "query"),
    [
        (("title",), []),
        (("title", "kind"), [{"kind": "10000001", "title": "a\x00b"}]),
        (
            ("kind", "pages__gt", "sold", "form"),
            [{"form": "nonsense", "pages__gt": "a\x00b", "kind": "10000001"}],
        ),
    ],
)
def test_all_refusals_at_once(names: tuple[str, ...], query: list[dict[str, str]]) -> None:
    """
    One request has a refused text for every filter that has one, the first and the last of its texts in turn.
    """
    other = "refusal: of another origin"
    found = [each for each in fixed_candidates(survey(*names)) if other in told(each.misreadings)]
    covered = [
        {"refusal: any", "refusal: all are named", other, *(f"refusal: {each}" for each in own)} for own in query
    ]

    assert query == [dict(each.probe.query) for each in found]
    assert covered == [told(each.misreadings) for each in found]
    assert {(("Origin", "https://origin.example"),)} >= {each.probe.headers for each in found}


@pytest.mark.parametrize(("search", "expected"), [((), []), (survey().resource.search, ["/v1/books/?search=a%00b"])])
def test_a_search_that_is_refused(search: tuple[Field, ...], expected: list[str]) -> None:
    """
    Where there is a search, it is asked for a null character.
    """
    assert expected == [line for line, _ in asked(survey(search=search), "refusal: search")]


def test_halves_and_texts() -> None:
    """
    Both halves by a boolean, the longest name, a long text, and two values of one filter.
    """
    found = asked(survey("sold", "title", "pages__isnull"), "half", "search: own", "long", "two")

    assert [
        ("/v1/books/?sold=true&limit=1", {"half: sold true"}),
        ("/v1/books/?sold=false&limit=1", {"half: sold false"}),
        ("/v1/books/?search=Moby-Dick+or+The+Whale", {"search: own name"}),
        (f"/v1/books/?title={'x' * 300}", {"long: title"}),
        ("/v1/books/?sold=true&sold=false", {"two values: sold"}),
        ("/v1/books/?title=Emma&title=emma+returns", {"two values: title"}),
    ] == found


def test_wildcards_are_searched_for() -> None:
    """
    Texts in which a wildcard would find something are searched for, and show whether they are taken for that.
    """
    known = survey()
    wild = Misreading("search characters are wildcards")
    found = [each for each in fixed_candidates(known) if wild in each.misreadings]

    assert ["/v1/books/?search=No%25el", "/v1/books/?search=No_el"] == [line(each) for each in found]
    assert [misreadings(known, each.probe) for each in found] == [each.misreadings for each in found]


def test_the_plain_list_comes_first() -> None:
    """
    The plain list covers what a list without a query can, and is asked for once more in another way.
    """
    known = survey(search=(), ordering=())
    first, *_ = fixed_candidates(known)
    plain = Misreading("a list is answered otherwise", "kind", "plain")

    assert ("/v1/books/", misreadings(known, first.probe) | {plain}) == (line(first), first.misreadings)
    assert [("/v1/books/ Accept: application/json", {"list: again"})] == asked(survey(), "list: again")


def test_what_must_have_no_effect_is_asked_for() -> None:
    """
    Each lenient part is one request, whose misreadings are those of a list; seldom questions have more.
    """
    bare = survey(search=(), ordering=(), modes=Modes((), "normal", "normal"))
    refused, seldom = "what has no effect is refused", {probe for _, probe in more_requests(bare)}
    found = {
        line(each): each
        for each in fixed_candidates(bare)
        if each.probe not in seldom and any(misreading.operator == refused for misreading in each.misreadings)
    }

    assert {
        "/v1/books/?undeclared=x": "undeclared",
        "/v1/books/?undeclared=a+b%2Cc%22d~%C3%A9": "undeclared",
        "/v1/books/?page=2": "page",
        "/v1/books/?order=-id": "order",
    } == {
        line: one.element.removeprefix("undeclared ")
        for line, each in found.items()
        for one in each.misreadings
        if one[:2] == (refused, "one")
    }
    assert all(each.misreadings == misreadings(bare, each.probe) for each in found.values())


def test_every_filter_has_a_refusal_or_a_half() -> None:
    """
    No filter is forgotten.
    """
    asked = {name for each in fixed_candidates(survey(*PARAMETERS)) for name, _ in each.probe.query}

    assert set(PARAMETERS) <= asked


def test_a_check_is_asked_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The request that a check declares is among the candidates, as settling a misreading of its own.
    """
    headers = (("Accept-Language", "de"),)
    declared = replace(next(iter(CATALOGUE.values())), id="language", asks=(((), headers),))
    monkeypatch.setattr(candidates, "CATALOGUE", {"language": declared})

    assert [headers] == [
        each.probe.headers for each in fixed_candidates(survey()) if told(each.misreadings) == {"check: language 0"}
    ]
