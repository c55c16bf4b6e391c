"""
A run spends its budget on the most telling requests and names one fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.planner.gathering import gather
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api
    from apicontract.planner.run import Run

    RunOn = Callable[..., Run]


@pytest.fixture
def run_on(api: Api) -> RunOn:
    """
    Runs on the mock, right or wrong in one named way.
    """

    def run(fault: str | None = None, budget: int = 15, **options: object) -> Run:
        pipeline = FAULTS[fault].inject(standard()) if fault else standard()
        target = Target("mock", "http://127.0.0.1:8000", create_app(api, pipeline=pipeline))
        client = Client(target, budget=Budget(budget))
        return gather(api, client, resources=[api.primary], strict=True, **options)  # type: ignore[arg-type]

    return run


def _violated(run: Run) -> list[str]:
    return [each.check for each in run.evidence.check_results().violations if each.level.name == "VIOLATION"]


def test_a_right_server_is_not_accused(run_on: RunOn) -> None:
    """
    Fifteen requests to the mock leave nothing to complain about, and decide a good part of the catalogue.
    """
    run = run_on()
    verdicts = [each.verdict.value for each in run.evidence.check_results().outcomes.values()]

    assert (_violated(run), run.client.budget.spent) == ([], 15)
    assert verdicts.count("kept") > len(verdicts) // 2


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("limit-not-clamped", "limit-clamped"),
        ("boolean-inverted", "filter-kept"),
        ("next-missing", "next-link"),
        ("count-off-by-one", "page-length"),
    ],
)
def test_a_fault_is_named_once(run_on: RunOn, fault: str, check: str) -> None:
    """
    The first violation named is that of the fault that is there.
    """
    assert _violated(run_on(fault))[0] == check


def test_the_cause_is_isolated(run_on: RunOn) -> None:
    """
    Of a request with seven parts only the one that is to blame is left.
    """
    violation = run_on("limit-not-clamped").evidence.check_results().violations[0]

    assert [name for name, _ in violation.exchanges[0].query] == ["limit"]


@pytest.mark.parametrize("budget", [1, 2, 5, 14])
def test_a_small_budget_is_never_exceeded(run_on: RunOn, budget: int) -> None:
    """
    Whatever the budget, no more is sent, and a right server is not accused.
    """
    run = run_on(budget=budget)

    assert (run.client.budget.spent, _violated(run)) == (budget, [])


def test_the_same_seed_plans_the_same_requests(run_on: RunOn) -> None:
    """
    Two runs ask the same, in the same order.
    """
    first, second = ([each.url for each in run_on(seed=7).evidence.exchanges] for _ in range(2))

    assert first == second
