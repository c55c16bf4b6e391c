"""
Requests that hypothesis makes find what nobody planned for, and end as the smallest that shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from apicontract.client import Budget, Client, Target
from apicontract.contract import strategies
from apicontract.contract.errors import OutOfBudget
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner.exchange_log import ExchangeLog
from apicontract.planner.explore import explore
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.planner.probe import Probe

    Explore = Callable[..., tuple[Exchange | None, ExchangeLog]]


def _broken(*_: object) -> list[bytes]:
    raise RuntimeError


@pytest.fixture(scope="module")
def exploring(api: Api) -> Explore:
    """
    Explores the mock, right or wrong in one named way; with two requests, a server that crashes.
    """
    world = generate(api, recordings_of(api), records="recorded")
    resource = api.resources[api.primary]

    def run(fault: str | None = None, most: int = 80, seed: int = 0, budget: int = 99) -> tuple[object, ExchangeLog]:
        pipeline = FAULTS[fault].inject(standard()) if fault else standard()
        evidence = ExchangeLog(api, strict=True)
        application = create_app(api, world, pipeline=pipeline) if budget > 2 else _broken
        client = Client(Target("x", "http://x.example", application), budget=Budget(budget))

        def send(probe: Probe) -> Exchange:
            exchange = client.request(probe.method, probe.path, probe.query, probe.headers, follow=False)
            evidence.add(exchange, probe)
            return exchange

        return explore(evidence, resource, world.tables[resource.entity], send, most=most, seed=seed), evidence

    return run


def test_a_right_server_shows_no_fault(exploring: Explore) -> None:
    """
    Nothing is found, and half of the requests are kept for what would have been found.
    """
    found, evidence = exploring()

    assert (found, evidence.superseded, len(evidence.exchanges)) == (None, set(), 40)


def test_a_fault_is_shown_by_the_smallest_request(exploring: Explore) -> None:
    """
    Of a fault in every search only the search is left, and what showed it before is superseded.
    """
    found, evidence = exploring("search-ignored")

    assert found is not None
    assert [name for name, _ in found.query] == ["search"]
    assert evidence.check_results().violations[0].exchanges[0] is found


def test_out_of_budget_is_no_fault(exploring: Explore) -> None:
    """
    The end of the budget is told as such when nothing was found.
    """
    with pytest.raises(OutOfBudget):
        exploring(budget=3)


def test_out_of_budget_keeps_what_was_found(exploring: Explore) -> None:
    """
    A fault that was found is reported, however little is left for making its request smaller.
    """
    found, evidence = exploring(budget=2)

    assert found is not None
    assert evidence.check_results().violations


def test_what_was_asked_before_costs_a_draw(exploring: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where nothing new comes to mind, four times as many requests are drawn as may be sent, and no more.
    """
    drawn: list[int] = []
    same = strategies.Asking("/2.3.0/spacecraft/", ())
    draws = st.integers().map(lambda number: drawn.append(number) or same)
    monkeypatch.setattr(strategies, "requests", lambda *_: draws)
    _, evidence = exploring(most=6)

    assert (1, 24) == (len(evidence.exchanges), len(drawn))


def test_the_seed_decides(exploring: Explore) -> None:
    """
    The same seed asks the same, another one something else.
    """
    one, same, other = ([each.url for each in exploring(most=8, seed=seed)[1].exchanges] for seed in (7, 7, 8))

    assert one == same
    assert one != other
