"""
Fixtures that hold a target to a contract: one run of requests, judged check by check.
"""

from __future__ import annotations

import functools
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from apicontract.pytest_plugin.options import chosen_api, shared_folder
from apicontract.pytest_plugin.outcomes import told, undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apicontract.checks import CheckResults
    from apicontract.client import Client, Target
    from apicontract.contract.model import Api
    from apicontract.contract.violation import Violation
    from apicontract.planner.exchange_log import ExchangeLog

#: Where the mock of a run in process takes itself to be: where `apicontract serve` listens.
_MOCK_URL = "http://127.0.0.1:8000"
#: Requests to a mock in process when nobody says: they cost little, and every resource gets some.
_IN_PROCESS = 120
_MEGABYTE = 1024 * 1024


@pytest.fixture(scope="session")
def _contract_target(request: pytest.FixtureRequest) -> tuple[Target, Api]:
    """
    The server that `--target` names, and the contract as it is mounted there.
    """
    # Only a run that uses the suite pays for these, and only the mock for Flask.
    from apicontract.client import Target, target_of  # noqa: PLC0415 - see above

    api = chosen_api(request.config)
    name = request.config.getoption("target")
    if name != "mock":
        return target_of(name, api, ("mock",))
    from mockserver.app import create_app  # noqa: PLC0415 - see above

    return Target(name, _MOCK_URL, create_app(api)), api


@pytest.fixture(scope="session")
def contract_api(_contract_target: tuple[Target, Api]) -> Api:
    """
    The contract that the target is held to.
    """
    return _contract_target[1]


@pytest.fixture(scope="session")
def contract_client(request: pytest.FixtureRequest, _contract_target: tuple[Target, Api]) -> Iterator[Client]:
    """
    A client of the target, with the budget of the whole run, whatever the number of processes.
    """
    from apicontract.client import (  # noqa: PLC0415 - only a run that uses the suite pays
        AnswerCache,
        Budget,
        Client,
        Deadline,
        Ledger,
        default_budget,
        token_for,
        usual_concurrency,
    )
    from apicontract.contract.files import cache_folder  # noqa: PLC0415 - the same

    target, api = _contract_target
    folder = shared_folder(request.config)
    limit = request.config.getoption("request_budget") or (
        _IN_PROCESS if target.application else default_budget(target)
    )
    option = request.config.getoption
    with Client(
        target,
        budget=Budget(limit, folder / "spent" if folder else None),
        ledger=Ledger(cache_folder() / "ledger"),
        cache=AnswerCache(folder / "answers" if folder else None),
        token=token_for(target, api, option("contract_token_host"), functools.partial(told, request.config)),
        timeout=option("contract_timeout"),
        deadline=Deadline(option("contract_deadline")),
        most_bytes=option("contract_max_body") * _MEGABYTE,
        concurrency=usual_concurrency(limit),
    ) as client:
        yield client


@pytest.fixture(scope="session")
def contract_evidence(request: pytest.FixtureRequest, contract_api: Api, contract_client: Client) -> ExchangeLog:
    """
    What the planned requests have shown, sent once for the whole run.
    """
    # Only a run that uses the suite pays for these.
    import filelock  # noqa: PLC0415 - see above

    from apicontract.planner.gathering import gather  # noqa: PLC0415 - see above

    folder = shared_folder(request.config)
    with ExitStack() as stack:
        if folder:
            # One worker asks; the others then find every answer in the shared cache.
            stack.enter_context(filelock.FileLock(folder / "evidence.lock"))
        return gather(
            contract_api,
            contract_client,
            budget=max(contract_client.budget.limit * 2 // 3, 1),
            strict=request.config.getoption("contract_strict"),
            seed=request.config.getoption("contract_seed"),
        ).evidence


@pytest.fixture(scope="session")
def _contract_results(contract_evidence: ExchangeLog) -> Callable[[str], CheckResults]:
    """
    The check results of a resource, made once.
    """
    return functools.cache(contract_evidence.check_results)


@pytest.fixture
def contract_case(request: pytest.FixtureRequest, _contract_results: Callable[[str], CheckResults]) -> Case:
    """
    One check on one resource; a test asks for it under the mark `contract(concern)`, or `contract` for all.
    """
    check, resource = request.param
    return Case(request, check, resource, _contract_results)


@dataclass(frozen=True)
class Case:
    """
    One check to which one resource is held.

    Attributes:
        request: of the running test.
        check: id in the catalogue.
        resource: name in the contract.
        judge: makes the check results of a resource.
    """

    request: pytest.FixtureRequest
    check: str
    resource: str
    judge: Callable[[str], CheckResults]

    def hold(self) -> None:
        """
        Pass if the promise is kept, fail with the difference, or say "undecided".
        """
        outcome = self.judge(self.resource).outcomes[self.check]
        if outcome.verdict.value == "undecided":
            undecided(self.request, self.resource, self.check)
        elif outcome.verdict.value == "violated" and any(map(self._counts, outcome.violations)):
            # Only a failure pays for this.
            from apicontract.reports import of_checks  # noqa: PLC0415 - see above

            pytest.fail("\n\n".join(map(of_checks.told, outcome.violations[:3])), pytrace=False)

    @staticmethod
    def _counts(violation: Violation) -> bool:
        return violation.level.name == "VIOLATION"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """
    Make a test of the suite into one for each check of its concern and each resource.
    """
    if "contract_case" not in metafunc.fixturenames:
        return
    # Only a run that uses the suite pays for this.
    from apicontract.checks import CATALOGUE  # noqa: PLC0415 - see above

    mark = metafunc.definition.get_closest_marker("contract")
    concern = mark.args[0] if mark and mark.args else None
    checks = [each for each in CATALOGUE.values() if concern in {each.concern, None}]
    resources = chosen_api(metafunc.config).resources
    cases = {
        f"{check.concern}-{check.id}-{resource}": (check.id, resource) for resource in resources for check in checks
    }
    metafunc.parametrize("contract_case", cases.values(), ids=cases, indirect=True)
