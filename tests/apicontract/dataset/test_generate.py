"""
The whole world of a host.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlsplit

import jsonschema_rs
import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UnknownName, UsageError
from apicontract.contract.paths import values_or_null
from apicontract.contract.projection import project, projector
from apicontract.dataset import generate
from apicontract.dataset.fields import Fields
from apicontract.dataset.generation import Generator
from apicontract.dataset.placement.selection import query_of
from apicontract.dataset.population_files import PopulationFiles
from apicontract.dataset.recorded_data import recorded_data
from apicontract.dataset.texts import read_iso_duration
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from apicontract.contract.model import World

API = load_api()
HOSTS = sorted(API.hosts)
PRIMARY = API.resources[API.primary]


@cache
def world(host: str) -> World:
    """
    Return the full world of a host, generated once.
    """
    return generate(API, recordings_of(API), host)


@pytest.mark.parametrize("host", HOSTS)
def test_recorded_page_stands_at_its_address(host: str) -> None:
    """
    Sorting the collection and cutting it at the recorded offset gives the recorded body's rows and count.
    """
    (page,) = (each for each in recordings_of(API) if urlsplit(each.url).netloc == urlsplit(API.hosts[host].url).netloc)
    rows = query_of(PRIMARY, page.query).evaluate(world(host).tables[PRIMARY.entity])
    offset = int(page.parameter("offset") or 0)
    shape = API.shapes[PRIMARY.shapes["normal"]]

    def at_host(entity: str, record: dict[str, Any]) -> str:
        return f"{API.hosts[host].url}{API.base_path}{entity}/{record['id']}/?format=api"

    shown = [project(each, shape, API.shapes, at_host) for each in rows[offset : offset + 10]]
    assert (page.json["count"], json.dumps(page.json["results"])) == (len(rows), json.dumps(shown))


def link(entity: str, record: dict[str, Any]) -> str:
    """
    Return a URL of a record.
    """
    return f"https://example.test/{entity}/{record['id']}/"


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("shape", sorted(name for name, each in API.shapes.items() if each.entity))
def test_every_record_validates(host: str, shape: str) -> None:
    """
    Every record of every entity, seen through every shape of it, is valid.
    """
    schema = API.shapes[shape]
    send = projector(schema, API.shapes)
    registry = jsonschema_rs.Registry([(each.uri, dict(each.schema)) for each in API.shapes.values()])
    validator = jsonschema_rs.Draft202012Validator(dict(schema.schema), registry=registry, validate_formats=True)
    records = world(host).tables[schema.entity]

    assert [] == [str(error) for each in records for error in validator.iter_errors(send(each, link))]
    assert records


@pytest.mark.parametrize("host", HOSTS)
def test_identifiers_and_names_are_unique(host: str) -> None:
    """
    No two records of an entity have the same identifier, no two of the primary one the same name.
    """
    tables = world(host).tables

    for table in tables.values():
        assert len({each["id"] for each in table}) == len(table)
    assert len({each["name"] for each in tables[PRIMARY.entity]}) == len(tables[PRIMARY.entity])


@pytest.mark.parametrize("host", HOSTS)
def test_references_lead_to_the_one_record(host: str) -> None:
    """
    A record that another one refers to is the very object that stands in the table of its entity.
    """
    tables = world(host).tables
    members = Fields(API).members

    for entity, table in tables.items():
        for name, member in members[entity].items():
            known = {id(each) for each in tables.get(member.entity, ())}
            for value in (each[name] for each in table if member.entity and each[name] is not None):
                assert {id(each) for each in (value if member.many else [value])} <= known


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", [each.name for each in PRIMARY.parameters if each.type != "text"])
def test_every_filter_value_parts_the_collection(host: str, name: str) -> None:
    """
    Every value of every filter that the records have selects some of them, and not all.
    """
    parameter = PRIMARY.parameter(name)
    assert parameter is not None
    records = world(host).tables[PRIMARY.entity]
    counts = Counter(values_or_null(each, parameter.fields[0])[0] for each in records)

    assert all(0 < count < len(records) for count in counts.values())
    assert len(counts) > 1


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("query", ["search=Endeavour", "is_placeholder=True", "in_space=true", "in_space=false"])
def test_documented_examples_select_something(host: str, query: str) -> None:
    """
    The examples of the documentation select some records, and not all.
    """
    records = world(host).tables[PRIMARY.entity]

    assert 1 <= len(query_of(PRIMARY, parse_qsl(query)).evaluate(records)) < len(records)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("name", [each.name for each in PRIMARY.ordering if each.type == "duration"])
def test_durations_vary(host: str, name: str) -> None:
    """
    Each duration has many values: a block of zeros at the low end, fractions of a second, long ones.
    """
    values = [each[name] for each in world(host).tables[PRIMARY.entity]]

    assert len(set(values)) >= 50
    assert 5 < values.count("P0D") < len(values) / 2
    assert max(map(read_iso_duration, values)) > dt.timedelta(days=365)


@pytest.mark.parametrize("host", HOSTS)
def test_records_are_as_odd_as_real_ones(host: str) -> None:
    """
    There are null serial numbers, turnarounds, foreign letters, line breaks and fractions of a second.
    """
    records = world(host).tables[PRIMARY.entity]

    assert any(each["serial_number"] is None for each in records)
    assert any(each["flights_count"] > 1 and each["fastest_turnaround"] for each in records)
    assert any(not each["name"].isascii() for each in records)
    assert any("\r\n" in each["description"] for each in records)
    assert any("." in each["time_in_space"] for each in records)


@pytest.mark.parametrize("host", HOSTS)
def test_grown_records_say_so(host: str) -> None:
    """
    The description of a record says that it is synthetic, unless it was recorded.
    """
    recorded = {each["id"] for each in generate(API, recordings_of(API), host, "recorded").tables[PRIMARY.entity]}
    marked = {each["id"] for each in world(host).tables[PRIMARY.entity] if "synthetic" in each["description"]}

    assert {each["id"] for each in world(host).tables[PRIMARY.entity]} - marked == recorded


@pytest.mark.parametrize("host", HOSTS)
def test_counts_and_reverse_lists_agree(host: str) -> None:
    """
    A configuration counts its spacecraft that flew; an agency and a family list their configurations.
    """
    tables = world(host).tables
    configurations = tables["spacecraft_configurations"]
    flown = Counter(each["spacecraft_config"]["id"] for each in tables["spacecraft"] if each["flights_count"])

    assert all(each["spacecraft_flown"] == flown[each["id"]] for each in configurations)
    for agency in tables["agencies"]:
        assert [each["id"] for each in agency["spacecraft_list"]] == [
            each["id"] for each in configurations if each["agency"] is agency
        ]
    for family in tables["spacecraft_configuration_families"]:
        assert [each["id"] for each in family["spacecraft"]] == [
            each["id"] for each in configurations if family in (each["family"] or ())
        ]


def test_hosts_keep_their_own_images() -> None:
    """
    The same image has another URL on another host, whether it was recorded or not.
    """
    one, other = ({each["id"]: each["image_url"] for each in world(host).tables["images"]} for host in HOSTS)

    assert one.keys() == other.keys()
    assert not set(one.values()) & set(other.values())


@pytest.mark.parametrize("size", [0, 3, 50, 700])
def test_any_number_can_be_grown(size: int) -> None:
    """
    A number of records gives that number, the recorded ones first.
    """
    table = generate(API, recordings_of(API), None, size).tables[PRIMARY.entity]
    recorded = {each["id"] for each in generate(API, recordings_of(API), None, "recorded").tables[PRIMARY.entity]}

    assert len({each["id"] for each in table}) == size
    assert len(recorded & {each["id"] for each in table}) == min(size, len(recorded))


def test_growing_is_deterministic() -> None:
    """
    The same seed gives the same world, another seed another one.
    """
    names = [
        [each["name"] for each in generate(API, recordings_of(API), None, "full", seed).tables[PRIMARY.entity]]
        for seed in (0, 0, 1)
    ]

    assert names[0] == names[1] != names[2]


def test_a_renamed_api_keeps_its_world() -> None:
    """
    Random numbers depend on the seed that an API states, and on its name where it states none.
    """
    stated, named, same = (
        [each["name"] for each in generate(api, recordings_of(API), records=30).tables[PRIMARY.entity]]
        for api in (API, replace(API, seed=""), replace(API, seed=API.name))
    )

    assert named == same
    assert named != stated


def test_hash_seed_makes_no_difference() -> None:
    """
    A process with another hash seed grows the same world.
    """
    code = (
        "import hashlib; from apicontract.contract.catalog import load_api; from apicontract.dataset import generate;"
        "from apicontract.evidence.recordings import recordings_of;"
        "world = generate(load_api(), recordings_of(load_api()));"
        "rows = [(k, [sorted((n, str(v)) for n, v in r.items() if not isinstance(v, (dict, list))) for r in t])"
        " for k, t in world.tables.items()];"
        "print(hashlib.sha256(repr(rows).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


@pytest.mark.parametrize("records", ["some", -1])
def test_unknown_amounts_are_refused(records: str | int) -> None:
    """
    An amount of records that means nothing is an error that says what does.
    """
    with pytest.raises(UsageError, match="give a number, 'full' or 'recorded'"):
        generate(API, recordings_of(API), None, records)


def test_unknown_hosts_are_refused() -> None:
    """
    A host that the API does not have is an error that names those it has.
    """
    with pytest.raises(UnknownName, match=r"unknown world 'ldev'; did you mean 'lldev'"):
        generate(API, recordings_of(API), "ldev")


@pytest.mark.parametrize("host", HOSTS)
def test_rows_say_what_no_recording_shows_of_a_record(host: str) -> None:
    """
    What a population file states of a recorded record stands in it, unless a recording shows that field.
    """
    evidence = recorded_data(API, API.hosts[host], recordings_of(API))
    files, fields = PopulationFiles(API, list(evidence.tables)), Fields(API)
    said = {}
    for entity, table in evidence.tables.items():
        for identifier, row in files.rows(entity, host, fields.identifiers[entity]).items():
            shown = evidence.shown.get(id(table.get(identifier)), {})
            told = {name: value for name, value in row.items() if not isinstance(value, dict | list)}
            plain = {name for name in told if not fields.members[entity][name].entity} - shown.keys()
            said |= {(entity, identifier, name): told[name] for name in plain if identifier in table}

    records = {
        (entity, row[fields.identifiers[entity]]): row
        for entity in evidence.tables
        for row in world(host).tables.get(entity, ())
    }
    assert said
    assert said == {place: records[place[:2]][place[2]] for place in said}


@pytest.mark.parametrize(
    ("kind", "forbidden"), [("integer", {7, "x7", 12}), ("text", {"7", "x7", "12"}), ("uuid", {"7", "x7", "12"})]
)
def test_no_record_is_made_that_was_answered_with_404(kind: str, forbidden: set[int | str]) -> None:
    """
    What was asked for in vain is an identifier of the records' own type, where it can be one.
    """
    absent = [(API.primary, "7"), (API.primary, "x7"), (API.primary, "12"), ("agencies", "9")]
    part = SimpleNamespace(
        _api=API,
        _evidence=SimpleNamespace(absent=absent),
        _fields=SimpleNamespace(kind_of_identifier=lambda _: kind),
    )

    assert forbidden == Generator._forbidden(cast("Generator", part), API.resources[API.primary].entity)
