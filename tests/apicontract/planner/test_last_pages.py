"""
The last pages of a walk are asked for under a condition, and show every record all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.contract.routes import list_path
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner.gathering import gather
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api
    from apicontract.planner.run import Run

    RunOn = Callable[..., Run]

BUDGET = 15


@pytest.fixture
def run_on(api: Api) -> RunOn:
    """
    Runs on the mock with so many records, right or wrong in one named way.
    """

    def run(records: int, *faults: str) -> Run:
        application = create_app(
            api, generate(api, recordings_of(api), records=records), switches=Switches(faults=faults)
        )
        client = Client(Target("mock", "http://127.0.0.1:8000", application), budget=Budget(BUDGET))
        return gather(api, client, resources=[api.primary], strict=True)

    return run


@pytest.mark.parametrize("records", [304, 350, 402, 601])
def test_the_end_is_shown_for_the_price_of_the_plain_pages(run_on: RunOn, api: Api, records: int) -> None:
    """
    However many records the last page has, all are known after as many requests as there are pages.
    """
    run = run_on(records)
    walk, pages = run.walks[api.primary], -(-records // api.paging.maximum_limit)
    plain = {each.query for each in walk.last_probes}
    asked = [run.evidence.probes[id(each)] for each in run.evidence.exchanges[:pages]]

    assert (walk.complete, len(walk.rows)) == (True, records)
    assert not run.evidence.check_results().violations
    assert run.evidence.basis == pages
    assert {each.path for each in asked} == {list_path(api, api.resources[api.primary])}
    assert plain
    assert plain.isdisjoint(each.query for each in asked)


@pytest.mark.parametrize("fault", ["filter-loses-one", "search-ignored", "list-hides-some", "last-page-loses-row"])
def test_what_is_wrong_at_the_end_is_found(run_on: RunOn, fault: str) -> None:
    """
    A server that is wrong where the walk ends is caught, and the run stays within its budget.
    """
    run = run_on(601, fault)

    assert run.evidence.check_results().violations
    assert run.client.budget.spent <= BUDGET
