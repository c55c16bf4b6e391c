"""
What follows from the place of a record among those of its group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.dataset.derived import derived_value
from apicontract.dataset.reference_index import ReferenceIndex

if TYPE_CHECKING:
    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Tables

PLACES: list[dict[str, Any]] = [{"id": 1}, {"id": 2}]
NETS = ["2024-03-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", None]
STATUSES = [3, 3, 4, 3, 3]


def _stage(number: int) -> dict[str, Any]:
    return {"id": number, "craft": 7}


def flights() -> Tables:
    """
    Five flights from two places, the fifth without a date, and a stage for each.
    """
    rows = [
        {
            "id": number,
            "net": net,
            "place": PLACES[number == 3],
            "status": status,
            "stages": [{"id": number, "craft": 7}],
        }
        for number, (net, status) in enumerate(zip(NETS, STATUSES, strict=True))
    ]
    return {
        "flights": {each["id"]: each for each in rows},
        "stages": {each["id"]: each["stages"][0] for each in rows},
        "places": {each["id"]: each for each in PLACES},
    }


def derived(table: str, kind: str, /, **source: Json) -> list[Any]:
    """
    Return what a rule makes of each record.
    """
    tables = flights()
    references = ReferenceIndex(tables)
    return [derived_value({kind: source}, table, each, references) for each in tables[table].values()]


VIA = {"entity": "flights", "path": "stages"}


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("rank", {}, [3, 2, 2, 4, None]),
        ("rank", {"year": True}, [3, 2, 2, 1, None]),
        ("rank", {"within": "place"}, [3, 2, 2, 1, None]),
        ("rank", {"where": {"status": {"in": [3]}}}, [2, 1, None, 3, None]),
        ("gap", {"within": "place", "first": "P0D"}, ["P60D", "P0D", "P0D", "P0D", None]),
        ("gap", {"within": "place"}, ["P60D", None, "P0D", None, None]),
        ("numbered", {}, ["2024-003", "2024-001", "2024-002", "2025-001", None]),
        ("repeated", {}, [True, False, True, True, None]),
        ("earlier", {"show": "id"}, [2, None, 1, 0, None]),
    ],
)
def test_a_field_follows_from_the_moments_of_a_group(kind: str, source: dict[str, Json], expected: list[Any]) -> None:
    """
    Equal moments count each other; what has no moment, or does not meet the conditions, is in no group.
    """
    assert derived("flights", kind, by="net", **source) == expected


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("rank", {}, [3, 2, 2, 4, None]),
        ("earlier", {"show": "net"}, [NETS[2], None, NETS[1], NETS[0], None]),
    ],
)
def test_the_moment_may_stand_in_the_record_that_refers(
    kind: str, source: dict[str, Json], expected: list[Any]
) -> None:
    """
    A stage has the date of the flight that it is part of.
    """
    assert derived("stages", kind, by="net", via=VIA, within="craft", **source) == expected


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("count", {"where": {"status": {"in": [3]}}}, [3, 1]),
        ("count", {"where": {"net": {"null": True}}}, [1, 0]),
        ("count", {"where": {"net": {"null": False}}}, [3, 1]),
        ("first", {"show": "net"}, [NETS[1], NETS[3]]),
        ("last", {"show": "net"}, [NETS[0], NETS[3]]),
        ("one", {"where": {"status": {"in": [4]}}, "show": "id"}, [2, None]),
        ("streak", {"by": "id", "passed": {"status": {"in": [3]}}}, [1, 1]),
        ("reverse", {"show": "status"}, [[3, 4], [3]]),
    ],
)
def test_a_field_follows_from_what_refers(kind: str, source: dict[str, Json], expected: list[Any]) -> None:
    """
    A place knows the flights that left it.
    """
    found = derived("places", kind, entity="flights", path="place", **source)
    assert [each["id"] if isinstance(each, dict) else each for each in found] == expected


def test_what_several_show_is_shown_once() -> None:
    """
    One record, or one text, that several records refer to stands once, in the order of the first.
    """
    place: Record = {"id": 1}
    ada, bob = {"id": 7}, {"id": 8}
    flights = {
        1: {"place": place, "crew": [ada], "vehicle": str(b"ab", "ascii")},
        2: {"place": place, "crew": [bob, ada], "vehicle": str(b"ab", "ascii")},
    }
    references = ReferenceIndex({"places": {1: place}, "flights": flights})

    def shown(path: str) -> Any:
        rule = {"reverse": {"entity": "flights", "path": "place", "show": path}}
        return derived_value(rule, "places", place, references)

    assert ([ada, bob], ["ab"]) == (shown("crew"), shown("vehicle"))


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [(["P2D", "PT3H", "PT100M"], "PT1H40M"), (["P0D", "P1D", None], "P1D"), (["P0D"], None), ([], None)],
)
def test_the_shortest_of_durations(lengths: list[str | None], expected: str | None) -> None:
    """
    The shortest duration is found by its length, not its text; one of nothing does not count.
    """
    place: Record = {"id": 1}
    flights = {number: {"place": place, "gap": each} for number, each in enumerate(lengths)}
    rule = {"shortest": {"entity": "flights", "path": "place", "show": "gap"}}

    assert expected == derived_value(rule, "places", place, ReferenceIndex({"places": {1: place}, "flights": flights}))
