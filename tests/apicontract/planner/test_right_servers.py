"""
Right servers are accused of nothing in a whole run, of whatever size, `--strict` included.

By hand, with larger and more of them: `CHECKED_BUDGETS=15,60,200 CHECKED_SEEDS=5 pytest` and this file.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from framework import create_framework

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

API = load_api()
SERVERS = (*API.hosts, "reference")
BUDGETS = [int(each) for each in os.environ.get("CHECKED_BUDGETS", "15,60").split(",")]
SEEDS = range(int(os.environ.get("CHECKED_SEEDS", "1")))


@cache
def application(server: str) -> Callable[..., Any]:
    """
    Return a right server: a mock of a host's rows, or the framework itself.
    """
    world = generate(API, recordings_of(API), server if server in API.hosts else None, records="recorded")
    return (create_app if server in API.hosts else create_framework)(API, world)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("server", SERVERS)
def test_a_right_server_is_not_accused(server: str, budget: int, seed: int) -> None:
    """
    Every request of the budget is sent, much is kept, and there is nothing to complain about.
    """
    with Client(Target("right", "http://things.example", application(server)), budget=Budget(budget)) as client:
        report = report_of_run(gather(API, client, strict=True, seed=seed))

    assert ([], budget) == ([(each.rule, each.message, each.curl) for each in report.findings], report.requests)
    assert len([each for each in report.verdicts if each.state == "kept"]) > len(report.verdicts) // 2


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("asked", [2, 5, 9])
def test_a_record_may_go_meanwhile(asked: int, seed: int) -> None:
    """
    A server is not accused of what it showed before a record was deleted, nor of what it shows afterwards.
    """
    world = generate(API, recordings_of(API), records="recorded")
    fewer = replace(world, tables={**world.tables, API.primary: world.tables[API.primary][1:]})
    numbers, before, after = count(), create_app(API, world), create_app(API, fewer)

    def server(environ: Any, respond: Any) -> Any:
        return (before if next(numbers) < asked else after)(environ, respond)

    with Client(Target("right", "http://things.example", server), budget=Budget(15)) as client:
        report = report_of_run(gather(API, client, seed=seed))

    assert [] == [(each.rule, each.message) for each in report.findings if each.level == "violation"]
