"""
Requests that hypothesis makes of the contract, ordinary and hostile, shrunk to the smallest that shows a fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apicontract.checks import judge
from apicontract.contract import strategies
from apicontract.contract.errors import TargetError
from apicontract.contract.model import Level

if TYPE_CHECKING:
    import pytest

    from apicontract.client import Client
    from apicontract.contract.model import Api
    from apicontract.planner.exchange_log import ExchangeLog


def test_generated_requests_keep_the_promises(
    contract_api: Api, contract_part: Client, contract_evidence: ExchangeLog, request: pytest.FixtureRequest
) -> None:
    """
    Whatever is asked, the answer is what the contract promises, by itself and beside the planned requests.
    """
    resource = contract_api.resources[contract_api.primary]
    strict = request.config.getoption("contract_strict")

    @settings(
        parent=settings(),
        max_examples=max(min(settings().max_examples, contract_part.budget.left), 1),
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        asking = data.draw(strategies.requests(contract_api, resource, contract_evidence.rows))
        try:
            exchange = contract_part.get(asking.target, headers=asking.headers, follow=False)
        except TargetError:
            # Out of budget while shrinking must neither hide the fault nor look like another one.
            return
        found = judge(contract_api, [exchange], strict=strict).violations
        assert not [f"{each.check}: {each.message}" for each in found if each.level is Level.VIOLATION]

    ask()
