"""
What is known of a collection says in advance what a query selects.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from books import PARAMETERS, SEARCH, book, chance, survey

from apicontract.contract.model import Field
from apicontract.diagnosis.texts import TextColumn
from apicontract.planner.combiner import Combiner
from apicontract.planner.misreadings import expected_size, selection
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from apicontract.diagnosis.records import KnownRecords


def _ids(known: KnownRecords, rows: int) -> list[int]:
    return [known.rows[number]["id"] for number in range(len(known.rows)) if rows >> number & 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ((), [1, 2, 3, 5]),
        ((("title", "Emma"),), [1]),
        ((("sold", "true"),), [1, 5]),
        ((("sold", "false"),), [2, 3]),
        ((("kind", "2"),), [3, 5]),
        ((("pages__gt", "9"),), [1, 5]),
        ((("pages__gt", "8"),), [1, 2, 5]),
        ((("pages__in", "9,20"),), [2, 5]),
        ((("form", "paper"), ("form", "audio")), [1, 2, 3, 5]),
        ((("form", "audio"),), [2]),
        ((("pages__isnull", "true"),), [3]),
        ((("pages__isnull", "false"),), [1, 2, 5]),
        ((("sold", "true"), ("kind", "2")), [5]),
        ((("search", "EMMA"),), [1, 2]),
        ((("search", "poem"),), [3, 5]),
        ((("search", "emma,turn"),), [2]),
        ((("search", "poem"), ("sold", "true")), [5]),
        ((("search", "nowhere"),), []),
        ((("limit", "1"), ("offset", "2")), [1, 2, 3, 5]),
    ],
)
def test_a_query_selects(query: tuple[tuple[str, str], ...], expected: list[int]) -> None:
    """
    Every filter and every term must hold; nulls satisfy no comparison, and paging selects nothing.
    """
    known, probe = survey(*PARAMETERS), Probe("/v1/books/", query)

    assert expected == _ids(known, selection(known, probe))
    assert len(expected) == expected_size(known, probe)


@pytest.mark.parametrize(
    ("lookup", "text", "expected"),
    [
        ("exact", "Emma", [1]),
        ("iexact", "eMMA", [1]),
        ("contains", "mma", [1, 2]),
        ("contains", "MMA", []),
        ("icontains", "MMA", [1, 2]),
        ("startswith", "E", [1]),
        ("istartswith", "E", [1, 2]),
        ("endswith", "s", [2, 3]),
        ("iendswith", "S", [2, 3]),
        ("iendswith", "emma", [1]),
    ],
)
def test_texts_are_compared(lookup: str, text: str, expected: list[int]) -> None:
    """
    Each lookup of texts selects its own records, with and without regard to letter case.
    """
    known = survey(parameters=(replace(PARAMETERS["title"], lookup=lookup),))

    assert expected == _ids(known, selection(known, Probe("/v1/books/", (("title", text),))))


def test_a_term_is_looked_for_in_each_field() -> None:
    """
    A record is found by any of the fields given, and by no other.
    """
    known = survey()

    assert ([3, 5], []) == (
        _ids(known, known.containing("PoEm", SEARCH)),
        _ids(known, known.containing("poem", SEARCH[:1])),
    )


def test_texts_are_tested_as_written() -> None:
    """
    A test sees the text as it is written.
    """
    known = survey()

    assert [1] == _ids(known, known.texts_where(TextColumn.containing_exactly, "Emma", SEARCH))
    assert [2] == _ids(known, known.texts_where(TextColumn.containing_exactly, "emma", SEARCH))


def test_everything_is_every_row() -> None:
    """
    The set of all rows has one bit for each.
    """
    assert (0b1111, 0) == (survey().everything, survey(rows=()).everything)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (Field("pages", "pages", "integer"), [100, 9, None, 20]),
        (Field("title", "title", "integer"), [None] * 4),
        (Field("kind__id", "kind.id", "integer"), [1, 1, 2, 2]),
        (Field("gone", "gone", "text"), [None] * 4),
    ],
)
def test_rows_are_sorted_by_values(field: Field, expected: list[Any]) -> None:
    """
    What cannot be read as the field's type, is null or is not there has no value to be sorted by.
    """
    assert expected == survey().sort_values(SimpleNamespace(field=field))


def test_raw_values_are_as_written() -> None:
    """
    What stands at a path is given as the record has it.
    """
    assert [100, 9, None, 20] == survey().raw_values("pages")
    assert ["Novel", "Novel", "Poem", "Poem"] == survey().raw_values("kind.name")


def test_selections_are_remembered_by_value() -> None:
    """
    A second value of a filter, and a second type of a column, are worked out anew.
    """
    known = survey("pages__gt", "pages__in")
    asked = [Probe("/v1/books/", (("pages__gt", text),)) for text in ("9", "20", "9")]

    assert [[1, 5], [1], [1, 5]] == [_ids(known, selection(known, each)) for each in asked]


def test_a_filter_without_values_has_no_parts() -> None:
    """
    Where no record has a value, a filter of texts is not asked for.
    """
    known = survey("title", rows=(book(1, ""),))

    assert [] == list(Combiner(known, chance()).filters(PARAMETERS["title"]))
