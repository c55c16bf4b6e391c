"""
Edits of the world: made as a whole or refused as a whole, and then whatever a client asks can be answered.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import ApiContractError
from apicontract.contract.model import Field, World
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.control.edits import edited, keep
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer
from mockserver.control.scopes import Scopes
from mockserver.control.state import Edit
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request

API = load_api()
SITE = Site(API, generate(API, recordings_of(API), records="recorded"))
_DEEP: list[Any] = []
for _ in range(100_000):
    _DEEP = [_DEEP]

#: entity, record
UNSERVABLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("spacecraft", {"id": None}),
    ("spacecraft", {"id": []}),
    ("spacecraft", {"id": {}}),
    ("spacecraft", {"id": True}),
    ("spacecraft", {"id": 110.0}),
    ("spacecraft", {"id": "110"}),
    ("spacecraft", {"id": ""}),
    ("spacecraft", {"id": 10**5_000}),
    ("spacecraft", {"id": float("nan")}),
    ("spacecraft", {"id": 110, "name": "\ud800"}),
    ("spacecraft", {"id": 110, "name": float("inf")}),
    ("spacecraft", {"id": 110, "name": {}}),
    ("spacecraft", {"id": 110, "name": _DEEP}),
    ("spacecraft", {"id": 110, "flights_count": 10**5_000}),
    ("spacecraft", {"id": 110, "flights_count": Decimal(1)}),
    ("spacecraft", {"id": 110, "name": dt.date(2024, 1, 1)}),
    ("spacecraft", {"id": 110, "time_in_space": "x"}),
    ("spacecraft", {"id": 110, "status": 77}),
    ("spacecraft", {"id": 110, "status": None}),
    ("spacecraft", {"id": 110, "status": [1]}),
    ("spacecraft", {"id": 110, "spacecraft_config": "x"}),
    ("agencies", {"id": 63, "country": {"id": 1}}),
    ("agencies", {"id": 63, "name": ["x"]}),
    ("images", {"id": None}),
    ("images", {"id": "x"}),
    ("images", {"id": 10**5_000}),
    ("social_media", {"id": []}),
    ("spacecraft", {"id": 110, "no_such_field": 1}),
    ("no_such_entity", {"id": 1}),
)
QUERIES = (
    "/2.3.0/",
    "/2.3.0/spacecraft/?limit=100",
    "/2.3.0/spacecraft/?limit=100&mode=detailed&search=a&ordering=-name,id",
    "/2.3.0/spacecraft/?limit=100&format=api",
    "/2.3.0/agencies/?limit=100&mode=detailed",
    "/2.3.0/spacecraft_configurations/?limit=100&mode=detailed",
    *(f"/2.3.0/spacecraft/?ordering={each.name}" for each in API.resources["spacecraft"].ordering),
    *(f"/2.3.0/spacecraft/?{each.name}=1" for each in API.resources["spacecraft"].parameters),
)


def statuses(live: MockServer) -> dict[str, int]:
    """
    Return the status of everything that a client may ask.
    """
    state = live.scopes.common
    asked = (Request("GET", "http", "a.test", each.partition("?")[0], each.partition("?")[2]) for each in QUERIES)
    return {each.target: live.served(state).answer(each).status for each in asked}


@pytest.mark.parametrize(("entity", "record"), UNSERVABLE, ids=[str(number) for number in range(len(UNSERVABLE))])
def test_unservable_record_is_refused(entity: str, record: dict[str, Any]) -> None:
    """
    An edit after which a record could not be served is refused in one line, and nothing has changed.
    """
    live = MockServer(Mock(SITE, standard()), Scopes(report=lambda _: None))
    state = live.scopes.common
    before = (live.served(state), state.edits, state.version)
    with pytest.raises(ApiContractError) as refused:
        live.edit(state, Edit(entity, record))

    assert before == (live.served(state), state.edits, state.version)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize(
    ("entity", "record"),
    [
        ("spacecraft", {"id": 110, "name": "Renamed"}),
        ("spacecraft", {"name": "Added"}),
        ("spacecraft", {"id": 10**90, "name": "Far"}),
        ("spacecraft", {"id": -1}),
        ("spacecraft", {"id": 110, "name": "\U0010ffff\u2028<b>"}),
        ("agencies", {"id": 63, "name": "x"}),
        ("images", {"name": "x"}),
        ("config/agency_types", {"id": 99, "name": "Other"}),
    ],
)
def test_record_that_was_let_in_is_served(entity: str, record: dict[str, Any]) -> None:
    """
    After an edit that was made, whatever is asked is answered as before: none is a failure of the server.
    """
    live = MockServer(Mock(SITE, standard()), Scopes(report=lambda _: None))
    live.edit(live.scopes.common, Edit(entity, record))

    assert {status for status in statuses(live).values() if status >= 500} == set()


def test_refused_edit_leaves_the_tables() -> None:
    """
    Of two edits the second of which is refused, the first one is kept as it was made.
    """
    good = Edit("spacecraft", {"id": 110, "name": "Renamed"})
    kept = keep(
        SITE, [good, Edit("spacecraft", {"id": 110, "name": "Lost", "status": None}), Edit("images", {"id": []})]
    )

    assert ((good,), 2) == (kept.edits, len(kept.dropped))
    (row,) = (row for row in kept.site.world.tables["spacecraft"] if row["id"] == 110)
    assert "Renamed" == row["name"]
    assert len(SITE.world.tables["images"]) == len(kept.site.world.tables["images"])


def test_identifier_that_is_there_already() -> None:
    """
    An identifier that reads as that of another record, though it is written otherwise, is refused.
    """
    name, known = "config/agency_types", "6f1c1a1e-0000-4000-8000-00000000000a"
    served = replace(API.resources[name], identifier=Field("id", "id", "uuid"))
    api = replace(API, resources={name: served})
    site = Site(api, World("uuids", {name: [{"id": known, "name": "x"}]}))
    with pytest.raises(ApiContractError, match="exists already"):
        edited(site, [Edit(name, {"id": known.upper()})])


def test_rows_of_an_edited_world_are_not_kept() -> None:
    """
    An edited world, of which every scope may have one, remembers no rows beside the answers.
    """
    assert 0 == edited(SITE, [Edit("spacecraft", {"id": 110, "name": "x"})]).most_rows


def test_edit_without_its_table_is_dropped() -> None:
    """
    Where new data files no longer have what an edit refers to, that edit is dropped with the reason, the others stay.
    """
    edits = [Edit("spacecraft", {"id": 110, "status": 3}), Edit("agencies", {"id": 63, "name": "Renamed"})]
    tables = {name: rows for name, rows in SITE.world.tables.items() if name != "agencies"}
    kept = keep(Site(API, World("other", tables)), edits)

    assert (edits[:1], 1) == ([*kept.edits], len(kept.dropped))
    assert "an edit of agencies was dropped" in kept.dropped[0]


def test_long_chain_of_records_is_copied() -> None:
    """
    Records that refer to each other in a chain of twenty thousand are copied, the original untouched.
    """
    rows: list[dict[str, Any]] = [{"id": 1, "name": "x", "next": None}]
    for number in range(2, 20_000):
        rows.append({"id": number, "name": "x", "next": rows[-1]})
    made = edited(Site(API, World("chain", {"links": rows})), [Edit("links", {"id": 2, "name": "y"})])

    assert ("x", "y") == (rows[1]["name"], made.world.tables["links"][1]["name"])
    assert made.world.tables["links"][2]["next"] is made.world.tables["links"][1]
