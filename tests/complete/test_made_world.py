"""
What holds in the made part of the packaged world, whatever its size, seed and day.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.dataset import generate
from apicontract.dataset.samples import sampled
from apicontract.evidence.recordings import recordings_of
from complete.small_world import API, DAY, rows, table, world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Record, World

#: Statuses of launches that are over, and of one that is flying.
OVER, FLYING = {3, 4, 7, 9}, 6
#: From here on identifiers are made up.
FIRST = 9001


@pytest.mark.parametrize("entity", sorted(each.entity for each in API.resources.values()))
def test_every_stated_row_is_there(entity: str) -> None:
    """
    A row that clients know by its identifier stands under it, with its own values.
    """
    found = {each["id"]: each for each in table(entity)}
    for row in rows(entity) if entity != API.resources[API.primary].entity else ():
        assert row["id"] in found
        assert found[row["id"]].get("name") == row.get("name", found[row["id"]].get("name"))


@pytest.mark.parametrize(
    ("entity", "identifiers"),
    [
        ("agencies", {44, 121}),
        ("locations", {11, 12, 27}),
        ("space_stations", {4}),
        ("config/launch_statuses", set(range(1, 10))),
    ],
)
def test_identifiers_that_clients_know_are_there(entity: str, identifiers: set[int]) -> None:
    """
    Clients hard-code these.
    """
    assert identifiers <= {each["id"] for each in table(entity)}


def test_statuses_fit_dates() -> None:
    """
    What is over or flying lies in the past, everything else in the future.
    """
    now = f"{DAY}T00:00:00Z"
    stated = {each["id"] for each in rows("launches")}
    for each in table("launches"):
        if each["id"] not in stated:
            assert (each["status"]["id"] in OVER | {FLYING}) == (each["net"] < now), each["net"]


def test_there_is_something_to_come_at_any_hour() -> None:
    """
    One launch is in flight, one on hold, one has just ended, and some are to come within two days.
    """
    near = {each["net"]: each["status"]["id"] for each in table("launches")}
    assert near["2026-05-03T19:00:00Z"] == 3
    assert near["2026-05-03T23:56:00Z"] == FLYING
    assert near["2026-05-05T00:15:00Z"] == 5
    assert 5 <= sum("2026-05-05" <= net < "2026-05-06T00" for net, status in near.items() if status == 1) + 1


def test_made_launches_are_recognised_by_their_identifiers() -> None:
    """
    Made-up launches share the beginning of their UUIDs, other made-up records have numbers from 9001.
    """
    stated = {each["id"] for each in rows("launches")}
    assert {each["id"][:8] for each in table("launches") if each["id"] not in stated} == {"90009000"}
    for entity in ("agencies", "pads", "launchers", "astronauts", "events"):
        known = {each["id"] for each in rows(entity)}
        assert all(each["id"] >= FIRST for each in table(entity) if each["id"] not in known)


def test_parts_of_a_launch_agree() -> None:
    """
    A name begins with the rocket, stages and spacecraft lead back, and counters count.
    """
    launches = table("launches")
    stated = {each["id"] for each in rows("launches")}
    for each in launches:
        assert each["id"] in stated or each["name"].startswith(each["rocket"]["configuration"]["full_name"])
        for flight in each["rocket"]["spacecraft_stage"]:
            assert flight["launch"] is each
            assert flight in flight["spacecraft"]["flights"]
        for stage in each["rocket"]["launcher_stage"]:
            assert stage["launcher"]["launcher_config"] is each["rocket"]["configuration"]
            assert stage["landing"] is None or stage["landing"]["firststage"] is stage
        same = [other for other in launches if other["pad"] is each["pad"] and other["net"] <= each["net"]]
        assert each["pad_launch_attempt_count"] == len(same)


@pytest.mark.parametrize(("rocket", "provider"), [(164, 121), (24, 63), (9001, 115), (9005, 66)])
def test_rockets_fly_for_their_provider(rocket: int, provider: int) -> None:
    """
    What a variant says of the rocket goes with what it says of the provider.
    """
    stated = {each["id"] for each in rows("launches")}
    flown = [each for each in table("launches") if each["rocket"]["configuration"]["id"] == rocket]
    assert {each["launch_service_provider"]["id"] for each in flown if each["id"] not in stated} == {provider}


def test_spacecraft_have_as_many_flights_as_they_say() -> None:
    """
    Flights and ends of flights are counted, and who is in space has one that has not ended.
    """
    for each in table("spacecraft"):
        open_flights = [flight for flight in each["flights"] if flight["mission_end"] is None]
        assert len(each["flights"]) == each["flights_count"]
        assert each["in_space"] == bool(open_flights)


def test_what_is_docked_is_in_space() -> None:
    """
    A vehicle that has not departed is in space, stands at a port of the station, and is counted by it.
    """
    docked = [each for each in table("docking_events") if each["departure"] is None]
    assert docked
    for each in docked:
        assert each["flight_vehicle_chaser"]["spacecraft"]["in_space"]
        assert each["docking_location"]["currently_docked"] is each
        assert each in each["space_station_target"]["active_docking_events"]
    (station,) = [each for each in table("space_stations") if each["id"] == 4]
    assert station["docked_vehicles"] == len(docked)
    assert station["onboard_crew"] == sum(len(each["crew"]) for each in station["active_expeditions"]) > 0


def test_crews_in_space_are_those_aboard() -> None:
    """
    An astronaut is in space while a flight that carries them has not ended.
    """
    flights = [each for each in table("spacecraft_flights") if each["mission_end"] is None]
    aboard = {crew["astronaut"]["id"] for each in flights for crew in each["onboard_crew"]}
    assert {each["id"] for each in table("astronauts") if each["in_space"]} == aboard


def test_a_day_moves_the_dates_of_what_is_made() -> None:
    """
    The same seed gives the same world as many days later.
    """
    later = world(day=DAY + dt.timedelta(days=1)).tables["launches"]
    stated = {each["id"] for each in rows("launches")}
    moved = [
        dt.datetime.fromisoformat(other["net"]) - dt.datetime.fromisoformat(each["net"])
        for each, other in zip(table("launches"), later, strict=True)
        if each["id"] not in stated and not each["net"].endswith("T00:00:00Z")
    ]
    assert sum(each == dt.timedelta(days=1) for each in moved) > 0.8 * len(moved)


def test_one_seed_and_one_day_give_one_world() -> None:
    """
    Nothing but the data, the seed and the day decides.
    """
    first, again, other = (
        [(each["id"], each["name"], each["net"]) for each in made.tables["launches"]]
        for made in (world(), generate(API, recordings_of(API), records=150, today=DAY), world(seed=1))
    )
    assert first == again
    assert first != other


@pytest.fixture
def _often_switched() -> Iterator[None]:
    """
    Let threads take turns as often as can be, so that what they could disturb is disturbed.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_often_switched")
def test_the_order_in_which_fields_are_asked_for_has_no_influence() -> None:
    """
    Fields are made on demand: several threads that ask for them backwards, after a start tried some, get one world.
    """
    worlds = [generate(API, recordings_of(API), records=20, seed=2, today=DAY) for _ in range(2)]
    sampled(worlds[1])
    first, second = (each.tables for each in worlds)
    names = [name for name in first if first[name]]

    def ask(seed: int) -> None:
        for name in random.Random(seed).sample(names, len(names)):  # noqa: S311 - an order
            for field in sorted(first[name][0], reverse=True):
                for record in reversed(second[name]):
                    record.get(field)

    for each in first.values():
        list(map(_flat, each))
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(ask, range(3)))
    pairs = ((name, *pair) for name in names for pair in zip(first[name], second[name], strict=True))
    assert [] == [(name, one["id"]) for name, one, other in pairs if _flat(one) != _flat(other)]


def _flat(record: Record) -> Any:
    """
    A record with the identifiers of the records that it refers to.
    """
    return {name: _named(value) for name, value in sorted(record.items())}


def _named(value: Any) -> Any:
    if isinstance(value, list):
        return [_named(each) for each in value]
    return value.get("id", sorted(value)) if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("entity", "about"),
    [
        ("launches", 7500),
        ("landings", 1490),
        ("mission_patches", 1040),
        ("events", 1000),
        ("astronauts", 810),
        ("launchers", 160),
        ("expeditions", 160),
        ("config/docking_locations", 51),
        ("space_stations", 15),
    ],
)
def test_a_full_world_has_its_usual_size(entity: str, about: int) -> None:
    """
    There are about as many records as the service has.
    """
    assert 0.8 * about <= len(full().tables[entity]) <= 1.2 * about


@cache
def full() -> World:
    """
    A world of the recorded size.
    """
    return generate(API, recordings_of(API), today=DAY)
