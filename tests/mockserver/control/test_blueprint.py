"""
What the control API answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.faults.table import FAULTS
from mockserver.http.receiving import MOST_BODY

if TYPE_CHECKING:
    from flask.testing import FlaskClient

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
ONE = "/2.3.0/spacecraft/110/"


@pytest.fixture
def mock() -> FlaskClient:
    """
    A client of a mock of the recorded rows.
    """
    return create_app(API, WORLD).test_client()


def test_faults_are_listed_with_those_that_are_on(mock: FlaskClient) -> None:
    """
    Each named fault has a concern and a sentence.
    """
    mock.put("/__mock__/faults", json=["count-off-by-one"])
    listed = mock.get("/__mock__/faults").json or []

    assert [(each.name, each.concern, each.sentence) for each in FAULTS.values()] == [
        (each["name"], each["concern"], each["sentence"]) for each in listed
    ]
    assert ["count-off-by-one"] == [each["name"] for each in listed if each["on"]]


def test_failures_are_disarmed_one_by_one_or_all(mock: FlaskClient) -> None:
    """
    The state that comes back tells those that are left.
    """
    for status in (500, 501, 502):
        mock.post("/__mock__/failures", json={"kind": "status", "status": status})
    numbers = [each["number"] for each in (mock.get("/__mock__/state").json or {})["failures"]]
    one = mock.delete(f"/__mock__/failures/{numbers[1]}").json or {}
    none = mock.delete("/__mock__/failures").json or {}

    assert 3 == len(numbers)
    assert [numbers[0], numbers[2]] == [each["number"] for each in one["failures"]]
    assert [] == none["failures"]
    assert 200 == mock.get(ONE).status_code


def test_the_journal_is_forgotten(mock: FlaskClient) -> None:
    """
    Afterwards no request is told, and none is counted.
    """
    mock.get(ONE)
    before = len((mock.get("/__mock__/journal").json or {})["entries"])
    state = mock.delete("/__mock__/journal").json or {}

    assert (1, 0, {}) == (before, state["requests"], state["statuses"])
    assert [] == (mock.get("/__mock__/journal").json or {})["entries"]


def test_a_body_that_is_too_large_is_refused(mock: FlaskClient) -> None:
    """
    It is not read, and the connection is given up.
    """
    answer = mock.put("/__mock__/faults", data=b" " * (MOST_BODY + 1), content_type="application/json")

    assert (413, "close") == (answer.status_code, answer.headers["Connection"])
    assert f"The body is larger than the {MOST_BODY} bytes that are read." == (answer.json or {})["detail"]


def test_what_a_state_tells(mock: FlaskClient) -> None:
    """
    API, world, what is switched on and what was asked.
    """
    mock.put("/__mock__/throttle", json={"rate": "9/hour"})
    mock.get(ONE)
    mock.get("/2.3.0/spacecraft/999999/")
    state = mock.get("/__mock__/state").json or {}

    assert (API.name, API.default_host, {"requests": 9, "seconds": 3600}, 2, {"200": 1, "404": 1}) == tuple(
        state[key] for key in ("api", "world", "throttle", "requests", "statuses")
    )
    assert ([], [], 0, 0) == (state["faults"], state["failures"], state["edits"], state["clock"]["advanced"])
