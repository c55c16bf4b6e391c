"""
Promise: a row refers to the list that has all keys it shows, and the shapes say with which key, type and entity.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.paging import STYLES
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.learn import ListLearnt
from apicontract.explore.learning.nested import NestedRecords, nested_records
from apicontract.explore.learning.paging import PagingLearnt
from apicontract.explore.learning.records import RecordLearnt

ACORN = {"id": 1, "name": "Acorn"}


def a_list(name: str, *rows: dict[str, Any], identifier: str = "id", **record: Any) -> ListLearnt:
    """
    Return what is known of a list with these rows.
    """
    found = RecordLearnt(identifier, f"/{name}/1", **record)
    alive = Alive(KnownRows(list(rows), complete=True), len(rows))
    return ListLearnt(f"/{name}", name, PagingLearnt(STYLES["none"], list(rows)), found, alive)


def found_in(*lists: ListLearnt, maker: Any = None) -> NestedRecords | None:
    """
    Return what films nest, whose rows show makers.
    """
    rows = [{"id": 7, "maker": 1}] if maker is None else [{"id": 7 + n, "maker": each} for n, each in enumerate(maker)]
    films = a_list("films", *rows, nested={"maker": "id"}, inside={"maker": ACORN})
    return nested_records("films", films, {each.name: each for each in (films, *lists)})


def entity(found: NestedRecords | None) -> str:
    """
    Return the entity to which makers refer; "" for none.
    """
    return str(found.shapes["films/default"]["properties"]["maker"]["x-refers"]["entity"]) if found else ""


def test_rows_refer_and_records_nest() -> None:
    """
    Each form has its shape, and so has what is nested.
    """
    found = found_in(a_list("v1/makers", ACORN))

    refers = {"type": "integer", "x-refers": {"entity": "v1/makers", "key": "id"}}
    assert (
        NestedRecords(
            {
                "modes": {"default": "films/default", "detail": "films/detail"},
                "choices": [],
                "list": "default",
                "detail": "detail",
            },
            {"maker": "id"},
            {
                "films/default": {"entity": "films", "properties": {"maker": refers}},
                "films/detail": {"entity": "films", "properties": {"maker": {"$ref": "v1/makers/in_films_maker"}}},
                "v1/makers/in_films_maker": {"entity": "v1/makers", "properties": {}},
            },
        )
        == found
    )
    assert found is not None
    assert ("maker.id", "name") == (found.whole("maker"), found.whole("name"))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([1], "integer"),
        ([1, None], ["integer", "null"]),
        (["a"], "string"),
        (["a", None], ["string", "null"]),
        ([1, "a"], "string"),
    ],
)
def test_the_type_of_a_reference_is_that_of_its_keys(keys: list[Any], expected: Any) -> None:
    """
    Numbers, or texts; null where a row has none.
    """
    rows = [{"id": each, "name": "Acorn"} for each in dict.fromkeys((1, *keys)) if each is not None]
    found = found_in(a_list("makers", *rows), maker=keys)

    assert found is not None
    assert expected == found.shapes["films/default"]["properties"]["maker"]["type"]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ([a_list("makers", ACORN)], "makers"),
        ([a_list("studios", ACORN)], "studios"),
        ([a_list("studios", ACORN), a_list("makers", ACORN)], "makers"),
        ([a_list("v1/makers", {"id": 1})], "v1/makers"),
        ([a_list("makers", {"id": 1})], "makers"),
        ([a_list("studios", {"id": 1})], ""),
        ([a_list("makers", {"id": 1, "name": "Birch"})], ""),
        ([a_list("makers", {"id": 1, "name": "Birch"}), a_list("studios", ACORN)], "studios"),
        ([a_list("makers", {"id": 2, "name": "Acorn"})], ""),
        ([a_list("makers", ACORN, identifier="name")], ""),
        ([a_list("makers", ACORN, {"id": 2, "name": "Birch"})], "makers"),
        ([], ""),
    ],
)
def test_the_list_that_has_the_keys_is_the_entity(lists: list[ListLearnt], expected: str) -> None:
    """
    One of the name of the field first; it says of the nested record what that says of itself.
    """
    assert expected == entity(found_in(*lists))


def test_every_key_that_rows_show_is_needed() -> None:
    """
    A list without one of them is another one; null is no key.
    """
    makers = a_list("makers", ACORN)

    assert ("", "makers") == (entity(found_in(makers, maker=[1, 2])), entity(found_in(makers, maker=[1, None])))


def test_fields_are_nested_each_for_itself() -> None:
    """
    A field whose keys no list has is left out, and the others are told.
    """
    films = a_list(
        "films",
        {"id": 7, "maker": 1, "place": 5},
        nested={"maker": "id", "place": "id"},
        inside={"maker": ACORN, "place": {"id": 5}},
    )
    found = nested_records("films", films, {"films": films, "makers": a_list("makers", ACORN)})

    assert found is not None
    assert {"maker": "id"} == found.keys
