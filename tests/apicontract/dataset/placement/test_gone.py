"""
Recordings of many nights: rows come and go, values change, and the last night is served.
"""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from lost_world import API, HOST, RESOURCE, LostWorld, lost_world, thing

from apicontract.dataset import generate
from apicontract.dataset.placement.lists import RecordedLists, without_gone
from apicontract.dataset.recorded_pages import RecordedPage
from mockserver.app import create_app

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

NIGHTS = 10
ASKED = [
    "/things/?limit=20",
    "/things/?limit=20&offset=20",
    "/things/?ordering=-size&limit=10",
    "/things/?ordering=id&limit=100",
    "/things/?flag=true&ordering=name&limit=10",
    "/things/?search=dragon&limit=5&mode=brief",
]


@cache
def nights() -> list[list[Exchange]]:
    """
    Return what was recorded night by night of a collection in which records come, change and go.
    """
    lots = random.Random(5)  # noqa: S311 - no secret
    records: list[dict[str, Any]] = [dict(each) for each in lost_world(3, 60).records]
    found = []
    for night in range(1, NIGHTS + 1):
        records = [each for each in records if lots.random() > 0.03]
        for each in records:
            each["size"] = (each["size"] or 0) + 1 if lots.random() < 0.2 else each["size"]
        records += [{"id": 1000 * night + number, **thing(lots)} for number in range(lots.randint(0, 3))]
        answers = LostWorld([dict(each) for each in records]).ask(ASKED, f"2026-01-{night:02}T01:00:00Z")
        found.append([replace(each, source=f"{night} {each.source}") for each in answers])
    return found


@pytest.mark.parametrize("night", range(NIGHTS))
def test_the_last_night_is_served(night: int) -> None:
    """
    Whatever older nights showed, the pages of the last one are answered byte for byte.
    """
    world = generate(API, [each for one in nights()[: night + 1] for each in one])
    client = create_app(API, world, exact_headers=True).test_client()

    for each in nights()[night]:
        assert each.body == client.get(each.url.removeprefix(HOST), base_url=HOST).data, each.source


def test_the_order_of_import_has_no_influence() -> None:
    """
    The same recordings in another order give the same world.
    """
    line = [each for one in nights() for each in one]
    turned = random.Random(1).sample(line, len(line))  # noqa: S311 - no secret

    assert generate(API, line) == generate(API, turned)


def test_records_that_are_gone_are_told() -> None:
    """
    Records for which newer lists leave no room are one sentence.
    """
    (told,) = generate(API, [each for one in nights() for each in one]).unserved

    assert ("things", False) == (told.source, told.page)
    assert "recorded records are left out: newer lists leave no room for them" in told.reason


_ROWS = [{"id": each, "size": each} for each in range(6)]


def _present(query: str, rows: list[int], count: int, ages: dict[int, int], offset: int = 0) -> list[int]:
    page = RecordedPage(
        RESOURCE,
        (("ordering", query),) if query else (),
        offset,
        len(rows),
        count,
        tuple(_ROWS[each] for each in rows),
        "a",
        age=1,
    )
    seen = {id(_ROWS[each]): age for each, age in ages.items()}
    lists = RecordedLists([page], {}, nulls_last=True).lists
    return [each["id"] for each in without_gone(_ROWS, lists.values(), seen)]


@pytest.mark.parametrize(
    ("query", "rows", "count", "ages", "expected"),
    [
        ("id", [0, 2, 3], 5, {1: 2}, [0, 2, 3, 4, 5]),
        ("id", [0, 2, 3], 6, {1: 0}, [0, 1, 2, 3, 4, 5]),
        ("id", [0, 2, 3], 6, {}, [0, 1, 2, 3, 4, 5]),
        ("id", [0, 1, 2, 3], 4, {4: 2, 5: 0}, [0, 1, 2, 3, 5]),
        ("-id", [4, 3, 2], 5, {5: 2}, [0, 1, 2, 3, 4]),
        ("", [0, 1, 2], 5, {3: 2, 4: 4, 5: 3}, [0, 1, 2, 3, 5]),
        ("", [0, 1, 2], 4, {3: 2, 4: 4, 5: 3}, [0, 1, 2, 3]),
        ("name", [0, 1, 2], 6, {3: 2}, [0, 1, 2, 3, 4, 5]),
        ("size", [0, 2, 3], 6, {1: 2}, [0, 1, 2, 3, 4, 5]),
        ("size", [0, 2, 3], 5, {1: 2, 4: 3}, [0, 1, 2, 3, 5]),
    ],
)
def test_who_is_gone(query: str, rows: list[int], count: int, ages: dict[int, int], expected: list[int]) -> None:
    """
    Gone is whose identifier a newer list of everything excludes, and by its count what was not seen for longest.
    """
    assert expected == _present(query, rows, count, ages)


def test_who_has_room_stays() -> None:
    """
    A record for which a newer list has room before its first row is still there.
    """
    assert [0, 1, 2, 3, 4, 5] == _present("id", [2, 3], 6, {0: 2, 1: 2}, offset=2)
