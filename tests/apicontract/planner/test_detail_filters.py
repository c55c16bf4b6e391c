"""
Filters and searches beside a single record.
"""

from __future__ import annotations

import pytest
from books import BOOKS, PARAMETERS, book, survey

from apicontract.planner.detail_filters import DetailQuery, excluding_filters, matching_filters

_ALWAYS = {"detail: unknown", "detail: filtered away", "search: nothing found"}
_PIECES = {"search: letter case counts", "search: only beginnings", "search: only whole words"}
_SEVERAL = {"search: commas are letters", "search: all terms in one field", "search: one phrase"}


def test_a_record_satisfies_what_is_asked_beside_it() -> None:
    """
    Each filter of one value has the record's own, texts between blanks; pieces of its words are searched for.
    """
    query = ((("title"), " Emma "), ("sold", "true"), ("kind", "1"), ("search", "MMA,OVE"))
    filters = {"filter title: blanks count"}
    filters |= {f"filter {each} selects nothing" for each in ("title: value", "sold: true", "kind: value")}
    fields = {"searched field: title ignored", "searched field: kind__name ignored"}

    assert DetailQuery(query, frozenset(filters | _PIECES | _SEVERAL | fields)) == matching_filters(
        survey(*PARAMETERS), BOOKS[0]
    )


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"title": "", "sold": None, "kind": None}, ()),
        (
            {"title": "half \ud83d", "sold": False, "kind": {"id": 2}},
            (("sold", "false"), ("kind", "2"), ("search", "ALF")),
        ),
        ({"title": "12 to", "sold": False, "kind": {}}, (("title", " 12 to "), ("sold", "false"))),
    ],
)
def test_what_cannot_be_asked_for_is_left_out(changes: dict[str, object], query: tuple[tuple[str, str], ...]) -> None:
    """
    Empty and unsendable texts, nulls and short words give no filter and no search.
    """
    assert query == matching_filters(survey(*PARAMETERS), book(1, "") | changes).query


def test_a_search_by_one_piece_shows_less() -> None:
    """
    With one piece there is nothing to tell of commas; a piece that another field has says nothing of its own.
    """
    known = survey()

    assert DetailQuery(
        (("search", "MMA"),), frozenset({*_PIECES, "searched field: title ignored"})
    ) == matching_filters(known, book(1, "Emma", kind=None))
    assert frozenset(_PIECES | _SEVERAL) == matching_filters(known, book(1, "Emma", kind={"name": "Emma"})).misreadings


@pytest.mark.parametrize(
    ("text", "lookups"),
    [
        ("eMMA", ("iexact", "icontains")),
        ("Emm", ("icontains", "contains", "startswith")),
        ("mma", ("icontains", "contains")),
    ],
)
def test_a_text_filters_a_record_away(text: str, lookups: tuple[str, ...]) -> None:
    """
    In the other letter case, without its last and without its first letter: each shows how it may be misread.
    """
    misread = {f"{kind} exact: read as {each}" for kind in ("lookup",) for each in lookups}
    misread |= {f"filter title: read as {each}" for each in lookups}
    found = {dict(each.query)["title"]: each for each in excluding_filters(survey("title"), BOOKS[0])}

    assert ["eMMA", "Emm", "mma"] == list(found)
    assert DetailQuery((("title", text), ("search", "Emma")), frozenset(_ALWAYS | misread)) == found[text]


def test_a_boolean_filters_a_record_away() -> None:
    """
    The other value does, and shows nothing of misreading.
    """
    away = list(excluding_filters(survey("sold", "kind", "pages__gt"), BOOKS[0]))

    assert [DetailQuery((("sold", "false"), ("search", "Emma")), frozenset(_ALWAYS))] == away


@pytest.mark.parametrize(("title", "expected"), [("7", []), (" x", ["X"]), ("", []), ("a\x00b", []), (None, [])])
def test_texts_that_are_the_same_or_nothing(title: str | None, expected: list[str]) -> None:
    """
    A text that is the record's own, or empty, once blanks are taken away filters nothing away.
    """
    away = excluding_filters(survey("title", search=()), book(1, "") | {"title": title})

    assert expected == [dict(each.query)["title"].strip() for each in away][:1]
