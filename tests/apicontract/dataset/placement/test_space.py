"""
The dimensions that recorded pages speak of, and what each page says in them.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.errors import ContradictionError
from apicontract.contract.model import Api, Field, Host, Modes, Resource, Shape
from apicontract.contract.paging import STYLES
from apicontract.dataset.fields import Fields
from apicontract.dataset.placement.assignment import Division
from apicontract.dataset.placement.groups import Group
from apicontract.dataset.placement.selection import RecordedCondition, Sort
from apicontract.dataset.placement.space import POSITION, Space

BASE = "https://example.test/"
PROPERTIES: dict[str, dict[str, Any]] = {
    "kinds": {"id": {"type": "integer"}, "name": {"type": "string"}},
    "things": {
        "id": {"type": "integer"},
        "size": {"type": ["integer", "null"], "minimum": 0},
        "name": {"type": "string"},
        "kind": {"anyOf": [{"$ref": "kinds"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
THINGS = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes((), "plain", "plain"),
    {"plain": "things"},
    ordering=(Field("id", "id", "integer"), Field("size", "size", "integer"), Field("kind__id", "kind.id", "integer")),
)
API = Api(
    name="things",
    title="Things",
    version="1",
    base_path="/",
    primary="things",
    hosts={"here": Host("here", "https://example.test")},
    default_host="here",
    paging=STYLES["limit-offset"],
    resources={"things": THINGS},
    shapes={
        name: Shape(name, f"{BASE}{name}", name, {"x-entity": name, "properties": properties})
        for name, properties in PROPERTIES.items()
    },
)
KINDS = {number: {"id": number, "name": name} for number, name in ((1, "red"), (2, "blue"), (5, "green"))}
ROWS = [
    {"id": 3, "size": 10, "name": "Red fox", "kind": KINDS[1], "tags": ["a"]},
    {"id": 7, "size": None, "name": "owl", "kind": None, "tags": []},
]
SIZE, DOWN = Sort("size", "integer", descending=False), Sort("size", "integer", descending=True)
IDS = Sort("id", "integer", descending=False)
LARGE = RecordedCondition(("size",), "integer", "gt", (10,))
FOX = RecordedCondition(("name", "kind.name"), "text", "icontains", ("red",))
TAGGED = RecordedCondition(("tags",), "text", "exact", ("a",))


def space(*groups: Group) -> Space:
    """
    Return the space of two recorded rows and some groups.
    """
    return Space(Fields(API), "things", ROWS, groups, {"kinds": KINDS, "things": {each["id"]: each for each in ROWS}})


def group(*parts: Sort | RecordedCondition, count: int = 5, positions: dict[int, Any] | None = None) -> Group:
    """
    Return a group of five records.
    """
    sorts, conditions = (tuple(each for each in parts if isinstance(each, kind)) for kind in (Sort, RecordedCondition))
    return Group(conditions, sorts, count, positions or {}, {}, ("here",))


def test_the_natural_position_comes_first() -> None:
    """
    Without groups there is the position alone, whose points are the recorded rows.
    """
    known = space()

    assert (1, [(0,), (1,)], {}, {}) == (
        len(known.dimensions),
        known.dimensions[POSITION].points,
        known.paths,
        known.atoms,
    )


@pytest.mark.parametrize(
    ("lookup", "values", "points"),
    [
        ("exact", (4,), [(0, 4), (1,)]),
        ("in", (4, 2), [(0, 2), (0, 4), (1,)]),
        ("gte", (4,), [(0, 4), (1,)]),
        ("isnull", (True,), [(1,)]),
    ],
)
def test_a_condition_of_one_value_cuts_its_path(lookup: str, values: tuple[Any, ...], points: list[Any]) -> None:
    """
    The values asked for and null are the points of the path.
    """
    known = space(group(RecordedCondition(("size",), "integer", lookup, values)))

    assert ({"size": (1, "integer")}, {}) == (known.paths, known.atoms)
    assert points == [each if each[0] == 0 else (1,) for each in known.dimensions[1].points]


@pytest.mark.parametrize("condition", [FOX, TAGGED, RecordedCondition(("name",), "text", "icontains", ("x",))])
def test_other_conditions_have_a_dimension_of_their_own(condition: RecordedCondition) -> None:
    """
    What looks at several paths, into a list or into a text is true or false.
    """
    known = space(group(condition))

    assert ({}, {condition: 1}) == (known.paths, known.atoms)
    assert [(0, False), (0, True)] == known.dimensions[1].points


def test_identifiers_are_unique() -> None:
    """
    The identifiers of all recorded rows are taken; other values may come again.
    """
    known = space(group(IDS, positions={1: ROWS[0]}), group(SIZE, positions={0: ROWS[0]}))
    ids, sizes = (known.dimensions[known.paths[path][0]] for path in ("id", "size"))

    assert ([(0, 3), (0, 7)], True) == (ids.points, ids.unique)
    assert ([(0, 10)], False) == (sizes.points, sizes.unique)


def test_a_record_lies_in_cells() -> None:
    """
    A record lies in an odd cell where its value is a point, and in the even one between points else.
    """
    known = space(group(SIZE, positions={0: ROWS[0]}), group(FOX))
    rows = ({"size": size, "name": name, "kind": None} for size, name in ((10, "Red"), (3, "x"), (30, "RED")))

    assert [{1: 1, 2: 3}, {1: 0, 2: 1}, {1: 2, 2: 3}] == [known.own(each, frozenset()) for each in rows]
    assert {2: 3} == known.own({"size": 10, "name": "red", "kind": None}, frozenset({"size"}))


def test_what_a_reference_can_lead_to() -> None:
    """
    Every record of the entity, and null where it may be: those inside a box are left.
    """
    known = space(group(RecordedCondition(("kind.id",), "integer", "gt", (1,))), group(FOX))
    number = known.paths["kind.id"][0]
    above = known.dimensions[number].above(1) & ~(1 << 3)

    assert [KINDS[2], KINDS[5]] == known.fitting("kind", {number: above})
    assert [*KINDS.values(), None] == known.fitting("kind", {})
    assert [True, False] == [known.feasible({number: mask}) for mask in (above, 0)]


def test_a_condition_that_other_paths_can_satisfy_stays_open() -> None:
    """
    A reference that satisfies it settles it; one that does not leaves both.
    """
    known = space(group(FOX))
    number = known.atoms[FOX]
    true, false = {number: 0b1000}, {number: 0b0010}

    assert [*KINDS.values(), None] == known.fitting("kind", true)
    assert [KINDS[2], KINDS[5], None] == known.fitting("kind", false)


def test_a_condition_on_a_reference_alone_is_settled_by_it() -> None:
    """
    Where no other path can satisfy it, what does not satisfy it makes it false.
    """
    red = RecordedCondition(("kind.name",), "text", "icontains", ("red",))
    known = space(group(red))
    number = known.atoms[red]

    assert [KINDS[1]] == known.fitting("kind", {number: 0b1000})
    assert [KINDS[2], KINDS[5], None] == known.fitting("kind", {number: 0b0010})


def test_a_reference_of_which_nothing_is_said_is_open() -> None:
    """
    Then there are no options to choose from, and every box is feasible.
    """
    known = space(group(SIZE))

    assert [] == known.options["kind"]
    assert known.feasible({1: 0})


@pytest.mark.parametrize(
    ("parts", "taken", "quotas"),
    [
        ((SIZE,), [0, 0], (1, 3, 0)),
        ((LARGE, SIZE), [0, 2], (1, 1, 2)),
    ],
)
def test_how_many_records_a_group_wants(
    parts: tuple[Sort | RecordedCondition, ...], taken: list[int], quotas: tuple[int, ...]
) -> None:
    """
    So many before, between and behind the known rows as are unknown, less those that are taken; the rest elsewhere.
    """
    wanted = group(*parts, positions={1: ROWS[0]})

    assert quotas == space(wanted).division(wanted, taken, 4).quotas


@pytest.mark.parametrize(("taken", "size"), [([2, 0], 4), ([0, 0], 3), ([0, 0], 5)])
def test_a_group_that_does_not_fit(taken: list[int], size: int) -> None:
    """
    No gap may have too many records, and of everything nothing may be left over.
    """
    wanted = group(SIZE, positions={1: ROWS[0]})

    with pytest.raises(ContradictionError, match="a selection of 5 records does not fit") as caught:
        space(wanted).division(wanted, taken, size)
    assert ("here",) == caught.value.places


def test_the_boxes_of_a_group() -> None:
    """
    Each gap leads to the cells between its rows, by the ordering and then by position; a full gap to nothing.
    """
    up, down = group(SIZE, count=2, positions={1: ROWS[0]}), group(DOWN, count=2, positions={0: ROWS[0]})
    known = space(up, down)
    sizes = known.dimensions[1]
    expected = ({1: sizes.below(1)}, {1: 1 << 1, POSITION: known.dimensions[POSITION].below(1)})

    assert Division((1, 0, 0), (expected, (), ())) == known.division(up, [0, 0], 1)
    assert (
        {1: sizes.below(1)},
        {1: 1 << 1, POSITION: known.dimensions[POSITION].above(1)},
    ) == known.division(down, [0, 0], 1).boxes[1]


@pytest.mark.parametrize(
    ("lookup", "values", "inside"),
    [
        ("gt", (10,), {11}),
        ("gte", (10,), {10, 11}),
        ("lt", (10,), {9}),
        ("lte", (10,), {9, 10}),
        ("exact", (10,), {10}),
        ("in", (10, 11), {10, 11}),
        ("isnull", (True,), {None}),
        ("isnull", (False,), {9, 10, 11}),
    ],
)
def test_what_a_condition_selects(lookup: str, values: tuple[Any, ...], inside: set[int | None]) -> None:
    """
    The cells of a condition hold the values that satisfy it, those of the others all the rest.
    """
    wanted = group(RecordedCondition(("size",), "integer", lookup, values), count=1)
    known = space(wanted, group(RecordedCondition(("size",), "integer", "in", (9, 10, 11))))
    division = known.division(wanted, [0], 2)
    number = known.paths["size"][0]
    cells = {value: known.own({"size": value}, frozenset())[number] for value in (9, 10, 11, None)}

    def held(boxes: tuple[Any, ...]) -> set[int | None]:
        return {value for value, cell in cells.items() if any(box[number] >> cell & 1 for box in boxes)}

    assert (1, 1) == division.quotas
    assert (inside, set(cells) - inside) == tuple(held(boxes) for boxes in division.boxes)
