"""
The suite accuses no right server of another API: UUIDs, texts as identifiers, nulls, lists, other limits.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from framework import create_framework

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import read_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner import gather
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

API = read_api(Path(__file__).parents[1] / "data" / "library" / "schemas" / "library-1")
WORLD = generate(API, recordings_of(API))


#: Requests for each resource; by hand 30 and 100.
BUDGET = int(os.environ.get("CHECKED_BUDGET", "15"))


@pytest.mark.parametrize("resource", API.resources)
@pytest.mark.parametrize("make", [create_app, create_framework], ids=["mock", "framework"])
def test_right_servers_are_not_accused(resource: str, make: Callable[..., Any]) -> None:
    """
    Neither the mock nor the framework violates anything, strictly judged.
    """
    with Client(Target("right", "http://right.test", application=make(API, WORLD)), budget=Budget(BUDGET)) as client:
        report = report_of_run(gather(API, client, resources=(resource,), budget=BUDGET, strict=True, seed=1))

    assert [] == [f"{each.rule}: {each.message}" for each in report.findings if each.level == "violation"]
