"""
What a server makes after its start, so that nobody waits for it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.routes import list_path
from apicontract.dataset import generate
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.evidence.recordings import recordings_of
from mockserver.control import warming
from mockserver.control.mock import Mock
from mockserver.control.warming import first_needs, warm_up
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest


def test_a_list_has_nothing_left_to_make(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    After it no first request of a list makes a field of a record: to order it, to search in it, or to write its row.
    """
    api = load_api(data=packaged_data())
    world = generate(api, recordings_of(api), records=20, today=dt.date(2026, 5, 4))
    mock, made = Mock(Site(api, world), standard(0)), []
    warm_up(first_needs(mock))
    make = LazyRecord._made

    def counting(record: LazyRecord, name: str) -> Any:
        made.append(name)
        return make(record, name)

    monkeypatch.setattr(LazyRecord, "_made", counting)
    for resource in api.resources.values():
        mock.answer(Request("GET", "http", "localhost", list_path(api, resource), "limit=1"))
        mock.answer(Request("GET", "http", "localhost", list_path(api, resource), "limit=1&search=nowhere"))

    assert [] == made


def test_what_is_left_is_made_later() -> None:
    """
    When its time is up it stops behind what it was making, and goes on from there when it is called again.
    """
    made: list[int] = []
    needs = (partial(made.append, number) for number in range(3))

    warm_up(needs, 0)
    assert [0] == made
    warm_up(needs)
    assert [0, 1, 2] == made


def test_what_cannot_be_made_is_left_out() -> None:
    """
    It ends at what cannot be made, without a word: who asks for that is told.
    """
    made: list[int] = []

    def needs() -> Iterator[Callable[[], object]]:
        yield partial(made.append, 0)
        raise ValueError("no records")

    warm_up(needs())

    assert [0] == made


def test_indexes_of_many_records_are_made_before_somebody_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A filter, whatever its lookup, and an ordering find what they look in; of few records nothing is made.
    """
    api = load_api(data=packaged_data())
    resource = api.resources[api.primary]
    site = Site(api, generate(api, recordings_of(api), records=20, today=dt.date(2026, 5, 4)))

    def made() -> set[str]:
        columns = vars(site.collections[api.primary])["_columns"].values()
        return {name for each in columns for name in vars(each) if name != "values"}

    warm_up(first_needs(Mock(site, standard(0))))
    before = made()
    monkeypatch.setattr(warming, "_MANY", 10)
    warm_up(first_needs(Mock(site, standard(0))))

    assert before == set()
    assert {"places", "folded"} >= made() >= {"places"}
    assert len(vars(site.collections[api.primary])["_ranks"]) >= len({each.path for each in resource.ordering})
