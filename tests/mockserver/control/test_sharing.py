"""
What one request of a running mock does while another waits.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control.failures import FAILURE_KINDS, Failure

if TYPE_CHECKING:
    import pytest

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
LIST = "/2.3.0/spacecraft/"
ONE = f"{LIST}110/"


def test_nobody_waits_for_an_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    While the journal is written as an archive, the lock of its scope is free.
    """
    app = create_app(API, WORLD)
    state, free = app.extensions["apicontract"].scopes.common, []

    def take() -> None:
        free.append(state.lock.acquire(timeout=5))
        if free[-1]:
            state.lock.release()

    def look(*_: object) -> dict[str, Any]:
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
        return {}

    monkeypatch.setattr("mockserver.control.blueprint.har", look)

    assert 200 == app.test_client().get("/__mock__/journal.har").status_code
    assert [True] == free


def test_slow_failure_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What happens to a request on the way gets random numbers of its own, so that threads do not share any.
    """
    app, given = create_app(API, WORLD), []
    state = app.extensions["apicontract"].scopes.common
    state.schedule(Failure("latency", seconds=0.0))
    right = FAILURE_KINDS["latency"]

    def apply(failure: Failure, wire: Any, own_random: Any) -> Any:
        given.append(own_random)
        return right.apply(failure, wire, own_random)

    monkeypatch.setitem(FAILURE_KINDS, "latency", replace(right, apply=apply))  # type: ignore[arg-type]
    app.test_client().get(ONE)

    assert [False] == [own_random is state.random_source for own_random in given]
