"""
Fixtures that hold a target to a contract: one run of requests, judged check by check.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from apicontract.pytest_plugin.options import chosen_api, shared_folder
from apicontract.pytest_plugin.outcomes import undecided
from apicontract.pytest_plugin.parts import COMMON, PART, PLANNED, part_of, planned

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from apicontract.checks import CheckResults
    from apicontract.client import Client, Target
    from apicontract.contract.model import Api
    from apicontract.contract.violation import Violation
    from apicontract.planner.exchange_log import ExchangeLog
    from apicontract.pytest_plugin.clients import Clients

#: Where the mock of a run in process takes itself to be: where `apicontract serve` listens.
_MOCK_URL = "http://127.0.0.1:8000"


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
def _contract_clients(request: pytest.FixtureRequest, _contract_target: tuple[Target, Api]) -> Clients:
    """
    What makes the clients of the run.
    """
    from apicontract.pytest_plugin.clients import clients_of  # noqa: PLC0415 - only a run that uses the suite pays

    return clients_of(request.config, *_contract_target)


@pytest.fixture(scope="session")
def _contract_sharing(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """
    The tests of the run that have a part of the budget.
    """
    asking = (each for each in request.session.items if PART in getattr(each, "fixturenames", ()))
    return tuple(map(_name_of, asking))


@pytest.fixture(scope="session")
def contract_client(_contract_sharing: tuple[str, ...], _contract_clients: Clients) -> Iterator[Client]:
    """
    A client of the target for all tests that have no part of the budget: who comes first asks first.

    Whatever the number of processes they have one budget and one memory of answers. It is that of the run less what
    is planned and the parts of tests (`contract_part`).
    """
    requests = part_of(_contract_clients.limit, _contract_sharing)
    with _contract_clients.client(COMMON, requests, _contract_clients.cache) as client:
        yield client


@pytest.fixture
def contract_part(
    request: pytest.FixtureRequest, _contract_sharing: tuple[str, ...], _contract_clients: Clients
) -> Iterator[Client]:
    """
    A client of the target with a part of the budget that is the test's own, so that it asks the same in any order.

    It asks for itself: what others were answered is not known to it. A test that gets no answer is undecided; one
    whose part was spent before it began, when it was run already, fails.
    """
    name = _name_of(request.node)
    if name not in _contract_sharing:
        pytest.fail(f"name {PART} among the arguments of the test: parts are divided before tests run", pytrace=False)
    requests = part_of(_contract_clients.limit, _contract_sharing, name)
    with _contract_clients.client(name, requests) as client:
        if requests and not client.budget.left:
            pytest.fail(
                "its part of the budget was spent by an earlier run of this test, or by a copy of it", pytrace=False
            )
        yield client


def _name_of(test: pytest.Item) -> str:
    # Other plugins make tests that differ in their names and have one id.
    return f"{test.nodeid} {test.name}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """
    Say that a test has judged nothing if its part of the budget got it no answer.
    """
    result = yield
    part = getattr(item, "funcargs", {}).get(PART)
    if part is not None and not part.exchanges:
        file, _, name = item.nodeid.partition("::")
        undecided(item, file, name)
    return result


@pytest.fixture(scope="session")
def contract_evidence(request: pytest.FixtureRequest, contract_api: Api, _contract_clients: Clients) -> ExchangeLog:
    """
    What the planned requests have shown, sent once for the whole run, by the process that first needs it.
    """
    # Only a run that uses the suite pays for these.
    from apicontract.planner.gathering import gather  # noqa: PLC0415 - see above
    from apicontract.pytest_plugin.kept_evidence import gathered_once  # noqa: PLC0415 - see above

    def ask() -> ExchangeLog:
        # It knows no answers of tests: what is planned would hang on which of them came first.
        with _contract_clients.client(PLANNED, planned(_contract_clients.limit)) as client:
            run = gather(
                contract_api,
                client,
                strict=request.config.getoption("contract_strict"),
                seed=request.config.getoption("contract_seed"),
            )
        _contract_clients.share(run.evidence.exchanges)
        return run.evidence

    return gathered_once(shared_folder(request.config), contract_api, ask)


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
            undecided(self.request.node, self.resource, self.check)
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
