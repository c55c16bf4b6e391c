"""
A small world of the whole API, which the tests of this folder share, and a client of it whose clock stands still.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from complete import COMPLETE
from mockserver.app import create_app
from mockserver.control.clock import ClockStart
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from apicontract.contract.model import Record, World

API = load_api(COMPLETE)
NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
DAY = NOW.date()


@cache
def world(seed: int = 0, day: dt.date = DAY, records: int = 150) -> World:
    """
    Return a small world.
    """
    return generate(API, recordings_of(API), records=records, seed=seed, today=day)


def table(entity: str) -> list[Record]:
    """
    Return the records of an entity.
    """
    return list(world().tables[entity])


def rows(entity: str) -> list[dict[str, Any]]:
    """
    Return the rows that the population file of an entity states.
    """
    path = packaged_data() / "fixtures" / API.name / entity / "population.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    groups = document.get("made", {}).get("groups", ())
    return [*document.get("rows", ()), *(each for group in groups for each in group.get("each", ()) if "id" in each)]


@cache
def client() -> FlaskClient:
    """
    Return a client of the small world whose clock stands still.
    """
    clock = ClockStart(NOW.timestamp(), frozen=True)
    return create_app(API, world(), switches=Switches(clock=clock)).test_client()


def got(path: str) -> Any:
    """
    Return what a GET below the base path answers.
    """
    answer = client().get(f"{API.base_path}{path}")
    assert answer.status_code == 200
    return answer.json
