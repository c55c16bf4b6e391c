"""
What happens around the right answer: throttle, failures, faults, edits, journal, control, reloading.
"""

from __future__ import annotations

import re
import shutil
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control import reloading
from mockserver.control.failures import Failure
from mockserver.control.journal import Journal
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer
from mockserver.control.scopes import Scopes
from mockserver.control.state import State, Switches
from mockserver.control.throttle import parse_rate
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
LIST = "/2.3.0/spacecraft/"
ONE = f"{LIST}110/"
MISSING = f"{LIST}999999/"


def client(**options: Any) -> FlaskClient:
    """
    Return a client of a mock of the recorded rows.
    """
    return create_app(API, WORLD, **options).test_client()


def test_throttle_counts_and_tells() -> None:
    """
    Beyond the limit the answer is 429, with the wait in header and body.
    """
    mock = client(switches=Switches(throttle=parse_rate("2/hour")))
    statuses = [mock.get(ONE).status_code for _ in range(3)]
    answer = mock.get(ONE)

    assert [200, 200, 429] == statuses
    assert "3600" == answer.headers["Retry-After"]
    assert {"detail": "Request was throttled. Expected available in 3600 seconds."} == answer.json


def test_clock_opens_the_throttle() -> None:
    """
    After the clock was moved by the window, requests are admitted again.
    """
    mock = client(switches=Switches(throttle=parse_rate("1/hour")))
    mock.get(ONE)
    mock.post("/__mock__/clock", json={"advance": 3600})

    assert 200 == mock.get(ONE).status_code


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{LIST}?format=xml", {}),
        (LIST, {"Accept": "application/xml"}),
        ("/2.3.0/spacecraft", {}),
        ("/nowhere/", {}),
        ("/2.3.0/api-throttle/", {}),
    ],
)
def test_not_counted(path: str, headers: dict[str, str]) -> None:
    """
    An unknown format, an unacceptable Accept, a redirect, an unknown path and the throttle page are free.
    """
    mock = client(switches=Switches(throttle=parse_rate("1/hour")))
    for _ in range(3):
        mock.get(path, headers=headers)

    assert 200 == mock.get(ONE).status_code


@pytest.mark.parametrize("path", [f"{LIST}999999/", f"{LIST}?status=999"])
def test_counted(path: str) -> None:
    """
    A record that does not exist and a bad filter count.
    """
    mock = client(switches=Switches(throttle=parse_rate("1/hour")))
    mock.get(path)

    assert 429 == mock.get(ONE).status_code


def test_throttle_page() -> None:
    """
    The throttle page tells the limit and what was used of it.
    """
    mock = client(switches=Switches(throttle=parse_rate("15/hour")))
    mock.get(ONE)
    told = mock.get("/2.3.0/api-throttle/").json

    assert [15, 3600, 1, 0] == list(told.values())[:4]


def test_override_for_the_next_requests() -> None:
    """
    A failure with two times strikes twice.
    """
    mock = client()
    mock.post("/__mock__/failures", json={"kind": "status", "status": 502, "times": 2})

    assert [502, 502, 200] == [mock.get(ONE).status_code for _ in range(3)]


def test_fault_is_switched() -> None:
    """
    A named fault holds until another list of faults is sent.
    """
    mock = client()
    mock.put("/__mock__/faults", json=["count-off-by-one"])
    wrong = mock.get(LIST).json["count"]
    mock.put("/__mock__/faults", json=[])

    assert (11, 10) == (wrong, mock.get(LIST).json["count"])


def test_record_is_changed() -> None:
    """
    An edited record is the same wherever it appears, and references are taken from the world.
    """
    mock = client()
    mock.post("/__mock__/world", json={"entity": "agencies", "record": {"id": 63, "name": "Renamed"}})
    mock.post("/__mock__/world", json={"entity": "spacecraft", "record": {"id": 110, "status": {"id": 3}}})
    record = mock.get(ONE).json

    assert "Renamed" == record["spacecraft_config"]["agency"]["name"]
    assert {"id": 3, "name": "Destroyed"} == record["status"]


def test_row_is_added() -> None:
    """
    An added record is counted, found and filtered like every other.
    """
    mock = client()
    mock.post("/__mock__/world", json={"entity": "spacecraft", "record": {"name": "Added"}})

    assert 11 == mock.get(LIST).json["count"]
    assert ["Added"] == [row["name"] for row in mock.get(f"{LIST}?name=Added").json["results"]]


def test_world_itself_stays() -> None:
    """
    An edit of one mock does not reach another that serves the same world.
    """
    client().post("/__mock__/world", json={"entity": "agencies", "record": {"id": 63, "name": "Renamed"}})

    assert "Renamed" != client().get(ONE).json["spacecraft_config"]["agency"]["name"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"entity": "spacecrafts", "record": {}}, "did you mean 'spacecraft'"),
        ({"entity": "spacecraft", "record": {"id": 110, "nam": "x"}}, "did you mean 'name'"),
        ({"entity": "spacecraft", "record": {"id": 110, "status": {"id": 77}}}, "has none of that id"),
        ({"entity": "spacecraft", "record": {"id": 110, "time_docked": "x"}}, "spacecraft#time_docked: 'x'"),
        ({"entity": "spacecraft"}, "'record' is a required property"),
        ([], "not a JSON object"),
    ],
)
def test_bad_edit(body: Any, message: str) -> None:
    """
    An edit that cannot be made is refused with the remedy, and changes nothing.
    """
    mock = client()
    answer = mock.post("/__mock__/world", json=body)

    assert 400 == answer.status_code
    assert message in answer.json["detail"]
    assert 0 == mock.get("/__mock__/state").json["edits"]


@pytest.mark.parametrize(
    ("method", "place", "body", "message"),
    [
        ("POST", "failures", {"kind": "status", "rate": "often"}, "rate: 'often' is not of type 'number'"),
        ("POST", "failures", {"kind": "status", "path": 5}, "path: 5 is not of type 'string'"),
        ("POST", "failures", {"kind": "status", "parameters": ["a"]}, "parameters: ['a'] is not of type 'object'"),
        ("POST", "failures", {"kind": "status", "headers": {"A": "b\r\nC: d"}}, "headers.A: "),
        ("POST", "failures", {"kind": "latency", "seconds": 1e308}, "seconds: "),
        ("POST", "failures", {"kind": "stats"}, "did you mean 'status'"),
        ("POST", "failures", {"kind": "status", "tims": 2}, "did you mean 'times'"),
        ("PUT", "throttle", {"rat": "15/hour"}, "did you mean 'rate'"),
        ("PUT", "throttle", {}, "'rate' is a required property"),
        ("POST", "clock", {"advance": True}, "advance: True is not of type 'number'"),
        ("PUT", "faults", ["limit-not-clamped", 1], "[1]: 1 is not of type 'string'"),
        ("PUT", "faults", {}, "the body is not a JSON array"),
    ],
)
def test_body_is_held_to_the_description(method: str, place: str, body: Any, message: str) -> None:
    """
    A body that is not what the control API's own description says is refused with its place, and changes nothing.
    """
    mock = client(switches=Switches(throttle=parse_rate("9/hour")))
    answer = mock.open(f"/__mock__/{place}", method=method, json=body)
    state = mock.get("/__mock__/state").json

    assert 400 == answer.status_code
    assert message in answer.json["detail"]
    assert ([], [], 9, 0) == (state["faults"], state["failures"], state["throttle"]["requests"], state["edits"])


@pytest.mark.parametrize("text", ["", "{", '{"advance": NaN}', "[" * 100_000])
def test_body_that_is_no_json(text: str) -> None:
    """
    A body that cannot be read is refused like one that is missing.
    """
    answer = client().post("/__mock__/clock", data=text, content_type="application/json")

    assert (400, True) == (answer.status_code, "not a JSON object" in answer.json["detail"])


def test_scopes_do_not_meet() -> None:
    """
    What one scope switches on, edits and asks, no other scope sees.
    """
    mock, mine = client(), {"X-Mock-Scope": "mine"}
    mock.post("/__mock__/failures", json={"kind": "status", "status": 503}, headers=mine)
    mock.post("/__mock__/world", json={"entity": "spacecraft", "record": {"name": "Added"}}, headers=mine)
    mock.get(ONE, headers=mine)

    assert (200, 10) == (mock.get(ONE).status_code, mock.get(LIST).json["count"])
    assert 1 == mock.get("/__mock__/journal", headers=mine).json["total"]


def test_reset_returns_to_the_start() -> None:
    """
    After a reset what was switched on at the start is on again, and nothing else.
    """
    mock = client(switches=Switches(failures=(Failure("status", times=1),), throttle=parse_rate("9/hour")))
    statuses = [mock.get(ONE).status_code, mock.get(ONE).status_code]
    mock.put("/__mock__/throttle", json={"rate": None})
    state = mock.post("/__mock__/reset").json

    assert [503, 200] == statuses
    assert ({"requests": 9, "seconds": 3600}, 1, 0) == (state["throttle"], len(state["failures"]), state["requests"])


def test_journal_has_hints() -> None:
    """
    A misspelt parameter is in the journal with the name that was meant.
    """
    mock = client()
    mock.get(f"{LIST}?is_placeholders=true")
    (entry,) = mock.get("/__mock__/journal").json["entries"]

    assert ["`is_placeholders` is not a parameter and is ignored; did you mean `is_placeholder`?"] == entry["hints"]


def test_journal_is_exported() -> None:
    """
    The archive holds the answers as they were sent.
    """
    mock = client()
    sent = mock.get(ONE).text
    (entry,) = mock.get("/__mock__/journal.har").json["log"]["entries"]

    assert (sent, 200) == (entry["response"]["content"]["text"], entry["response"]["status"])


def test_control_is_described() -> None:
    """
    Every route of the control API stands in its OpenAPI document, and the other way round.
    """
    app = create_app(API, WORLD)
    described = {
        (path, method.upper())
        for path, item in app.test_client().get("/__mock__/openapi.json").json["paths"].items()
        for method in item
    }
    routes = {
        (rule.rule.removeprefix("/__mock__").replace("<number>", "{number}"), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/__mock__/")
    }

    assert described == routes - {("/", "GET"), ("/openapi.json", "GET")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    Return a data folder of one's own with the packaged API.
    """
    for kind in ("schemas", "fixtures"):
        shutil.copytree(SMALL_DATA / kind / API.name, tmp_path / kind / API.name)
    return tmp_path


def rename(folder: Path, title: str) -> None:
    """
    Change how a record is called in errors.
    """
    place = folder / "schemas" / API.name / "spacecraft" / "contract.json"
    place.write_text(re.sub(r'"title": "\w+"', f'"title": "{title}"', place.read_text(), count=1))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Every request looks at the data files.
    """
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.0)


@pytest.mark.usefixtures("impatient")
def test_changed_file_is_seen_by_the_next_look(folder: Path) -> None:
    """
    A changed contract holds without a restart, from the next look at the files on.
    """
    mock = create_app(data=folder, records="recorded", reload=True).test_client()
    before = mock.get(MISSING).json
    rename(folder, "Craft")

    assert {"detail": "No Spacecraft matches the given query."} == before
    assert {"detail": "No Craft matches the given query."} == mock.get(MISSING).json


@pytest.mark.usefixtures("impatient")
def test_broken_file_leaves_the_last_good_world(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A broken file is reported where it is broken, and the mock goes on with what it had; mended, it is seen.
    """
    mock = create_app(data=folder, records="recorded", reload=True).test_client()
    place = folder / "schemas" / API.name / "api.json"
    good = place.read_text()
    place.write_text("{,")
    broken, state = mock.get(ONE), mock.get("/__mock__/state").json
    place.write_text(good)
    rename(folder, "Craft")

    assert 200 == broken.status_code
    assert "api.json:1" in state["trouble"]
    assert "api.json:1" in capsys.readouterr().err
    assert {"detail": "No Craft matches the given query."} == mock.get(MISSING).json
    assert "" == mock.get("/__mock__/state").json["trouble"]


def test_journal_does_not_grow() -> None:
    """
    Four thousand different requests leave the mock no larger than the bounds of journal and memory allow.
    """
    state = State(journal=Journal(most_bytes=1_000_000))
    live = MockServer(Mock(Site(API, WORLD), standard(1_000_000)), Scopes(lambda: state))
    tracemalloc.start()
    sizes = []
    for number in range(1, 4_001):
        live.respond(Request("GET", "http", "a.test", LIST, f"limit=1&unknown={number}"))
        if number in {1_500, 4_000}:
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    assert state.journal.total == 4_000
    assert state.journal.weight <= 1_000_000
    assert sizes[1] - sizes[0] < 200_000


def test_a_mock_of_values_has_no_files_to_watch() -> None:
    """
    Without data files that could be read again, nothing is watched, and nobody need look.
    """
    state = State()
    live = MockServer(Mock(Site(API, WORLD), standard()), Scopes(lambda: state))
    live.watch()

    assert live.watched
