"""
Filters and searches beside a single record.
"""

from __future__ import annotations

import pytest
from books import BOOKS, PARAMETERS, book, survey

from apicontract.planner.detail_filters import excluding_filters, matching_filters


def test_a_record_satisfies_what_is_asked_beside_it() -> None:
    """
    Each filter of one value has the record's own, texts between blanks; pieces of its words are searched for.
    """
    query = (("title", " Emma "), ("sold", "true"), ("kind", "1"), ("search", "MMA,OVE"))

    assert query == matching_filters(survey(*PARAMETERS), BOOKS[0])


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"title": "", "sold": None, "kind": None}, ()),
        (
            {"title": "half \ud83d", "sold": False, "kind": {"id": 2}},
            (("sold", "false"), ("kind", "2"), ("search", "ALF")),
        ),
        ({"title": "12 to", "sold": False, "kind": {}}, (("title", " 12 to "), ("sold", "false"))),
        ({"title": "Emma", "sold": None, "kind": None}, (("title", " Emma "), ("search", "MMA"))),
        (
            {"title": "Emma", "sold": None, "kind": {"name": "Emma"}},
            (("title", " Emma "), ("search", "MMA,MMA")),
        ),
    ],
)
def test_what_cannot_be_asked_for_is_left_out(changes: dict[str, object], query: tuple[tuple[str, str], ...]) -> None:
    """
    Empty and unsendable texts, nulls and short words give no filter and no search; one piece is searched for alone.
    """
    assert query == matching_filters(survey(*PARAMETERS), book(1, "") | changes)


def test_texts_filter_a_record_away() -> None:
    """
    In the other letter case, without its last and without its first letter, beside a search that finds it.
    """
    assert [(("title", text), ("search", "Emma")) for text in ("eMMA", "Emm", "mma")] == list(
        excluding_filters(survey("title"), BOOKS[0])
    )


def test_a_boolean_filters_a_record_away() -> None:
    """
    The other value does; numbers and related records are not asked for.
    """
    away = list(excluding_filters(survey("sold", "kind", "pages__gt"), BOOKS[0]))

    assert [(("sold", "false"), ("search", "Emma"))] == away


@pytest.mark.parametrize(("title", "expected"), [("7", []), (" x", ["X"]), ("", []), ("a\x00b", []), (None, [])])
def test_texts_that_are_the_same_or_nothing(title: str | None, expected: list[str]) -> None:
    """
    A text that is the record's own, or empty, once blanks are taken away filters nothing away.
    """
    away = excluding_filters(survey("title", search=()), book(1, "") | {"title": title})

    assert expected == [dict(each)["title"].strip() for each in away][:1]
