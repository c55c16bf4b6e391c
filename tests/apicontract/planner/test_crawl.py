"""
A walk sees every record, also where a server does not sort as it was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.dataset import grow
from apicontract.evidence.recordings import recordings_of
from apicontract.planner.crawl import Crawl, crawl, terms_of
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api
    from apicontract.planner.probe import Probe

    WalkOn = Callable[..., tuple[Crawl, list[Probe]]]


@pytest.fixture(scope="module")
def walk_on(api: Api) -> WalkOn:
    """
    Walks through three pages of the mock, right or wrong in one named way; the requests come back too.
    """
    world = grow(api, recordings_of(api), records=250)

    def walk(fault: str | None = None, budget: int = 15) -> tuple[Crawl, list[Probe]]:
        pipeline = FAULTS[fault].plant(standard()) if fault else standard()
        sent: list[Probe] = []
        with Client(Target("x", "http://x.example", create_app(api, world, pipeline=pipeline)), budget=Budget(99)) as c:
            found = crawl(
                api,
                api.resources[api.primary],
                lambda probe: sent.append(probe) or c.request(probe.method, probe.path, probe.query, probe.headers),
                budget,
            )
        return found, sent

    return walk


def test_a_walk_takes_as_many_requests_as_there_are_pages(walk_on: WalkOn, api: Api) -> None:
    """
    On a right server every record is seen, in the order of both terms, and no page is asked for twice.
    """
    found, sent = walk_on()

    assert (found.complete, len(found.rows), len(sent)) == (True, 250, 3)
    assert found.terms == terms_of(api.resources[api.primary])


@pytest.mark.parametrize("budget", [15, 200])
def test_a_second_term_that_is_ignored_is_given_up(walk_on: WalkOn, budget: int) -> None:
    """
    Where ties are not broken, the walk begins again in the order of the identifier, and sees everything.
    """
    found, sent = walk_on("second-term-ignored", budget)

    assert (found.terms, found.complete, len(found.rows)) == (("id",), True, 250)
    assert len(sent) <= 5
    assert dict(sent[-1].query)["ordering"].strip().endswith("id")
