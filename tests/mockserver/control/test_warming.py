"""
What a server makes after its start, so that nobody waits for it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.routes import list_path
from apicontract.dataset import generate
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.evidence.recordings import recordings_of
from mockserver.control.mock import Mock
from mockserver.control.warming import warm_up
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request

if TYPE_CHECKING:
    import pytest


def test_a_list_has_nothing_left_to_make(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    After it no first request of a list makes a field of a record: to order it, to search in it, or to write its row.
    """
    api = load_api(data=packaged_data())
    world = generate(api, recordings_of(api), records=20, today=dt.date(2026, 5, 4))
    mock, made = Mock(Site(api, world), standard(0)), []
    warm_up(mock)
    make = LazyRecord._made

    def counting(record: LazyRecord, name: str) -> Any:
        made.append(name)
        return make(record, name)

    monkeypatch.setattr(LazyRecord, "_made", counting)
    for resource in api.resources.values():
        mock.answer(Request("GET", "http", "localhost", list_path(api, resource), "limit=1"))
        mock.answer(Request("GET", "http", "localhost", list_path(api, resource), "limit=1&search=nowhere"))

    assert [] == made
