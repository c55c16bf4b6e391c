"""
Filters, searches and orderings that go through what no row of the list shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import isodate
import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.paths import values_or_null
from apicontract.semantics.naive import NAIVE, predict
from complete.small_world import API, NOW, got, rows, table, world

if TYPE_CHECKING:
    import datetime as dt

    from apicontract.contract.model import Record

HOST = API.hosts[API.default_host].url


def listed(path: str) -> list[Any]:
    """
    Return the identifiers of every row of a list, page by page.
    """
    rows, sign = [], "&" if "?" in path else "?"
    while True:
        page = got(f"{path}{sign}limit=100&offset={len(rows)}")
        rows += [each["id"] for each in page["results"]]
        if page["next"] is None:
            assert page["count"] == len(rows)
            return rows


def launch_with(field: str) -> Record:
    """
    Return the first launch of whose rocket a field is not empty.
    """
    return next(each for each in table("launches") if each["rocket"][field])


def test_landings_by_the_launch_of_their_stage() -> None:
    """
    `firststage_launch__ids` selects the landings of all stages of these launches.
    """
    launch = next(each for each in table("launches") if len(each["rocket"]["launcher_stage"]) > 1)
    landings = {each["landing"]["id"] for each in launch["rocket"]["launcher_stage"] if each["landing"]}

    assert landings
    assert landings == set(listed(f"landings/?firststage_launch__ids={launch['id']}"))


def test_landings_are_searched_by_the_name_of_their_launch() -> None:
    """
    A search finds the landings of stages and of spacecraft by the name of the launch.
    """
    name = launch_with("spacecraft_stage")["name"]
    stages = [(each["firststage"] or {}).get("rocket") for each in table("landings")]
    flights = [each["spacecraftflight"] for each in table("landings")]
    found = {
        landing["id"]
        for landing, rocket, flight in zip(table("landings"), stages, flights, strict=True)
        if name in (rocket and rocket["launch"]["name"], flight and flight["launch"]["name"])
    }

    assert found
    assert found == set(listed(f'landings/?search="{name}"'))


def test_launches_are_searched_by_the_spacecraft_they_carry() -> None:
    """
    A search finds launches, and those to come or gone, by the name of a spacecraft.
    """
    launch = launch_with("spacecraft_stage")
    name = launch["rocket"]["spacecraft_stage"][0]["spacecraft"]["name"]

    assert launch["id"] in listed(f'launches/?search="{name}"')
    assert launch["id"] in listed(f'launches/previous/?search="{name}"')


def test_payloads_are_searched_and_sorted_by_their_flight() -> None:
    """
    A search finds payloads by the launch and the destination of a flight, and they are sorted by the launch's date.
    """
    flights = {each["payload"]["id"]: each for each in table("payload_flights")}
    launch = next(iter(flights.values()))["launch"]
    bound = [each for each, flight in flights.items() if "Mars" in (flight["destination"] or "")]
    ordered = listed("payloads/?ordering=payloadflight__rocket__launch__net")
    dates = [flights[each]["launch"]["net"] for each in ordered if each in flights]

    assert {each for each, flight in flights.items() if flight["launch"] is launch} <= set(
        listed(f'payloads/?search="{launch["name"]}"')
    )
    assert set(bound) <= set(listed("payloads/?search=Mars"))
    assert sorted(dates) == dates


def test_updates_by_launch_provider_and_program() -> None:
    """
    `launch`, `launch__launch_service_provider` and `program` select the updates of these.
    """
    launch = next(each for each in table("launches") if each["updates"])
    provider = launch["launch_service_provider"]
    program = next(each["program"] for each in table("updates") if each["program"])
    of_provider = {
        update["id"]
        for each in table("launches")
        if each["launch_service_provider"] is provider
        for update in each["updates"]
    }

    assert {each["id"] for each in launch["updates"]} == set(listed(f"updates/?launch={launch['id']}"))
    assert of_provider == set(listed(f"updates/?launch__launch_service_provider={provider['id']}"))
    assert {each["id"] for each in table("updates") if each["program"] is program} == set(
        listed(f"updates/?program={program['id']}")
    )


def test_stations_by_the_orbit_whose_name_they_show() -> None:
    """
    `orbit` is the identifier of the orbit that has the name which a station shows.
    """
    orbit = next(each for each in table("config/orbits") if each["name"] == "Low Earth Orbit")

    assert {each["id"] for each in table("space_stations") if each["orbit"] == orbit["name"]} == set(
        listed(f"space_stations/?orbit={orbit['id']}")
    )


def test_agencies_with_spacecraft() -> None:
    """
    `spacecraft` parts agencies that have configurations of spacecraft from those that have none.
    """
    having = {each["id"] for each in table("agencies") if each["spacecraft_list"]}

    assert having == set(listed("agencies/?spacecraft=true"))
    assert {each["id"] for each in table("agencies")} - having == set(listed("agencies/?spacecraft=false"))


@pytest.mark.parametrize("query", ["launch", "program"])
def test_an_update_of_what_there_is_not_is_refused(query: str) -> None:
    """
    A key that leads to no record is no valid choice.
    """
    unknown = {"launch": "00000000-0000-4000-8000-000000000000", "program": "999999"}[query]
    exchange = Exchange("GET", f"{HOST}{API.base_path}updates/?{query}={unknown}", 400, recorded_at=NOW.isoformat())

    assert predict(NAIVE, API, exchange, world().tables).status == 400


@pytest.mark.parametrize(
    "target",
    [
        "landings/?search=Crew",
        "launches/?search=Dragon&ordering=id",
        "payloads/?search=Mars",
        "updates/?launch__launch_service_provider=121",
        "updates/?program=4",
        "agencies/?spacecraft=true",
        "space_stations/?orbit=8",
    ],
)
def test_mock_and_judge_agree(target: str) -> None:
    """
    The naive reading of the contract selects the records that the mock sends.
    """
    exchange = Exchange("GET", f"{HOST}{API.base_path}{target}", 200, recorded_at=NOW.isoformat())
    prediction = predict(NAIVE, API, exchange, world().tables)
    page = got(target)

    assert prediction.count == page["count"]
    assert prediction.allows([str(each["id"]) for each in page["results"]]) is not False


#: What no record of the world has, so that a search or an ordering by it finds or parts nothing, and why.
NOWHERE = {
    ("config/docking_locations", "payload"): "no payload is docked",
    ("config/docking_locations", "spacecraft"): "ports of spacecraft are not made",
    ("config/landing_locations", "image"): "images of landing locations are not made",
    ("docking_events", "flight_vehicle_target__spacecraft__name"): "vehicles dock at stations alone",
    ("docking_events", "payload_flight_chaser__payload__name"): "vehicles dock at stations alone",
    ("docking_events", "payload_flight_target__payload__name"): "vehicles dock at stations alone",
    ("docking_events", "space_station_chaser__name"): "vehicles dock at stations alone",
    ("launcher_configurations", "gto_capacity"): "capacities are known of few rockets",
    ("programs", "info_url"): "made programs have no pages",
    ("programs", "wiki_url"): "made programs have no pages",
}


@pytest.mark.parametrize("route", sorted(API.resources))
def test_every_name_leads_to_values(route: str) -> None:
    """
    Whatever a list is filtered, searched and sorted by, some record has it.
    """
    resource = API.resources[route]
    paths: dict[str, tuple[str, ...]] = {each.name: each.fields for each in resource.parameters}
    paths |= {each.name: (each.path,) for each in (*resource.search, *resource.ordering)}
    empty = {
        name
        for name, fields in paths.items()
        if not any(
            value is not None
            for record in world().tables[resource.entity]
            for path in fields
            for value in values_or_null(record, path)
        )
    }

    assert {name for of, name in NOWHERE if of == route} == empty


def durations(records: list[Record], path: str) -> list[dt.timedelta]:
    """
    Return the durations at a path of records, those of nothing apart.
    """
    found = [isodate.parse_duration(each) for one in records for each in values_or_null(one, path) if each]
    return [each for each in found if each]


@pytest.mark.parametrize(
    ("entity", "flown", "place", "shown"),
    [
        ("pads", "launches", "pad", "pad_turnaround"),
        ("launchers", "first_stages", "launcher", "turn_around_time"),
        ("launcher_configurations", "first_stages", "launcher.launcher_config", "turn_around_time"),
    ],
)
def test_the_fastest_turnaround_is_the_shortest(entity: str, flown: str, place: str, shown: str) -> None:
    """
    `fastest_turnaround` is the shortest time between two launches that have been, of a pad, a launcher and a rocket.
    """
    stated = {each["id"] for each in rows(entity) if "fastest_turnaround" in each}
    checked = 0
    for each in table(entity):
        flights = [one for one in table(flown) if each in values_or_null(one, place) and over(one)]
        found = durations(flights, shown)
        if each["id"] not in stated and found:
            assert isodate.parse_duration(each["fastest_turnaround"]) == min(found)
            checked += 1
    assert checked


def over(flown: Record) -> bool:
    """
    Say whether a launch, or that of a stage, has left.
    """
    launch = flown if "status" in flown else flown["rocket"]["launch"]
    return launch["status"]["id"] in {3, 4, 6, 7, 9}
