"""
What was recorded is changed where newer lists contradict it, and nowhere else.
"""

from __future__ import annotations

from typing import Any

import pytest
from lost_world import API, KINDS, RESOURCE, LostWorld, lost_world

from apicontract.dataset import generate
from apicontract.dataset.fields import Fields
from apicontract.dataset.placement.lists import RecordedLists, unserved_pages
from apicontract.dataset.placement.place import PlacementProblem, place
from apicontract.dataset.recorded_pages import RecordedPage
from apicontract.dataset.seeded_random import SeededRandom

_SIZES = [1, 2, 3, 4, 5, 6]


def placed(pages: list[RecordedPage], rows: list[dict[str, Any]], ages: dict[int, int]) -> list[str]:
    """
    Return the reasons why pages are not shown when rows are placed whose sizes have these ages (by identifier).
    """
    known = {id(each): {"size": ages[each["id"]]} for each in rows if each["id"] in ages}
    evidence = RecordedLists(pages, known, nulls_last=True)
    problem = PlacementProblem(Fields(API), "things", evidence, {"kinds": KINDS, "things": {}})
    grown = place(problem, rows, [], SeededRandom(1))
    return [each.reason for each in unserved_pages(pages, grown, evidence, {})]


def page(rows: list[dict[str, Any]], count: int, *query: tuple[str, str], offset: int = 0) -> RecordedPage:
    """
    Return a page that three answers are newer than.
    """
    return RecordedPage(RESOURCE, query, offset, len(rows), count, tuple(rows), "a", age=3, moment_age=3)


@pytest.mark.parametrize(("age", "shown"), [(4, True), (3, False), (0, False)])
def test_an_older_value_gives_way_to_a_newer_order(age: int, *, shown: bool) -> None:
    """
    A record whose value stands out of the order of a page gets another one only if the page is newer.
    """
    rows = [{"id": number, "size": size} for number, size in enumerate([1, 2, 9, 4, 5, 6])]
    reasons = placed([page(rows, 6, ("ordering", "size"))], rows, {2: age})

    assert shown is (not reasons)
    assert shown is (2 <= rows[2]["size"] <= 4)
    assert [1, 2, 4, 5, 6] == [each["size"] for each in rows if each["id"] != 2]


@pytest.mark.parametrize(("age", "count"), [(4, 3), (0, 4)])
def test_an_older_value_gives_way_to_a_newer_count(age: int, count: int) -> None:
    """
    A newer count of a selection changes a value that no page shows any more, and no newer one.
    """
    rows = [{"id": number, "size": size} for number, size in enumerate(_SIZES)]
    placed([page([rows[3]], 3, ("size__gt", "2"), ("ordering", "id"), offset=1)], rows, {5: age})

    assert count == sum((each["size"] or 0) > 2 for each in rows)


def test_an_identifier_never_gives_way() -> None:
    """
    A record keeps its identifier, whatever newer lists ask for: with another one it would not be there any more.
    """
    rows = [{"id": number, "size": 1} for number in (1, 3, 5, 9)]
    first = page(rows[:2], 4, ("ordering", "id"))
    last = page([rows[2]], 4, ("ordering", "id"), offset=3)
    known = {id(each): {"id": 4, "size": 4} for each in rows}
    evidence = RecordedLists([first, last], known, nulls_last=True)
    problem = PlacementProblem(Fields(API), "things", evidence, {"kinds": KINDS, "things": {}})

    assert {1, 3, 5, 9} == {each["id"] for each in place(problem, rows, [], SeededRandom(1))}


def test_what_no_newer_list_contradicts_stays() -> None:
    """
    Of many older values those stay with which all lists are shown as well, whatever was tried.
    """
    old = [9, 9, 9, 6, 3, 5, 5, 4, 1, 9, 7, 7]
    rows = [{"id": number, "size": size} for number, size in enumerate(old)]
    ordered = page([rows[each] for each in (1, 2, 4, 9, 7, 5)], 12, ("ordering", "size"), offset=2)
    selected = page([rows[each] for each in (3, 5, 6)], 5, ("size__gt", "4"), ("ordering", "id"))

    assert [] == placed([ordered, selected], rows, dict.fromkeys(range(12), 4))
    assert [3, 4, 5, 6, 7, 8, 10, 11] == [each["id"] for each in rows if each["size"] == old[each["id"]]]


def test_a_value_that_gave_way_is_told() -> None:
    """
    A recorded page that is not shown because newer lists ask for another value is told with both values.
    """
    before = lost_world(1, 6).records
    after = [{**each, "size": 50} if number == 2 else each for number, each in enumerate(before)]
    (old,) = LostWorld(before).ask([f"/things/{before[2]['id']}/"], "2026-01-01")
    new = LostWorld(after).ask(["/things/?size__gt=49&mode=brief"], "2026-02-01")
    world = generate(API, [old, *new])

    assert [] == [each for each in world.unserved if each.page]
    (told,) = world.unserved
    assert f"size of things {before[2]['id']} is" in told.reason
    assert "as newer lists require" in told.reason
