"""
A row may show the key of what its single record nests.
"""

from __future__ import annotations

import pytest

from apicontract.contract.paging import STYLES
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.learn import Learnt, ListLearnt
from apicontract.explore.learning.nested import nested_records, referred, unconfirmed_sentences
from apicontract.explore.learning.paging import PagingLearnt
from apicontract.explore.learning.records import RecordLearnt, nested_keys

MAKERS = [{"id": 1, "name": "Acorn"}, {"id": 2, "name": "Birch"}]
FILMS = [{"id": 7, "maker": 1, "size": {"id": 3}}, {"id": 8, "maker": 2, "size": {"id": 3}}]


def learnt(
    path: str, rows: list[dict[str, object]], nested: dict[str, str], inside: dict[str, dict[str, object]] | None = None
) -> ListLearnt:
    """
    Return what is known of a list with these rows.
    """
    record = RecordLearnt("id", f"{path}/1", nested=nested, inside=inside or {})
    alive = Alive(KnownRows(rows, complete=True), len(rows))
    return ListLearnt(path, path.strip("/"), PagingLearnt(STYLES["none"], rows), record, alive)


def test_keys_are_those_of_what_the_record_nests() -> None:
    """
    A field counts in which the record nests an object with the row's value as its key; one that both nest does not.
    """
    record = {"id": 7, "maker": {"id": 1, "name": "Acorn"}, "size": {"id": 3}}

    assert {"maker": "id"} == nested_keys(FILMS[0], record)


def test_rows_refer_to_the_list_that_has_their_keys() -> None:
    """
    The shape of the rows says to which list they refer, that of the single record nests its records.
    """
    inside = {"maker": {"id": 1, "name": "Acorn", "films": 4}}
    lists = {
        "films": learnt("/films", list(FILMS), {"maker": "id"}, inside),
        "makers": learnt("/makers", list(MAKERS), {}),
    }

    found = nested_records("films", lists["films"], lists)

    assert found is not None
    refers = {"type": "integer", "x-refers": {"entity": "makers", "key": "id"}}
    assert {"maker": refers} == found.shapes["films/default"]["properties"]
    assert {"maker": {"$ref": "makers/in_films_maker"}} == found.shapes["films/detail"]["properties"]
    assert "maker.id" == found.whole("maker")


@pytest.mark.parametrize(("path", "expected"), [("maker", "makers"), ("other", "numbers"), ("lost", ""), ("none", "")])
def test_a_field_names_records_of_another_list(path: str, expected: str) -> None:
    """
    All that rows name must be there; a list with the name of the field comes first.
    """
    rows: list[dict[str, object]] = [
        {"id": 1, "maker": 1, "other": 2, "lost": 9, "none": None},
        {"id": 2, "maker": 2, "other": 3, "lost": 1, "none": None},
    ]
    lists = {
        "films": learnt("/films", rows, {}),
        "numbers": learnt("/numbers", [{"id": number} for number in (1, 2, 3)], {}),
        "makers": learnt("/makers", list(MAKERS), {}),
    }

    assert expected == referred("films", lists["films"], path, lists)


@pytest.mark.parametrize(
    ("name", "inside", "refers"),
    [
        ("makers", {"id": 1, "name": "Acorn"}, True),
        ("makers", {"id": 1, "name": "Birch"}, False),
        ("makers", {"id": 1}, True),
        ("studios", {"id": 1, "name": "Acorn"}, True),
        ("studios", {"id": 1, "name": "Oak"}, False),
        ("studios", {"id": 1}, False),
    ],
)
def test_a_list_with_the_same_numbers_says_the_same_of_them(
    name: str, inside: dict[str, object], *, refers: bool
) -> None:
    """
    A list that has the keys has the record that is nested, too: with its values, or with its name alone.
    """
    lists = {
        "films": learnt("/films", list(FILMS), {"maker": "id"}, {"maker": inside}),
        name: learnt(f"/{name}", list(MAKERS), {}),
    }

    assert refers == (nested_records("films", lists["films"], lists) is not None)
    assert refers == ([] == list(unconfirmed_sentences(Learnt([*lists.values()]))))


def test_keys_that_no_list_has_refer_to_nothing() -> None:
    """
    Without a list of the nested records nothing is declared, and that is told.
    """
    films = learnt("/films", list(FILMS), {"maker": "id"})

    assert nested_records("films", films, {"films": films}) is None
    told = list(unconfirmed_sentences(Learnt([films])))
    assert ["films: records nest, in maker, those of no list that was found"] == told
