"""
The requests that do not depend on chance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from books import BOOKS, PARAMETERS, api, book, resource, survey

from apicontract.checks import CATALOGUE
from apicontract.contract.model import Field, Grade, Modes, Setting
from apicontract.planner import candidates
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.survey import Survey


def _line(candidate: Any) -> str:
    probe = candidate.probe
    query = f"?{urlencode(probe.query)}" if probe.query else ""
    headers = "".join(f" {name}: {value}" for name, value in probe.headers)
    return f"{probe.method} {probe.path}{query}{headers}".removeprefix("GET ")


def _asked(known: Survey, *beginnings: str) -> list[tuple[str, set[str]]]:
    """
    Return the requests that cover a misreading of such a beginning, and all that these cover.
    """
    return [
        (_line(each), set(each.misreadings))
        for each in fixed_candidates(known)
        if any(misreading.startswith(beginnings) for misreading in each.misreadings)
    ]


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

    assert [(f"/v1/books/{unknown}/", {"detail: unknown"})] == _asked(known, "detail: unknown")


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
        misreading: [line for line, misreadings in _asked(known, misreading) if misreadings == {misreading}]
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

    assert expected == [line for line, _ in _asked(known, "detail: other letters")]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("refuse", [("nonsense", "refusal: ordering 'nons'"), ("id,nonsense", "refusal: ordering 'id,n'")]),
        ("ignore", []),
    ],
)
def test_orderings_that_are_refused(stated: str, expected: list[tuple[str, str]]) -> None:
    """
    Where unknown terms are refused, one is asked for alone and one behind the first field; else none is.
    """
    books = resource()
    known = api(books)
    refusing = replace(known, behaviour={**known.behaviour, "unknown_ordering": Setting(stated, Grade.RECORDED)})
    asked = [(f"/v1/books/?{urlencode({'ordering': text})}", {"refusal", misreading}) for text, misreading in expected]

    assert asked == _asked(Survey(refusing, books, BOOKS, complete=True), "refusal: ordering")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            ("append_slash", "api_root"),
            [
                ("/v1/books?limit=1", {"slash: list"}),
                ("/v1/", {"root"}),
                ("OPTIONS /v1/books/nonsense/", {"method: OPTIONS", "identifier: unreadable"}),
                ("OPTIONS /v1/books/", {"method: OPTIONS"}),
                ("HEAD /v1/books/", {"method: HEAD"}),
            ],
        ),
        (
            (),
            [
                ("/v1/books?limit=1", {"slash: list"}),
                ("OPTIONS /v1/books/", {"method: OPTIONS"}),
                ("HEAD /v1/books/", {"method: HEAD"}),
            ],
        ),
    ],
)
def test_settings_decide_what_is_asked(settings: tuple[str, ...], expected: list[Any]) -> None:
    """
    Where the service promises a root it is asked for; the other end of a path, and methods, always are.
    """
    books = resource(identifier=Field("id", "id", "integer" if settings else "text"))
    found = _asked(Survey(api(books, settings), books, BOOKS, complete=True), "slash: list", "root", "method")

    assert sorted(expected, key=str) == sorted(found, key=str)


@pytest.mark.parametrize(("name", "expected"), [("books", [("/v1/status/", {"singleton: status"})]), ("others", [])])
def test_singletons_are_asked_for_once(name: str, expected: list[Any]) -> None:
    """
    They are asked for beside the primary resource, and beside no other.
    """
    books = resource(name=name)
    known = Survey(api(books, singletons={"status": "status/default"}), books, BOOKS, complete=True)

    assert expected == _asked(known, "singleton")


def test_forms() -> None:
    """
    Formats and headers that are unknown, unacceptable, a browser's, and at odds with each other.
    """
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"

    assert [
        ("/v1/books/?format=xml&limit=1", {"form: unknown"}),
        ("/v1/books/?limit=1 Accept: application/xml", {"form: unacceptable"}),
        ("/v1/books/?format=api&limit=2", {"form: page"}),
        (f"/v1/books/?limit=2 Accept: {browser}", {"form: browser"}),
        ("/v1/books/?format=json Accept: text/html", {"form: contradiction"}),
        ("/v1/books/?format=JSON", {"form: letter case"}),
    ] == _asked(survey(), "form: un", "form: page", "form: browser", "form: contradiction", "form: letter")


def test_records_by_themselves() -> None:
    """
    The newest, the one that shows most, the oldest, and the one that shows least, each asked for in another way.
    """
    rows = [book(1, "x", pages=None), book(2, "Whole", sold=True, more=[{"a": 1}, {"b": 2}]), book(3, ""), {"id": 4}]
    lines = [
        line for line, misreadings in _asked(survey("sold", rows=rows, search=()), "detail") if "detail" in misreadings
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
    found = [each.hints for each in fixed_candidates(survey("sold", search=())) if "detail" in each.misreadings]

    assert [{"filter sold: true selects nothing"}] * 2 + [frozenset()] * 2 == found


def test_the_fullest_record_in_other_forms() -> None:
    """
    It is asked for filtered away, as a page, without a slash, and with a zero before its number.
    """
    away = {"detail: unknown", "detail: filtered away", "search: nothing found", "origin: 404"}

    assert [
        ("/v1/books/1/?sold=false Origin: https://origin.example", away),
        ("/v1/books/1/?format=api", {"detail: page"}),
        ("/v1/books/1", {"slash: detail"}),
        ("/v1/books/01/", {"detail: leading zero"}),
    ] == _asked(survey("sold", search=()), "detail: filtered", "detail: page", "slash: detail", "detail: leading")


def test_records_without_an_identifier_are_not_asked_for() -> None:
    """
    What has no identifier has no address.
    """
    lines = [line for line, misreadings in _asked(survey(rows=[{"id": None}, {}]), "detail") if "detail" in misreadings]

    assert [] == lines


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
    found = _asked(survey(name, search=()), f"refusal: {name}")

    assert [(line, {"refusal", f"refusal: {name}", own}) for line, own in expected] == [
        (line, misreadings - {"refusal: unknown choice"}) for line, misreadings in found
    ]


def test_a_choice_that_nothing_has() -> None:
    """
    A number beyond all that are related is an unknown choice; what is no number is another matter.
    """
    assert ["/v1/books/?kind=10000001"] == [line for line, _ in _asked(survey("kind"), "refusal: unknown choice")]


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
    found = [each for each in fixed_candidates(survey(*names)) if "origin: 400" in each.misreadings]
    covered = [
        {"refusal", "refusal: all are named", "origin: 400", *(f"refusal: {each}" for each in own)} for own in query
    ]

    assert query == [dict(each.probe.query) for each in found]
    assert covered == [each.misreadings for each in found]
    assert {(("Origin", "https://origin.example"),)} >= {each.probe.headers for each in found}


@pytest.mark.parametrize(("search", "expected"), [((), []), (survey().resource.search, ["/v1/books/?search=a%00b"])])
def test_a_search_that_is_refused(search: tuple[Field, ...], expected: list[str]) -> None:
    """
    Where there is a search, it is asked for a null character.
    """
    assert expected == [line for line, _ in _asked(survey(search=search), "refusal: search")]


def test_halves_and_texts() -> None:
    """
    Both halves by a boolean, the longest name, wildcards, a long text, and two values of one filter.
    """
    found = _asked(survey("sold", "title", "pages__isnull"), "half", "search: own", "search: wild", "long", "two")

    assert [
        ("/v1/books/?sold=true&limit=1", {"half: sold true"}),
        ("/v1/books/?sold=false&limit=1", {"half: sold false"}),
        ("/v1/books/?search=Moby-Dick+or+The+Whale", {"search: own name"}),
        ("/v1/books/?search=No%25el", {"search: wildcard No%el"}),
        ("/v1/books/?search=No_el", {"search: wildcard No_el"}),
        ("/v1/books/?search=No.el", {"search: wildcard No.el"}),
        ("/v1/books/?search=No%2Ael", {"search: wildcard No*el"}),
        ("/v1/books/?search=%28Novel", {"search: wildcard (Novel"}),
        ("/v1/books/?search=Novel%5C", {"search: wildcard Novel\\"}),
        (f"/v1/books/?title={'x' * 300}", {"long text: title"}),
        ("/v1/books/?sold=true&sold=false", {"two values: sold"}),
        ("/v1/books/?title=Emma&title=emma+returns", {"two values: title"}),
    ] == found


def test_the_plain_list_comes_first() -> None:
    """
    The plain list covers what a list without a query can, and is asked for once more in another way.
    """
    plain = {"list: plain", "form: None", "limit: absent", "mode: absent", "offset: absent"}
    first, *_ = fixed_candidates(survey(search=(), ordering=()))

    assert ("/v1/books/", plain) == (_line(first), first.misreadings)
    assert [("/v1/books/ Accept: application/json", {"list: again"})] == _asked(survey(), "list: again")


def test_what_must_have_no_effect_is_asked_for() -> None:
    """
    Each lenient part is one request, whose misreadings are those of a list.
    """
    bare = survey(search=(), ordering=(), modes=Modes((), "normal", "normal"))
    same = {"form: None", "limit: absent", "offset: absent", "next keeps an undeclared parameter"}

    assert [
        ("/v1/books/?undeclared=x", same | {"lenient: undeclared undeclared"}),
        ("/v1/books/?undeclared=a+b%2Cc%22d~%C3%A9", same | {"lenient: undeclared undeclared"}),
        ("/v1/books/?page=2", same | {"lenient: undeclared page"}),
        ("/v1/books/?order=-id", same | {"lenient: undeclared order"}),
    ] == _asked(bare, "lenient")


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

    assert [(headers, {"check: language 0"})] == [
        (each.probe.headers, each.misreadings)
        for each in fixed_candidates(survey())
        if each.misreadings == {"check: language 0"}
    ]
