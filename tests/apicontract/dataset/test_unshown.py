"""
Promise: a list that was recorded whole tells of its records what no row shows, and nothing is guessed from a part.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from apicontract.contract.model import Field, Modes, Parameter, Resource
from apicontract.dataset.recorded_data import RecordedData
from apicontract.dataset.recorded_pages import RecordedPage
from apicontract.dataset.unshown import tell_unshown

THINGS = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes((), "default", "default"),
    {},
    parameters=(
        Parameter("loud", ("(loud)",), "exact", "boolean", hidden=True),
        Parameter("quiet", ("quiet",), "exact", "boolean"),
        Parameter("state", ("(state)",), "any", "choice", choices=("new", "old"), hidden=True),
        Parameter("above", ("(size)",), "gt", "integer", hidden=True),
        Parameter("maker", ("(makers__code)",), "exact", "text", hidden=True),
    ),
    search=(Field("makers__name", "(makers__name)"), Field("name", "(name)")),
    ordering=(Field("id", "id", "integer"), Field("made", "(by made)"), Field("place", "(by place)", "integer")),
)
API: Any = SimpleNamespace(resources={"things": THINGS})
FIELDS: Any = SimpleNamespace(members={"things": {"id": None, "makers": None}})


def told(*lists: tuple[str, list[int]], counts: int = 0, offsets: tuple[int, ...] = (), **tables: Any) -> list[Any]:
    """
    Return four things once lists were recorded, each a query with the numbers of the things shown.
    """
    things = {number: {"id": number, "makers": []} for number in range(4)} | tables.pop("things", {})
    evidence = RecordedData(tables={"things": things, **tables})
    for place, (query, shown) in enumerate(lists):
        offset = offsets[place] if offsets else 0
        pairs = tuple(tuple(each.split("=")) for each in query.split("&"))
        rows = tuple(things[each] for each in shown)
        evidence.pages.append(RecordedPage(THINGS, pairs, offset, 9, counts or len(shown), rows, "x"))  # type: ignore[arg-type]
    tell_unshown(API, FIELDS, evidence)
    return list(things.values())


@pytest.mark.parametrize(
    ("path", "lists", "values"),
    [
        ("(loud)", [("loud=true", [1]), ("loud=false", [0, 2])], [False, True, False, None]),
        ("(loud)", [("loud=true", [1]), ("ordering=made&loud=false", [2, 0])], [False, True, False, None]),
        ("(loud)", [("loud=true", [1])], None),
        ("(loud)", [("loud=true", [1, 2]), ("loud=false", [0, 3])], [False, True, True, False]),
        ("(loud)", [("loud=true&state=new", [1, 2]), ("loud=false", [0, 3])], None),
        ("(loud)", [("loud=x", [1, 2])], None),
        ("quiet", [("quiet=true", [1])], [False, True, False, False]),
        ("quiet", [], None),
        ("(state)", [("state=new", [0, 1, 2]), ("state=old", [3, 0])], [["new", "old"], "new", "new", "old"]),
        ("(state)", [("state=new", [0, 1, 2])], None),
        ("(size)", [("above=1", [0, 1, 2, 3])], None),
    ],
)
def test_lists_tell_whom_a_filter_selects(path: str, lists: list[Any], values: list[Any] | None) -> None:
    """
    A hidden filter is known once both truths were recorded, or each record was selected by some value.
    """
    assert ([each[path] for each in told(*lists)] if values else None) == values
    if values is None:
        assert not any(path in each for each in told(*lists))


@pytest.mark.parametrize(
    ("lists", "places"),
    [
        ([("ordering=made", [2, 0, 1, 3])], ["1", "2", "0", "3"]),
        ([("ordering=-made", [2, 0, 1, 3])], ["2", "1", "3", "0"]),
        ([("ordering=made", [0, 2, 1, 3]), ("ordering=-made", [1, 3, 0, 2])], ["0", "1", "0", "1"]),
        ([("ordering=made", [0, 1, 2, 3]), ("ordering=-made", [0, 1, 2, 3])], ["0", "0", "0", "0"]),
        ([("ordering=made", [0, 1, 2, 3]), ("ordering=-made", [3, 2, 1, 0])], ["0", "1", "2", "3"]),
    ],
)
def test_lists_tell_how_a_term_sorts(lists: list[Any], places: list[str]) -> None:
    """
    Records that stand alike in both directions tie; with one direction none does.
    """
    assert places == [each["(by made)"].lstrip("0") or "0" for each in told(*lists)]


def test_a_place_has_the_type_of_its_field() -> None:
    """
    What is read as a number is one.
    """
    assert [0, 1, 2, 3] == [each["(by place)"] for each in told(("ordering=place", [0, 1, 2, 3]))]


def test_pages_of_a_list_are_one() -> None:
    """
    A list is whole once each of its positions was recorded, on however many pages; a part of it tells nothing.
    """
    halves = [("ordering=made", [0, 1]), ("ordering=made", [2, 3])]
    assert all("(by made)" in each for each in told(*halves, counts=4, offsets=(0, 2)))
    assert not any("(by made)" in each for each in told(*halves, counts=5, offsets=(0, 2)))
    assert not any("(by made)" in each for each in told(*halves[:1], counts=4))
    assert not any("(by made)" in each for each in told(("ordering=made", [0, 0, 1, 2])))


def test_other_lists_tell_of_the_records_that_keys_name() -> None:
    """
    Texts that are all keys of one list lead to what its rows show; nothing else does.
    """
    made = {0: {"id": 0, "makers": ["a", "b"]}, 1: {"id": 1, "makers": ["b"]}}
    makers = {key: {"code": key, "name": key.upper()} for key in ("a", "b", "c")}
    things = told(things=made, makers=makers)

    assert [["A", "B"], "B", None, None] == [each["(makers__name)"] for each in things]
    assert [["a", "b"], "b", None, None] == [each["(makers__code)"] for each in things]
    assert not any("(name)" in each for each in things)


@pytest.mark.parametrize(
    "tables",
    [
        {"makers": {"a": {"code": "a", "name": "A"}}},
        {"makers": {"a": {"code": "a", "name": "A"}, "b": {"code": "b"}}},
        {each: {key: {"code": key, "name": key} for key in "ab"} for each in ("makers", "owners")},
        {},
    ],
)
def test_a_name_that_gets_lost_tells_nothing(tables: dict[str, Any]) -> None:
    """
    A key without a record, a record without the field, two lists that have the keys.
    """
    things = told(things={0: {"id": 0, "makers": ["a", "b"]}}, **tables)
    assert not any("(makers__name)" in each for each in things)


def test_numbers_are_no_keys_by_themselves() -> None:
    """
    Each list has a record called 1.
    """
    things = told(things={0: {"id": 0, "makers": [1, 2]}}, makers={each: {"name": "x"} for each in (1, 2, 3)})
    assert not any("(makers__name)" in each for each in things)
