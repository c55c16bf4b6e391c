"""
Known records say in advance what a query selects, and are sorted, paged and misordered as readings say.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from books import BOOKS, PARAMETERS, SEARCH, book, chance, survey
from readings import numbers, read

from apicontract.contract.model import Field
from apicontract.diagnosis.texts import TextColumn
from apicontract.planner.combiner import Combiner
from apicontract.planner.misreadings import expected_size, selection
from apicontract.planner.probe import Probe
from apicontract.semantics.ordering import OrderingTerm

if TYPE_CHECKING:
    from apicontract.diagnosis.records import KnownRecords

_NULLS = tuple(book(number + 1, "A", pages=pages) for number, pages in enumerate((100, 9, None, 100)))
_PAGES = Field("pages", "pages", "integer")


def _up(field: Field) -> OrderingTerm:
    return OrderingTerm(field, descending=False)


def _down(field: Field) -> OrderingTerm:
    return OrderingTerm(field, descending=True)


def _with_nulls(stated: str) -> KnownRecords:
    known = survey(rows=_NULLS)
    nulls = replace(known.api.behaviour["nulls"], value=stated)
    return replace(known, api=replace(known.api, behaviour={**known.api.behaviour, "nulls": nulls}))


@pytest.mark.parametrize(
    ("stated", "descending", "expected"),
    [
        ("last", False, [1, 0, 3, 2]),
        ("last", True, [2, 0, 3, 1]),
        ("first", False, [2, 1, 0, 3]),
        ("first", True, [0, 3, 1, 2]),
    ],
)
def test_rows_in_order(stated: str, descending: bool, expected: list[int]) -> None:  # noqa: FBT001 - a case
    """
    Equal rows keep the order seen; a row without a value stands at the end that the contract states, or the other.
    """
    known, key = _with_nulls(stated), OrderingTerm(_PAGES, descending)

    assert expected == known.ordered((key,))
    assert [row for row in expected if row] == known.sorted_rows([3, 2, 1], [key]) or descending
    others = [row for row in expected if row != 2]
    turned = [*others, 2] if expected[0] == 2 else [2, *others]
    assert [turned] == [
        _order(known, order) for name, order in known.misorders((key,), (0,)) if name.startswith("nulls")
    ]


def _order(known: KnownRecords, order: tuple[Any, ...]) -> list[int]:
    return list(known.window(known.everything, order, 0, 99))


@pytest.mark.parametrize(
    ("keys", "number", "expected"),
    [
        ((_up(_PAGES),), 0, {"values are sorted as texts": [0, 3, 1, 2]}),
        ((_down(_PAGES),), 0, {"values are sorted as texts": [2, 1, 0, 3]}),
        ((_up(Field("title", "title", "text")),), 0, {}),
        (
            (_up(Field("title", "title", "text")), _up(_PAGES)),
            1,
            {"values are sorted as texts": [0, 3, 1, 2]},
        ),
        (
            (_up(_PAGES), _down(Field("id", "id", "integer"))),
            0,
            {"values are sorted as texts": [3, 0, 1, 2]},
        ),
    ],
)
def test_values_are_sorted_as_texts(keys: Any, number: int, expected: dict[str, list[int]]) -> None:
    """
    What is no text may be sorted as if it were, nulls apart; the other keys stay.
    """
    known = survey(rows=_NULLS)
    found = {name: _order(known, order) for name, order in known.misorders(keys, (number,))}

    assert expected == {name: rows for name, rows in found.items() if "texts" in name}


def test_nulls_move_where_there_are_some() -> None:
    """
    Where every row has a value, nulls can stand nowhere else.
    """
    known = survey(rows=BOOKS)

    assert ["values are sorted as texts"] == [
        name for name, _ in known.misorders((_up(Field("id", "id", "integer")),), (0,))
    ]


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        (0, 2, [1, 0]),
        (1, 2, [0, 3]),
        (1, 10**40, [0, 3, 2]),
        (10**40, 2, []),
        (3, 2, [2]),
        (0, 0, []),
    ],
)
def test_a_window_is_a_page_of_what_is_selected(start: int, limit: int, expected: list[int]) -> None:
    """
    Rows that are not selected are passed over before the page is cut out; numbers may be of any size.
    """
    known, keys = survey(rows=(*_NULLS, book(9, "B", pages=1))), (_up(_PAGES),)

    assert expected == list(known.window(0b01111, keys, start, limit))
    assert known.window(0b01111, keys, start, limit) is known.window(0b01111, keys, start, limit)


@pytest.mark.parametrize(
    ("keys", "start", "limit", "expected"),
    [
        ((3, 1, 2), 0, 9, [1, 2, 0]),
        ((3, 1, 2), 1, 1, [2]),
        (("b", None, "a"), 0, 9, [1, 2, 0]),
        ((10, 9, "x"), 0, 10**40, [1, 0, 2]),
    ],
)
def test_without_keys_rows_stand_by_their_identifiers(
    keys: tuple[Any, ...], start: int, limit: int, expected: list[int]
) -> None:
    """
    What is not sorted begins with the lowest identifier, whatever types these are of.
    """
    known = survey(rows=[{"id": key} for key in keys])

    assert expected == list(known.window(known.everything, (), start, limit))
    assert [row for row in expected if row != 1] == list(known.window(0b101, (), start, limit)) or start


def test_text_fields_are_those_of_the_records() -> None:
    """
    A member is a text if the first record that has a value for it says so.
    """
    rows = ({"id": 1, "a": None, "b": 1, "e": None}, {"a": "x", "b": "y", "c": {"d": "z"}, "f": ["g"]})

    assert [("a", "a", "text")] == [(each.name, each.path, each.type) for each in survey(rows=rows).text_fields]


def test_a_field_is_shown_by_every_row() -> None:
    """
    A null is shown, what a row does not have is not.
    """
    known = survey(rows=({"id": 1, "a": None, "b": {"c": 1}, "d": []}, {"id": 2, "a": 1, "b": None, "d": [{"c": 1}]}))

    assert [True, True, True, False, False] == [known.shown(each) for each in ("a", "b.c", "d.c", "b.x", "e")]
    assert survey(rows=()).shown("e")


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

    assert expected == numbers(known, selection(known, probe))
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

    assert expected == numbers(known, selection(known, Probe("/v1/books/", (("title", text),))))


def test_a_term_is_looked_for_in_each_field() -> None:
    """
    A record is found by any of the fields given, and by no other.
    """
    known = survey()

    assert ([3, 5], []) == (
        numbers(known, known.containing("PoEm", SEARCH)),
        numbers(known, known.containing("poem", SEARCH[:1])),
    )


def test_texts_are_tested_as_written() -> None:
    """
    A test sees the text as it is written.
    """
    known = survey()

    assert [1] == numbers(known, known.texts_where(TextColumn.containing_exactly, "Emma", SEARCH))
    assert [2] == numbers(known, known.texts_where(TextColumn.containing_exactly, "emma", SEARCH))


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


@pytest.mark.parametrize(("value", "expected"), [(7, True), (None, True), ("many", False)])
def test_rows_are_sortable_by_what_can_be_read(value: Any, expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Who sorts by a value that is none of its type, nobody knows; nothing is known to be one.
    """
    known = survey(rows=[book(1, "x"), book(2, "y", pages=value)])

    assert expected is known.sortable(OrderingTerm(Field("pages", "pages", "integer"), descending=False))
    assert (expected, True) == (read(known, "ordering=pages").certain, read(known, "ordering=id").certain)


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

    assert [[1, 5], [1], [1, 5]] == [numbers(known, selection(known, each)) for each in asked]


def test_a_filter_without_values_has_no_parts() -> None:
    """
    Where no record has a value, a filter of texts is not asked for.
    """
    known = survey("title", rows=(book(1, ""),))

    assert [] == list(Combiner(known, chance()).filters(PARAMETERS["title"]))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([30, None, 7, 30, 8], [2, -1, 0, 2, 1]),
        ([None, None], [-1, -1]),
        ([], []),
        ([5, 5, 5], [0, 0, 0]),
    ],
)
def test_values_are_ranked(values: list[int | None], expected: list[int]) -> None:
    """
    Equal values have the same rank, greater ones a higher one, and nothing is below all others.
    """
    known = survey(rows=[book(number, "x", pages=value) for number, value in enumerate(values)])
    ranks = known.ranks(OrderingTerm(Field("pages", "pages", "integer"), descending=False))
    order = {rank: place for place, rank in enumerate(sorted({*ranks} - {-1}))}

    assert expected == [order.get(rank, rank) for rank in ranks]
