"""
What the control API refuses: everything that it could not keep its word on, and then nothing has changed.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control.failures import Failure, Match
from mockserver.control.state import MOST_SCHEDULED, State, Switches
from mockserver.control.throttle import MOST_COUNTED, parse_rate

if TYPE_CHECKING:
    from flask.testing import FlaskClient

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
ONE = "/2.3.0/spacecraft/110/"


def client() -> FlaskClient:
    """
    Return a client of a mock of the recorded rows, with something switched on.
    """
    start = Switches(("count-off-by-one",), (Failure("status", times=1),), parse_rate("9/hour"))
    return create_app(API, WORLD, switches=start).test_client()


def snapshot(mock: FlaskClient) -> dict[str, Any]:
    """
    Return what is switched on, without the time.
    """
    state: dict[str, Any] = mock.get("/__mock__/state").json or {}
    del state["clock"]["now"]
    return state


def edit(record: str) -> str:
    """
    Return the body of an edit of one spacecraft, its record as text.
    """
    return f'{{"entity": "spacecraft", "record": {record}}}'


NINES = "9" * 5_000
DEEP = "[" * 70 + "]" * 70
#: method, place, body as text, what the answer says
REFUSED = (
    ("PUT", "throttle", f'{{"rate": {NINES}}}', "a number of 5000 digits"),
    ("PUT", "throttle", f'{{"rate": "{NINES}/hour"}}', "rate: "),
    ("PUT", "throttle", f'{{"rate": "1/{"9" * 400}s"}}', "rate: "),
    ("PUT", "throttle", '{"rate": "1/999999999day"}', "up to 366 days"),
    ("PUT", "throttle", '{"rate": "100001/hour"}', "up to 100000 requests"),
    ("PUT", "throttle", '{"rate": "1/00s"}', "is not a rate"),
    ("PUT", "throttle", '{"rate": "\u0661/s"}', "is not a rate"),
    ("PUT", "throttle", '{"rate": "1/s", "rate": null}', "'rate' is repeated"),
    ("POST", "clock", '{"advance": 1e999}', "beyond the largest double"),
    ("POST", "clock", '{"advance": -Infinity}', "-Infinity is not JSON"),
    ("POST", "clock", '{"advance": -1}', "advance: "),
    ("POST", "clock", f'{{"advance": {DEEP}}}', "nested more than 64"),
    ("POST", "clock", "[" * 100_000, "nested more than 64"),
    ("POST", "failures", '{"kind": "status", "body": "\\ud800"}', "half a surrogate pair"),
    ("POST", "failures", '{"kind": "status", "\\udfff": "x"}', "half a surrogate pair"),
    ("POST", "failures", '{"kind": "status", "status": 100}', "status: "),
    ("POST", "failures", '{"kind": "status", "status": 199}', "status: "),
    ("POST", "failures", '{"kind": "status", "status": 600}', "status: "),
    ("POST", "failures", '{"kind": "status", "status": 204, "body": "x"}', "none with status 204"),
    ("POST", "failures", '{"kind": "status", "headers": {"A": "b\\n"}}', "header A"),
    ("POST", "failures", '{"kind": "status", "headers": {"A\\n": "b"}}', "header name"),
    ("POST", "failures", '{"kind": "status", "headers": {"A": "\u0112"}}', "headers.A"),
    ("POST", "failures", '{"kind": "status", "headers": {"Transfer-Encoding": "chunked"}}', "Transfer-Encoding"),
    ("POST", "failures", '{"kind": "status", "headers": {"": "b"}}', "headers"),
    ("POST", "failures", f'{{"kind": "status", "times": {"9" * 90}}}', "times: "),
    ("POST", "failures", f'{{"kind": "status", "path": "{"*a" * 300}"}}', "path: "),
    ("POST", "failures", f'{{"kind": "status", "request_headers": {{"{"x" * 600}": "*"}}}}', "x"),
    ("POST", "failures", '{"kind": "status", "rate": 1.5}', "rate: "),
    ("PUT", "faults", json.dumps(["x" * 1_000]), "[0]: "),
    ("PUT", "faults", json.dumps([1] * 200_000), "is not of type 'string'"),
    ("POST", "world", edit('{"id": null}'), "spacecraft.id: None"),
    ("POST", "world", edit('{"id": []}'), "spacecraft.id: []"),
    ("POST", "world", edit('{"id": {}}'), "spacecraft.id: {}"),
    ("POST", "world", edit('{"id": true}'), "spacecraft.id: True"),
    ("POST", "world", edit('{"id": 110.0}'), "spacecraft.id: 110.0"),
    ("POST", "world", edit('{"id": "110"}'), "spacecraft.id: '110'"),
    ("POST", "world", edit('{"id": 110, "id": 111}'), "'id' is repeated"),
    ("POST", "world", edit('{"id": 110, "name": "\\ud800"}'), "half a surrogate pair"),
    ("POST", "world", edit('{"id": 110, "name": 1e999}'), "beyond the largest double"),
    ("POST", "world", edit('{"id": 110, "name": 5}'), "spacecraft.name: 5 is not of type"),
    ("POST", "world", edit('{"id": 110, "name": null}'), "spacecraft.name: None is not of type"),
    ("POST", "world", edit('{"id": 110, "in_space": "yes"}'), "spacecraft.in_space: "),
    ("POST", "world", edit('{"id": 110, "status": null}'), "spacecraft.status: "),
    ("POST", "world", edit('{"id": 110, "status": []}'), "spacecraft.status: "),
    ("POST", "world", edit('{"id": 110, "status": {"id": []}}'), "has none of that id"),
    ("POST", "world", edit('{"id": 110, "time_in_space": "P9999999999999D"}'), "spacecraft"),
    ("POST", "world", edit('{"id": 110, "flights_count": "many"}'), "spacecraft"),
)


@pytest.mark.parametrize(("method", "place", "body", "message"), REFUSED)
def test_refused_request_changes_nothing(method: str, place: str, body: str, message: str) -> None:
    """
    A body that cannot be acted on is 400 with one line that says why, and the state is the one before.
    """
    mock = client()
    before = snapshot(mock)
    answer = mock.open(f"/__mock__/{place}", method=method, data=body.encode(), content_type="application/json")
    detail = (answer.json or {})["detail"]

    assert (400, before) == (answer.status_code, snapshot(mock))
    assert message in detail
    assert "\n" not in detail
    assert len(detail) < 1_000


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", f"/__mock__/failures/{'9' * 5_000}"),
        ("DELETE", "/__mock__/failures/-1"),
        ("DELETE", "/__mock__/failures/x"),
        ("DELETE", "/__mock__/failures/77"),
        ("GET", f"/__mock__/journal?after={'9' * 5_000}"),
        ("GET", "/__mock__/journal?after=x"),
    ],
)
def test_number_that_names_nothing(method: str, path: str) -> None:
    """
    A number that is none, or that nothing has, is 400 in one line, and the state is the one before.
    """
    mock = client()
    before = snapshot(mock)
    answer = mock.open(path, method=method)

    assert (400, before) == (answer.status_code, snapshot(mock))


@pytest.mark.parametrize("body", [None, b"", b"\xff", b"\xef\xbb\xbf[]", b"null", b'"x"', b"[]x"])
@pytest.mark.parametrize(("method", "place"), [("POST", "world"), ("POST", "failures"), ("PUT", "throttle")])
def test_body_that_cannot_be_read(method: str, place: str, body: bytes | None) -> None:
    """
    A body that is missing, no UTF-8, or no JSON is refused by every route that needs one.
    """
    mock = client()
    before = snapshot(mock)
    answer = mock.open(f"/__mock__/{place}", method=method, data=body, content_type="application/json")

    assert (400, before) == (answer.status_code, snapshot(mock))


def test_clock_stays_within_dates() -> None:
    """
    However often the clock is advanced, the journal can be exported: what goes beyond a date is refused.
    """
    mock = client()
    statuses = {mock.post("/__mock__/clock", json={"advance": 1_000_000_000}).status_code for _ in range(102)}
    mock.get(ONE)

    assert {200, 400} == statuses
    assert 200 == mock.get("/__mock__/journal.har").status_code


@pytest.mark.parametrize(
    ("place", "body", "most"),
    [
        ("failures", {"kind": "latency", "path": "/nowhere/"}, MOST_SCHEDULED - 1),
        ("failures", {"kind": "status", "body": "x" * 900_000}, 8),
        ("world", {"entity": "config/agency_types", "record": {"id": 1}}, 20),
    ],
)
def test_what_is_switched_on_is_bounded(
    place: str, body: dict[str, Any], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    So many failures and edits, and so many bytes of them, can be switched on in one scope, and the next is 400.
    """
    monkeypatch.setattr("mockserver.control.state.MOST_EDITS", 20)
    mock = client()
    statuses = [mock.post(f"/__mock__/{place}", json=body).status_code for _ in range(most + 1)]

    assert [*[200] * most, 400] == statuses


def test_thousand_armed_failures_cost_little() -> None:
    """
    With as many failures armed as can be, choosing those that strike takes milliseconds: 100 requests in 1.5 seconds.
    """
    state = State()
    query = [(f"name{number}", "value") for number in range(1_000)]
    for number in range(MOST_SCHEDULED):
        state.schedule(Failure("close", Match(f"/v1/*/{number}/", parameters=(("a", "*x*"),))))
    began = time.process_time()
    for _ in range(100):
        assert () == state.trigger("GET", "/v1/things/nothing/", query, ())

    assert time.process_time() - began < 1.5


def test_rate_is_bounded() -> None:
    """
    The largest rate that can be counted can be set.
    """
    assert 200 == client().put("/__mock__/throttle", json={"rate": f"{MOST_COUNTED}/366day"}).status_code


@pytest.mark.parametrize("status", [204, 304])
def test_status_without_a_body(status: int) -> None:
    """
    A status that has no body is sent without one, and without its length.
    """
    mock = create_app(API, WORLD).test_client()
    mock.post("/__mock__/failures", json={"kind": "status", "status": status, "headers": {"X-A": "b"}})
    answer = mock.get(ONE)

    assert (status, b"", "b") == (answer.status_code, answer.data, answer.headers["X-A"])
    assert "Content-Length" not in answer.headers
