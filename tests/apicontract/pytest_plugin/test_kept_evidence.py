"""
The evidence of a run, gathered once for all of its processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.client import Budget, Client, Target
from apicontract.planner.gathering import gather
from apicontract.pytest_plugin.kept_evidence import NotGathered, gathered_once
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.contract.model import Api
    from apicontract.planner.exchange_log import ExchangeLog


@pytest.fixture
def asked(api: Api) -> Callable[[], ExchangeLog]:
    """
    Ask a server that is wrong, so that smaller requests explain larger ones.
    """

    def ask() -> ExchangeLog:
        application = create_app(api, switches=Switches(faults=("filters-ignored",)))
        target = Target("wrong", "http://127.0.0.1:8000", application)
        with Client(target, budget=Budget(40)) as client:
            return gather(api, client, strict=True).evidence

    return ask


def _never() -> ExchangeLog:
    pytest.fail("asked again")


def test_the_next_process_reads_what_the_first_has_gathered(
    tmp_path: Path, api: Api, asked: Callable[[], ExchangeLog]
) -> None:
    """
    It asks nothing, and judges as the first one: answers, what was meant by them, and what is explained by others.
    """
    given = asked()
    gathered_once(tmp_path, api, lambda: given)
    read = gathered_once(tmp_path, api, _never)

    assert given.exchanges == read.exchanges
    assert given.superseded
    assert [id(each) in given.superseded for each in given.exchanges] == [
        id(each) in read.superseded for each in read.exchanges
    ]
    assert [given.probes.get(id(each)) for each in given.exchanges] == [
        read.probes.get(id(each)) for each in read.exchanges
    ]
    assert (given.strict, given.rows, given.basis) == (read.strict, read.rows, read.basis)
    for resource in api.resources:
        found, again = given.check_results(resource), read.check_results(resource)
        assert [each.message for each in found.violations] == [each.message for each in again.violations]
        assert {key: each.verdict for key, each in found.outcomes.items()} == {
            key: each.verdict for key, each in again.outcomes.items()
        }


def test_a_failure_is_that_of_all(tmp_path: Path, api: Api) -> None:
    """
    Where a process could not gather, the next ones do not judge by what is left of the budget.
    """

    def fail() -> ExchangeLog:
        message = "no answer"
        raise OSError(message)

    with pytest.raises(OSError, match="no answer"):
        gathered_once(tmp_path, api, fail)
    for _ in range(2):
        with pytest.raises(NotGathered, match="no answer"):
            gathered_once(tmp_path, api, _never)
