"""
A key stands for its record: in a path, in what is sent, and beside a form that nests the record.
"""

from __future__ import annotations

import pytest

from apicontract.checks.records import unequal
from apicontract.contract.model import REFERS, Shape
from apicontract.contract.paths import ABSENT, values_at
from apicontract.contract.projection import project

OWNER = {"id": 7, "name": "Ada"}


def test_a_shape_with_a_key_sends_the_key_of_the_record() -> None:
    """
    Where a shape says that a value refers to a record, the record's key is sent in its place.
    """
    schema = {
        "type": "object",
        "x-entity": "books",
        "properties": {
            "id": {"type": "integer"},
            "author": {"type": "integer", REFERS: {"entity": "authors", "key": "id"}},
            "others": {"type": "array", "items": {"type": "integer", REFERS: {"entity": "authors", "key": "id"}}},
        },
    }
    shape = Shape("books/list", "books/list.schema.json", "books", schema)

    sent = project({"id": 1, "author": OWNER, "others": [OWNER]}, shape, {shape.name: shape}, lambda *_: None)

    assert {"id": 1, "author": 7, "others": [7]} == sent


@pytest.mark.parametrize(("row", "found"), [({"author": 7}, [7]), ({"author": OWNER}, [7]), ({"author": None}, [None])])
def test_a_path_to_the_key_of_a_record_ends_at_its_key(row: dict[str, object], found: list[object]) -> None:
    """
    A row that shows the key of a record, and one that nests the record, have the same value at the path to the key.
    """
    assert found == list(values_at(row, "author.id"))


def test_a_key_says_nothing_else_of_its_record() -> None:
    """
    What stands behind a key is not known by it.
    """
    assert [ABSENT] == list(values_at({"author": 7}, "author.name"))


@pytest.mark.parametrize(("other", "differs"), [(7, False), (8, True), (True, True)])
def test_a_form_may_nest_what_another_names(other: object, differs: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    A record and its own key are no difference between two forms; another key is one.
    """
    assert differs == bool(list(unequal({"author": {"id": 7}}, {"author": other}, frozenset())))
