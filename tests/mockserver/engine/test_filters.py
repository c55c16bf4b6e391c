"""
Filters of every lookup and type, on a collection that has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from apicontract.contract.lookups import INVALID_CHOICE, LOOKUPS, NULL_CHARACTER
from apicontract.contract.model import Field, Modes, Parameter, Resource, World
from mockserver.engine.collection import Collection
from mockserver.engine.filters import Choices, read_conditions
from mockserver.engine.query import select
from mockserver.http.refusals import Refusal
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping


A, B = "6f9619ff-8b86-d011-b42d-00c04fc964ff", "00000000-0000-0000-0000-000000000001"
RECORDS: list[dict[str, Any]] = [
    {"id": A, "name": "Ännie", "size": 1, "on": True, "born": "2020-01-01", "kind": "a", "of": [{"id": 1}, {"id": 2}]},
    {"id": B, "name": "bob", "size": None, "on": False, "born": None, "kind": "b", "of": []},
    {"id": "x", "name": "", "size": -3, "on": True, "born": "1999-12-31", "kind": "a", "of": [{"id": 2}]},
]
KNOWN: Mapping[str, Choices] = {
    "of": Choices("related", frozenset({1, 2, 3}), refuse=True),
    "ofs": Choices("related", frozenset({1, 2, 3}), refuse=True),
    "loose": Choices("related", frozenset({1, 2, 3}), refuse=False),
    "uid": Choices("uuid", frozenset(), refuse=True),
}
SIZES = ("exact", "gt", "gte", "lt", "lte", "in")
PARAMETERS = (
    *(Parameter(f"name_{lookup}", ("name",), lookup, "text") for lookup in LOOKUPS if lookup != "isnull"),
    *(
        Parameter(f"size_{lookup}", ("size",), lookup, "integer")
        for lookup in ("exact", "gt", "gte", "lt", "lte", "in")
    ),
    Parameter("none", ("size",), "isnull", "boolean"),
    Parameter("empty", ("of.id",), "isnull", "boolean"),
    Parameter("on", ("on",), "exact", "boolean"),
    Parameter("born_gte", ("born",), "gte", "date"),
    Parameter("kind", ("kind",), "exact", "choice", choices=("a", "b")),
    Parameter("kinds", ("kind",), "any", "choice", choices=("a", "b")),
    Parameter("of", ("of.id",), "exact", "related", related="others"),
    Parameter("ofs", ("of.id",), "any", "related", related="others"),
    Parameter("loose", ("of.id",), "exact", "related", related="others"),
    Parameter("uid", ("id",), "exact", "related", related="uids"),
    Parameter("either", ("name", "kind"), "icontains", "text"),
    Parameter("unseen", ("(stage)",), "exact", "choice", choices=("a", "b"), hidden=True),
)
RESOURCE = Resource("rs", "R", "rs", Field("id", "id", "text"), Modes((), "n", "n"), {}, PARAMETERS)


def rows(query: str) -> list[int]:
    """
    Return the records that a query selects.
    """
    request = Request("GET", "http", "localhost", "/", quote(query, safe="=&%+"))
    conditions = read_conditions(PARAMETERS, request, KNOWN)
    return list(select(Collection(RESOURCE, World("w", {"rs": RECORDS})), conditions, now=0.0))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name_exact= bob ", [1]),
        ("name_exact=", [0, 1, 2]),
        ("name_exact=x&name_exact=bob", [1]),
        ("name_iexact=äNNIE", [0]),
        ("name_contains=o", [1]),
        ("name_icontains=NN", [0]),
        ("name_startswith=b", [1]),
        ("name_istartswith=B", [1]),
        ("name_endswith=ie", [0]),
        ("name_iendswith=IE", [0]),
        ("name_gt=b", [0, 1]),
        ("name_in=bob,,x", [1, 2]),
        ("size_exact=1.9", [0]),
        ("size_gt=-3", [0]),
        ("size_gte=-3", [0, 2]),
        ("size_lt=1", [2]),
        ("size_lte= 1 ", [0, 2]),
        ("size_in=1,-3", [0, 2]),
        ("size_in=,", []),
        ("size_in=", [0, 1, 2]),
        ("none=true", [1]),
        ("none=0", [0, 2]),
        ("empty=True", [1]),
        ("on=FALSE", [1]),
        ("on=yes", [0, 1, 2]),
        ("born_gte=01/01/2000", [0]),
        ("kind=b", [1]),
        ("kinds=a&kinds=b", [0, 1, 2]),
        ("of=+2", [0, 2]),
        ("of=", [0, 1, 2]),
        ("ofs=1&ofs=3", [0]),
        ("loose=9", []),
        ("either=b", [1]),
        ("of=2&on=1&size_lt=0", [2]),
        ("unknown=1", [0, 1, 2]),
    ],
)
def test_rows_are_selected(query: str, expected: list[int]) -> None:
    """
    Each lookup selects what the framework's filter does; several narrow one another; lists give no duplicates.
    """
    assert rows(query) == expected


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("name_exact=a%00", {"name_exact": [NULL_CHARACTER]}),
        ("size_gt=x", {"size_gt": ["Enter a number."]}),
        ("size_in=1,x", {"size_in": ["Enter a number."]}),
        ("born_gte=soon", {"born_gte": ["Enter a valid date."]}),
        ("of=4", {"of": [INVALID_CHOICE]}),
        ("of=1.0", {"of": [INVALID_CHOICE]}),
        ("of=%00", {"of": [NULL_CHARACTER]}),
        ("ofs=1&ofs=04", {"ofs": ["Select a valid choice. 04 is not one of the available choices."]}),
        ("ofs=", {"ofs": ["“” is not a valid value."]}),
        ("kind=c", {"kind": ["Select a valid choice. c is not one of the available choices."]}),
        ("kinds=", {"kinds": ["Select a valid choice.  is not one of the available choices."]}),
        ("uid=zz", {"uid": ["“zz” is not a valid UUID."]}),
        (f"uid={A}", {"uid": [INVALID_CHOICE]}),
        ("loose=x", {"loose": ["Enter a number."]}),
    ],
)
def test_bad_values_are_named(query: str, errors: dict[str, list[str]]) -> None:
    """
    What cannot be read is 400 with the framework's sentence under the parameter's name.
    """
    with pytest.raises(Refusal) as refusal:
        rows(query)
    assert (refusal.value.status, refusal.value.body) == (400, errors)


def test_a_filter_by_what_no_record_shows() -> None:
    """
    Its values are read and refused; a good one selects nothing in particular.
    """
    with pytest.raises(Refusal) as refusal:
        rows("unseen=z")

    assert ["unseen"] == list(refusal.value.body)
    assert [0, 1, 2] == rows("unseen=a")


def test_all_bad_filters_are_reported_in_order() -> None:
    """
    Every bad filter is reported, in the order in which the filters are declared.
    """
    with pytest.raises(Refusal) as refusal:
        rows("of=9&kind=z&size_exact=x")
    assert list(refusal.value.body) == ["size_exact", "kind", "of"]


def test_a_hidden_field_selects_where_records_have_it() -> None:
    """
    What recordings tell of it is put into the records; without that it selects nothing out.
    """
    conditions = read_conditions(PARAMETERS, Request("GET", "http", "localhost", "/", "unseen=a"), KNOWN)
    told = [{**each, "(stage)": stage} for each, stage in zip(RECORDS, "ab", strict=False)] + [RECORDS[2]]

    assert [0] == list(select(Collection(RESOURCE, World("w", {"rs": told})), conditions, now=0.0))
