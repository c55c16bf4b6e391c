"""
Paging as a value: what asks for a page, what a page holds, and how it stands in a document.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.paging import STYLES, UNITS, Paging, paging_of, value_at

ROWS = replace(STYLES["limit-offset"], default_limit=3, maximum_limit=5)
PAGES = replace(STYLES["page-number"], default_limit=3, maximum_limit=5)
FIXED = replace(PAGES, size="")
NONE = STYLES["none"]
NESTED = replace(PAGES, count="meta.count", rows="data", first=0, last="")


@pytest.mark.parametrize(
    ("paging", "row", "size", "query"),
    [
        (ROWS, 0, 2, ()),
        (ROWS, 3, 2, (("offset", "3"),)),
        (PAGES, 0, 2, ()),
        (PAGES, 4, 2, (("page", "3"),)),
        (PAGES, 3, 2, None),
        (NESTED, 4, 2, (("page", "2"),)),
        (FIXED, 6, 2, (("page", "3"),)),
        (FIXED, 4, 2, None),
        (NONE, 0, 2, ()),
        (NONE, 1, 2, None),
    ],
)
def test_what_asks_for_the_page_behind_some_rows(
    paging: Paging, row: int, size: int, query: tuple[tuple[str, str], ...] | None
) -> None:
    """
    Any row may begin a page where rows are counted; else one behind whole pages, of the fixed size if there is one.
    """
    assert query == paging.starting(row, size)


def test_what_asks_for_a_size() -> None:
    """
    The size is asked for where there is a parameter for it.
    """
    assert [(("limit", "4"),), (("page_size", "4"),), (), ()] == [each.sized(4) for each in (ROWS, PAGES, FIXED, NONE)]


@pytest.mark.parametrize(
    ("paging", "any_row", "parameters", "keys"),
    [
        (ROWS, True, ("limit", "offset"), ("count", "next", "previous", "results")),
        (FIXED, False, ("page",), ("count", "next", "previous", "results")),
        (NONE, False, (), ()),
    ],
)
def test_names_that_a_style_has(
    paging: Paging,
    any_row: bool,  # noqa: FBT001 - a case
    parameters: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    """
    Parameters and keys that a style lacks are left out.
    """
    assert (any_row, parameters, keys) == (paging.any_row, paging.parameters, paging.keys)


@pytest.mark.parametrize(
    ("paging", "count", "size", "before"),
    [
        (ROWS, 7, 3, 4),
        (ROWS, 2, 3, 0),
        (PAGES, 7, 3, 6),
        (PAGES, 6, 3, 3),
        (PAGES, 1, 3, 0),
        (PAGES, 0, 3, 0),
    ],
)
def test_rows_before_the_last_page(paging: Paging, count: int, size: int, before: int) -> None:
    """
    The last page is full where any row may begin it; else it holds what whole pages leave.
    """
    assert before == paging.last_page(count, size)


@pytest.mark.parametrize(
    ("paging", "body", "read"),
    [
        (ROWS, {"count": 9, "results": [1]}, (9, [1])),
        (ROWS, [1, 2], (None, None)),
        (NESTED, {"meta": {"count": 9}, "data": [1]}, (9, [1])),
        (NESTED, {"meta": 9, "data": [1]}, (None, [1])),
        (NONE, [1, 2], (2, [1, 2])),
        (NONE, {"a": 1}, (None, None)),
        (replace(NONE, rows="items"), {"items": [1, 2, 3]}, (3, [1, 2, 3])),
        (replace(NONE, rows="items"), {"items": 3}, (None, 3)),
    ],
)
def test_what_a_body_has_for_count_and_rows(paging: Paging, body: Any, read: tuple[Any, Any]) -> None:
    """
    Count and rows stand at their keys; without keys the body is the rows, and they are counted.
    """
    assert read == paging.read(body, lambda _: None)


def test_pointers() -> None:
    """
    A dotted key is a pointer with a step for each part, no key that of the whole body.
    """
    assert ("/meta/count", "/data") == (NESTED.count_pointer, NESTED.rows_pointer)
    assert "" == NONE.rows_pointer


@pytest.mark.parametrize(
    ("paging", "document"),
    [
        (ROWS, {"style": "limit-offset", "default_limit": 3, "maximum_limit": 5}),
        (STYLES["limit-offset"], {"style": "limit-offset", "default_limit": 10, "maximum_limit": 100}),
        (
            NESTED,
            {
                "style": "page-number",
                "count": "meta.count",
                "rows": "data",
                "default_limit": 3,
                "maximum_limit": 5,
                "first": 0,
                "last": "",
            },
        ),
        (NONE, {"style": "none"}),
        (replace(NONE, rows="items"), {"style": "none", "rows": "items"}),
    ],
)
def test_a_document_states_what_differs_from_the_style(paging: Paging, document: dict[str, Any]) -> None:
    """
    The style's own values are left out, but for the sizes of lists that are paged; read again, it is the same paging.
    """
    assert document == paging.document
    assert paging == paging_of(document)


def test_a_fixed_size_is_the_largest() -> None:
    """
    Where no parameter sets the rows of a page, as many as by default are the most.
    """
    assert (3, 3) == (
        (
            fixed := paging_of({"style": "page-number", "size": "", "default_limit": 3, "maximum_limit": 5})
        ).maximum_limit,
        fixed.default_limit,
    )


@pytest.mark.parametrize(
    ("paging", "schema"),
    [
        (ROWS, {"description": "Records before the page.", "type": "integer", "minimum": 0, "default": 0}),
        (NESTED, {"description": "Number of the page, counted from 0.", "type": "integer", "minimum": 0, "default": 0}),
        (
            PAGES,
            {
                "description": "Number of the page, counted from 1; `last` is the last one.",
                "anyOf": [{"type": "integer", "minimum": 1, "default": 1}, {"const": "last"}],
            },
        ),
        (NONE, {}),
    ],
)
def test_the_schema_of_where_a_page_begins(paging: Paging, schema: dict[str, Any]) -> None:
    """
    The parameter is described by what it counts.
    """
    assert schema == UNITS[paging.unit].schema(paging)


@pytest.mark.parametrize(
    ("paging", "rows", "texts"),
    [
        (ROWS, 20, ("3", "7", "5", "18", "20", "33", "-1", "abc", "")),
        (ROWS, 2, ("3", "7", "5", "1", "2", "15", "-1", "abc", "")),
        (PAGES, 20, ("2", "3", "7", "8", "20", "0", "last", "abc", "")),
        (PAGES, 0, ("2", "3", "1", "14", "0", "last", "abc", "")),
        (NESTED, 9, ("2", "3", "15", "-1", "", "abc")),
        (NONE, 9, ()),
    ],
)
def test_texts_worth_asking_for(paging: Paging, rows: int, texts: tuple[str, ...]) -> None:
    """
    Pages inside, at the end, past it and unreadable ones, each once.
    """
    assert texts == UNITS[paging.unit].texts(paging, rows, 5)


@pytest.mark.parametrize(
    ("key", "value"), [("a.b", 1), ("a", {"b": 1}), ("a.c", None), ("a.b.c", None), ("", {"a": {"b": 1}})]
)
def test_the_value_at_a_dotted_key(key: str, value: Any) -> None:
    """
    What stands there, or nothing; the whole body at no key.
    """
    assert value == value_at({"a": {"b": 1}}, key)
