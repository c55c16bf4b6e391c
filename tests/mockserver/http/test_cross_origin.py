"""
Promise: a front-end on another origin is served as by the service, and failures on demand reach it as themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from apicontract.contract.model import Api

PATH = "/2.3.0/spacecraft/"
ORIGIN = {"Origin": "http://localhost:5173"}
PREFLIGHT = {**ORIGIN, "Access-Control-Request-Method": "GET"}


@pytest.fixture
def client(api: Api) -> FlaskClient:
    """
    Return a client of a mock of the recorded rows.
    """
    return create_app(api, generate(api, recordings_of(api), records="recorded")).test_client()


@pytest.mark.parametrize(
    ("asked", "allowed"), [("x-mock-scope", True), ("authorization, X-Mock-Scope", True), ("authorization", False)]
)
def test_scope_header_is_allowed_when_asked_for(client: FlaskClient, asked: str, allowed: bool) -> None:  # noqa: FBT001 - a case
    """
    A page may send the header of a scope; whoever does not ask for it gets the service's own list.
    """
    answer = client.options(PATH, headers={**PREFLIGHT, "Access-Control-Request-Headers": asked})

    assert allowed == ("x-mock-scope" in answer.headers["access-control-allow-headers"].split(", "))


def test_preflight_uses_up_no_failure(client: FlaskClient) -> None:
    """
    What a browser asks beforehand is answered; the failure waits for the request itself, which may be read.
    """
    client.post("/__mock__/failures", json={"kind": "status", "status": 503, "times": 1})

    assert 200 == client.options(PATH, headers=PREFLIGHT).status_code
    failed = client.get(PATH, headers=ORIGIN)
    assert (503, "*") == (failed.status_code, failed.headers.get("access-control-allow-origin"))
    assert 200 == client.get(PATH, headers=ORIGIN).status_code
