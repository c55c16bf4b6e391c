"""
Which wrong readings the answer to a list request would show.
"""

from __future__ import annotations

from itertools import product
from urllib.parse import parse_qsl

import pytest
from books import BOOKS, PARAMETERS, book, survey

from apicontract.contract.model import Modes
from apicontract.planner.misreadings import misreadings
from apicontract.planner.probe import Probe

#: What shows of any list with rows; and of one that is longer than its page.
_PLAIN = {"form: None", "mode: absent", "offset: absent"}
_LONG = _PLAIN | {"limit: absent"}
_SELECTED = _PLAIN | {"filters: alone", "filters: count of the whole"}
_SEVERAL = _SELECTED | {"filters: one of several is missing"}
_FOUND = _PLAIN | {"search: ignored", "search: alone", "search: count of the whole"}


def _probe(query: str, headers: tuple[tuple[str, str], ...] = ()) -> Probe:
    return Probe("/v1/books/", tuple(parse_qsl(query, keep_blank_values=True)), headers)


def _misread(name: str, lookup: str, *readings: str) -> set[str]:
    return {f"{kind}: {each}" for kind in (f"filter {name}", f"lookup {lookup}") for each in readings}


def test_what_was_asked_before_changes_nothing() -> None:
    """
    What filters, search and ordering tell is remembered by all that it depends on.
    """
    filters, searches = (
        ("", "title=Emma", "title=emma", "sold=true", "sold=false&pages__gt=9"),
        ("", "search=e", "search=e,a"),
    )
    orders, places = (
        ("", "ordering=pages", "ordering=-pages,id", "ordering=nonsense"),
        ("", "limit=1", "offset=1&limit=2"),
    )
    queries = ["&".join(filter(None, each)) for each in product(filters, searches, orders, places)]
    known = survey(rows=BOOKS)

    for query in (*queries, *reversed(queries)):
        assert misreadings(known, _probe(query)) == misreadings(survey(rows=BOOKS), _probe(query)), query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", _LONG),
        (
            "title=Emma",
            _SELECTED
            | {"filter title: value ignored", "value title=Emma"}
            | _misread("title", "exact", "read as icontains"),
        ),
        (
            "title=emma",
            {"filter title: value ignored", "filters: nothing left"}
            | _misread(
                "title", "exact", *(f"read as {each}" for each in ("iexact", "icontains", "contains", "startswith"))
            ),
        ),
        (
            "title= Emma",
            _SELECTED
            | {"filter title: value ignored", "value title= Emma", "filter title: blanks count"}
            | _misread("title", "exact", "read as icontains"),
        ),
        ("sold=true", _SEVERAL | {"filter sold: true ignored", "filter sold: true selects nothing", "value sold=true"}),
        ("kind=2", _SEVERAL | {"filter kind: value ignored", "filter kind: value selects nothing", "value kind=2"}),
        ("kind=9", {"filter kind: value ignored", "filters: nothing left"}),
        (
            "pages__gt=9",
            _SEVERAL
            | {"filter pages__gt: value ignored", "value pages__gt=9"}
            | _misread("pages__gt", "gt", "read as gte", "read as lt"),
        ),
        (
            "pages__gt=8",
            _SEVERAL
            | {"filter pages__gt: value ignored", "value pages__gt=8"}
            | _misread("pages__gt", "gt", "read as lt"),
        ),
        (
            "pages__in=9,20",
            _SEVERAL
            | {"filter pages__in: value ignored", "value pages__in=9,20"}
            | _misread("pages__in", "in", "read as its first value"),
        ),
        (
            "form=paper&form=audio",
            _LONG
            | {"value form=paper,audio", "next keeps a filter"}
            | _misread("form", "any", "read as its first value"),
        ),
        ("pages__isnull=true", _SELECTED | {"filter pages__isnull: true ignored", "value pages__isnull=true"}),
    ],
)
def test_a_filter(query: str, expected: set[str]) -> None:
    """
    A filter shows that it counts, and each other reading of it that would select otherwise.
    """
    assert expected == misreadings(survey(*PARAMETERS), _probe(query))


def test_a_filter_beyond_ascii() -> None:
    """
    A letter beyond ASCII shows something only where it selects.
    """
    known = survey("title", rows=[*BOOKS, book(7, "Éclair")])
    own = "filter title: beyond ASCII"

    assert [True, False] == [own in misreadings(known, _probe(f"title={text}")) for text in ("Éclair", "é")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sold=true&kind=2", {"one is enough", "only the first one", "only the last one", "kind, sold"}),
        ("title=Emma&sold=false", {"one is enough", "only the first one", "only the last one", "sold, title"}),
        ("sold=true&pages__gt=15", set()),
        ("pages__gt=20&sold=true", set()),
        ("kind=2&title=Ulysses", set()),
        ("sold=true&form=paper", set()),
        ("search=emma&sold=true&kind=1", set()),
        ("sold=false&pages__gt=5", {"one is enough", "only the first one", "only the last one", "pages__gt, sold"}),
    ],
)
def test_filters_together(query: str, expected: set[str]) -> None:
    """
    Two filters that each take something away show if one is enough, or only one counts.
    """
    found = misreadings(survey(*PARAMETERS), _probe(query))

    assert {f"filters together: {each}" for each in expected} == {each for each in found if "together" in each}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("search=EMMA", {"search: letter case counts", "searched field: title ignored"}),
        (
            "search=mm",
            {"search: only beginnings", "search: only whole words", "searched field: title ignored"},
        ),
        (
            "search=emma,turn",
            {f"search: {each}" for each in ("commas are letters", "one phrase", "one term is enough")}
            | {f"search: {each}" for each in ("only beginnings", "only whole words", "only the first term")}
            | {"searched field: title ignored"},
        ),
        (
            "search=turn,emma",
            {f"search: {each}" for each in ("commas are letters", "one phrase", "one term is enough")}
            | {f"search: {each}" for each in ("only beginnings", "only whole words", "only the last term")}
            | {"searched field: title ignored"},
        ),
        (
            "search=emma novel",
            {"search: all terms in one field", "search: letter case counts", "search: one phrase"}
            | {"searched field: title ignored", "searched field: kind__name ignored"},
        ),
        (
            "search=poem,whale,oby",
            {f"search: {each}" for each in ("all terms in one field", "commas are letters", "letter case counts")}
            | {f"search: {each}" for each in ("more than two terms find nothing", "one phrase", "one term is enough")}
            | {f"search: {each}" for each in ("only beginnings", "only whole words", "only the first term")}
            | {"searched field: title ignored", "searched field: kind__name ignored"},
        ),
        ("search='emma returns'", {"search: quotes are letters", "searched field: title ignored"}),
    ],
)
def test_a_search(query: str, expected: set[str]) -> None:
    """
    A search shows that it counts, where it looks, and each other reading of it that would find something else.
    """
    assert _FOUND | expected == misreadings(survey(), _probe(query))


def test_a_phrase_that_is_parted() -> None:
    """
    Where the words of a phrase also stand apart, it shows if they are looked for one by one.
    """
    known = survey(rows=[*BOOKS, book(7, "returns of emma")])

    assert "search: phrases are parted" in misreadings(known, _probe("search='emma returns'"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("search=emma&sold=true", {"ignored", "count of the whole", "letter case counts", "with filters"}),
        ("search=poem&pages__isnull=true", {"letter case counts"}),
        ("search=emma&ordering=id", {"ignored", "alone", "count of the whole", "letter case counts", "with ordering"}),
        ("search=emma&offset=1", {"ignored", "alone", "count of the whole", "letter case counts", "with offset"}),
        ("search=e", set()),
    ],
)
def test_a_search_beside_other_parts(query: str, expected: set[str]) -> None:
    """
    A search that takes nothing away shows nothing of being ignored; else it shows that for what is beside it.
    """
    found = misreadings(survey("sold", "pages__isnull"), _probe(query))

    assert {f"search: {each}" for each in expected} == {each for each in found if each.startswith("search: ")} - {
        "search: only whole words",
        "search: only beginnings",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=0", {"limit: zero", "limit: zero shows nothing", "offset: absent"}),
        ("limit=abc", {"limit: unreadable", "limit: unreadable shows nothing", "offset: absent"}),
        ("limit=", {"limit: empty", "limit: empty shows nothing", "offset: absent"}),
        ("limit=-1", {"limit: negative", "limit: negative shows nothing", "offset: absent"}),
        ("limit=%2B2", {"limit: ordinary with a sign", "offset: absent"}),
        ("limit=%2B1", {"limit: one with a sign", "offset: absent"}),
        ("limit=1", {"limit: one", "offset: absent"}),
        ("limit=2", {"limit: ordinary", "offset: absent"}),
        ("limit=4", {"offset: absent"}),
        ("limit=9", {"offset: absent"}),
        ("offset=abc", {"limit: absent", "offset: unreadable"}),
        ("offset=0", {"limit: absent", "offset: zero"}),
        (
            "limit=2&offset=1",
            {"limit: ordinary", "offset: one", "offset: no multiple of limit", "previous: of the first page"},
        ),
        ("limit=2&offset=2", {"offset: ordinary", "previous: of the first page"}),
        ("limit=1&offset=2", {"limit: one", "offset: ordinary", "previous: of a later page"}),
        (
            "limit=5&offset=3",
            {
                "offset: ordinary",
                "offset: no multiple of limit",
                "page: the last one is short",
                "previous: of the first page",
            },
        ),
        ("offset=4", {"offset: at the end", "offset: no multiple of limit", "previous: of a later page"}),
        ("limit=2&offset=6", {"offset: beyond the end", "previous: of a later page"}),
        ("limit=0&offset=4", {"offset: at the end", "offset: no multiple of limit", "previous: of a later page"}),
        ("title=nothing&offset=1", {"offset: no multiple of limit", "previous: of the first page"}),
    ],
)
def test_paging(query: str, expected: set[str]) -> None:
    """
    Each kind of limit and offset shows where rows are left to show it.
    """
    found = misreadings(survey("title"), _probe(query))

    assert expected == {each for each in found if each.startswith(("limit", "offset", "page", "previous: "))}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=1&offset=1", set()),
        ("limit=1", set()),
        ("limit=1&ordering=id", {"next keeps ordering"}),
        (
            "limit=1&offset=1&mode=list&format=json&form=paper&form=audio",
            {f"{link} keeps {part}" for link in ("next", "previous") for part in ("mode", "format", "a filter")},
        ),
        ("limit=3&offset=3&x=1", {"previous keeps an undeclared parameter"}),
        ("limit=4&search=e", set()),
        ("limit=1&search=e", {"next keeps search"}),
    ],
)
def test_links_keep_the_query(query: str, expected: set[str]) -> None:
    """
    The link to another page shows each kind of parameter that it may lose.
    """
    assert expected == {each for each in misreadings(survey("form"), _probe(query)) if "keeps" in each}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mode=list&format=json", {"mode: list", "form: json"}),
        ("mode=LIST", {"mode: in other letters", "mode: normal", "lenient: mode-unknown mode", "form: None"}),
        ("mode=tiny", {"mode: normal", "lenient: mode-unknown mode", "form: None"}),
        ("mode=list&sold=true", {"mode: list", "mode: with a selection", "form: None"}),
        ("offset=4&mode=list", set()),
        ("offset=3&mode=list", {"mode: list", "form: None"}),
        ("format=", {"mode: absent", "form: ", "lenient: format-empty format"}),
    ],
)
def test_modes_and_forms(query: str, expected: set[str]) -> None:
    """
    A page with rows shows its mode and its form.
    """
    found = misreadings(survey("sold"), _probe(query))

    assert expected == {each for each in found if each.startswith(("mode", "form", "lenient"))}


def test_a_resource_without_modes() -> None:
    """
    Where there are no modes, none can be wrong.
    """
    assert _LONG - {"mode: absent"} == misreadings(survey(modes=Modes((), "normal", "normal")), _probe(""))


def test_headers() -> None:
    """
    Each header shows by itself.
    """
    asked = _probe("", (("Origin", "https://x.example"), ("Accept", "*/*")))

    assert _LONG | {"header: Origin https://x.example", "header: Accept */*"} == misreadings(survey(), asked)


@pytest.mark.parametrize(
    "query", ["undeclared=1&sold=true", "undeclared=1&search=emma", "ordering=no&sold=true&limit=1", "mode=tiny&kind=2"]
)
def test_what_might_select_by_mistake(query: str) -> None:
    """
    Beside it a selection shows nothing: a wrong answer would not say whose mistake it is.
    """
    found = misreadings(survey("sold", "kind"), _probe(query))

    assert {"lenient", "mode", "form"} == {each.partition(":")[0] for each in found}


@pytest.mark.parametrize(
    "probe",
    [
        _probe("format=xml"),
        _probe("kind=x"),
        _probe("search=a%00b"),
        Probe("/v1/books/1/"),
        Probe("/v1/"),
        _probe("", (("Accept", "text/csv"),)),
    ],
    ids=str,
)
def test_what_is_no_list_shows_nothing(probe: Probe) -> None:
    """
    A refusal, a record and the root cover no misreading about lists.
    """
    assert frozenset() == misreadings(survey("kind"), probe)
