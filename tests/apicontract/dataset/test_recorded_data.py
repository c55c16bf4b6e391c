"""
What the recordings of a host show, collected.
"""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.projection import project
from apicontract.dataset.equality import brief, same
from apicontract.dataset.recorded_data import RecordedData, _required, recorded_data
from apicontract.evidence.recordings import recordings_of

API = load_api()
EXCHANGES = recordings_of(API)
HOSTS = {host.name: host for host in API.hosts.values()}


@pytest.mark.parametrize("host", HOSTS)
def test_recorded_rows_survive_extraction(host: str) -> None:
    """
    A recorded row that was taken apart into records is put together again by its shape, exactly.
    """
    evidence = recorded_data(API, HOSTS[host], EXCHANGES)
    (recorded,) = (each.json for each in EXCHANGES if urlsplit(each.url).netloc == urlsplit(HOSTS[host].url).netloc)
    (page,) = evidence.pages

    def link(entity: str, record: dict[str, object]) -> str:
        return f"{HOSTS[host].url}{API.base_path}{entity}/{record['id']}/?format=api"

    shape = API.shapes[page.resource.shapes["normal"]]
    assert json.dumps(recorded["results"]) == json.dumps([project(each, shape, API.shapes, link) for each in page.rows])


def test_records_are_shared() -> None:
    """
    An object that several rows show is one record.
    """
    evidence = recorded_data(API, HOSTS["lldev"], EXCHANGES)
    agencies = {id(each["spacecraft_config"]["agency"]) for each in evidence.tables["spacecraft"].values()}

    assert agencies < {id(each) for each in evidence.tables["agencies"].values()}
    assert len(agencies) == 5


def _flown(flag: bytes, source: str, moment: str) -> Exchange:
    body = EXCHANGES[0].body.replace(b'"in_use":false', b'"in_use":' + flag)
    return replace(EXCHANGES[0], source=source, body=body, recorded_at=moment)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_value_of_a_field_stands(order: tuple[int, ...]) -> None:
    """
    Of several values of a field the newest counts, in whatever order the recordings are given; none is an error.
    """
    nights = [
        _flown(b"false", "1.txt", "2026-01-01"),
        _flown(b"true", "2.txt", "2026-01-02"),
        _flown(b"false", "3.txt", "2026-01-03"),
    ]
    evidence = recorded_data(API, HOSTS["lldev"], [nights[each] for each in order])

    assert (False, []) == (evidence.tables["spacecraft_configurations"][41]["in_use"], evidence.unserved)
    assert {"2.txt": "in_use of spacecraft_configurations 41 is True there, and False in 3.txt"} == evidence.outdated
    assert ["3.txt"] == [each.source for each in evidence.pages]


def test_two_values_at_one_moment_are_told() -> None:
    """
    What cannot both be true at one moment is told, and the later source counts.
    """
    night = "2026-01-01"
    exchanges = [_flown(b"true", "b.txt", night), _flown(b"false", "a.txt", night)]
    evidence = recorded_data(API, HOSTS["lldev"], exchanges)

    assert evidence.tables["spacecraft_configurations"][41]["in_use"] is True
    sentence = "in_use of spacecraft_configurations 41 is False, and at the same moment True in b.txt, which counts"
    assert f"a.txt: {sentence}" in [str(each) for each in evidence.unserved]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"count":1,"results":[7]}', b'{"count":"x","results":{}}'])
def test_an_answer_that_cannot_be_read_stops_nothing(body: bytes) -> None:
    """
    An answer that is not of the contract's form is told, and the others count.
    """
    broken = replace(EXCHANGES[0], body=body, source="broken.txt", url=f"{EXCHANGES[0].url}&limit=7")
    evidence = recorded_data(API, HOSTS["lldev"], [broken, EXCHANGES[0]])

    assert [EXCHANGES[0].source] == [each.source for each in evidence.pages]
    assert ["broken.txt"] == [each.source for each in evidence.unserved]


_PAGE = EXCHANGES[0]
_LIST = _PAGE.url.partition("?")[0]
_ROW = _PAGE.json["results"][0]


def _collected(*exchanges: Exchange) -> RecordedData:
    return recorded_data(API, HOSTS["lldev"], exchanges)


@pytest.mark.parametrize(
    ("path", "query", "absent"),
    [
        ("999/", "", [("spacecraft", "999")]),
        ("a%20b/", "", [("spacecraft", "a b")]),
        ("999/", "?limit=3", [("spacecraft", "999")]),
        ("999/", "?search=x", []),
        ("999/", "?name=x", []),
        ("999/9/", "", []),
        ("", "", []),
    ],
)
def test_a_record_that_was_not_found(path: str, query: str, absent: list[tuple[str, str]]) -> None:
    """
    A detail URL that was answered with 404 names a record that is absent, unless a filter may have hidden it.
    """
    found = _collected(Exchange("GET", f"{_LIST}{path}{query}", 404))

    assert (absent, []) == (found.absent, found.pages)


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("POST", _LIST, 200),
        ("GET", _LIST, 500),
        ("GET", _LIST.replace("2.3.0", "1.0.0"), 200),
        ("GET", _LIST.replace("lldev", "ll"), 200),
        ("GET", _LIST.replace("spacecraft", "nothing"), 200),
    ],
)
def test_other_answers_show_nothing(method: str, url: str, status: int) -> None:
    """
    Other methods, failures, other hosts and other paths tell nothing of the collection.
    """
    found = _collected(replace(_PAGE, method=method, url=url, status=status))

    assert ({}, [], []) == (found.tables, found.pages, found.absent)


def test_a_single_record_is_no_page() -> None:
    """
    The answer of a detail URL is a record like the rows of a list.
    """
    found = _collected(Exchange("GET", f"{_LIST}{_ROW['id']}/", 200, body=json.dumps(_ROW).encode()))

    assert ([_ROW["id"]], []) == (list(found.tables["spacecraft"]), found.pages)


@pytest.mark.parametrize(
    ("query", "asked", "offset", "limit"),
    [
        ("", (), 0, 10),
        ("?limit=3&offset=2&mode=normal&format=json", (), 2, 3),
        ("?name=x&limit=1&search=y", (("name", "x"), ("search", "y")), 0, 1),
    ],
)
def test_what_a_page_was_asked_for(query: str, asked: tuple[tuple[str, str], ...], offset: int, limit: int) -> None:
    """
    A page stands at its offset and limit; of its query, what selects and sorts is kept.
    """
    (page,) = _collected(replace(_PAGE, url=_LIST + query)).pages

    assert (asked, offset, limit, _PAGE.json["count"]) == (page.query, page.offset, page.limit, page.count)
    assert [row["id"] for row in _PAGE.json["results"]] == [each["id"] for each in page.rows]


def test_an_object_without_identifier_stays_where_it_is() -> None:
    """
    A record whose identifier is null is no record of its own.
    """
    row = _ROW | {"status": _ROW["status"] | {"id": None}}
    body = json.dumps({"count": 1, "next": None, "previous": None, "results": [row]}).encode()
    (page,) = _collected(replace(_PAGE, body=body)).pages

    assert row["status"] == page.rows[0]["status"]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1, True),
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        ("a", "b", False),
        (None, 0, False),
        ([1, 2], [1, 2], True),
        ([1, 2], [1], False),
        ([1], [True], False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"b": 1}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "b": [{"c": 1}]}, {"a": 1, "b": [{"c": 1}]}, True),
        ({"a": 1, "b": [{"c": 1}]}, {"a": 1, "b": [{"c": 2}]}, False),
        ({"a": 1, "b": []}, {"a": 2, "b": []}, False),
        ({"a": {}}, {"a": []}, False),
    ],
)
def test_values_that_are_the_same(one: object, other: object, *, equal: bool) -> None:
    """
    Numbers are not booleans, and lists and records are the same if all their members are.
    """
    assert equal is same(one, other)


def test_records_in_a_circle_compare_by_their_identifiers() -> None:
    """
    Two records that refer to themselves differ if their identifiers do.
    """
    one: dict[str, object] = {"id": 1}
    other: dict[str, object] = {"id": 2}
    one["self"], other["self"] = one, other

    assert (True, False) == (same(one, one), same(one, other))


def test_values_in_messages() -> None:
    """
    A record is told by its identifier, and a list by its members.
    """
    assert "[record 7, an object, 'a', [1]]" == brief([{"id": 7, "name": "x"}, {"name": "x"}, "a", [1]])


def test_fields_that_some_shape_requires_are_required() -> None:
    """
    A record has each field that a shape of its entity always has, whichever mode shows it.
    """
    required = _required(API)
    shapes = [each for each in API.shapes.values() if each.entity == API.resources[API.primary].entity]

    assert required[shapes[0].entity] == {name for each in shapes for name in each.schema["required"]}
    assert {each.entity for each in API.shapes.values()} == required.keys()
