"""
Pages, walked as a client walks them: forward and back along the links, at whim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from apicontract.checks import judge
from apicontract.contract.errors import TargetError
from apicontract.contract.paging import value_at

if TYPE_CHECKING:
    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api


def _machine(api: Api, client: Client, judged: list[Exchange]) -> type[RuleBasedStateMachine]:
    """
    Return a walker over the primary resource's pages that judges every step together with the one before.
    """
    paging = api.paging
    path = f"{api.base_path}{api.primary}/"

    class Walk(RuleBasedStateMachine):
        page: Exchange | None = None

        @initialize(limit=st.integers(1, api.paging.maximum_limit + 1), offset=st.integers(0, 1000))
        def begin(self, limit: int, offset: int) -> None:
            """Begin anywhere."""
            self.go(path, [*paging.sized(limit), *(paging.starting(offset, limit) or ())])

        @rule(link=st.sampled_from([paging.next, paging.previous]))
        def follow(self, link: str) -> None:
            """Follow a link; one that is null leads nowhere."""
            target = self.link(link)
            if target:
                self.go(target, ())

        def link(self, name: str) -> str | None:
            """Return a link of the page at hand."""
            body: Any = self.page.json if self.page is not None and self.page.status == 200 else {}
            found = value_at(body, name)
            return found if isinstance(found, str) else None

        def go(self, url: str, query: Any) -> None:
            """Ask, unless nothing more may be asked: then the walk stands still and nothing is skipped."""
            before = self.page
            try:
                self.page = client.get(url, query)
            except TargetError:
                return
            judged.append(self.page)
            found = judge(api, [self.page, *([before] if before else [])]).violations
            assert not [each.message for each in found if each.level.name == "VIOLATION"]

    return Walk


@pytest.mark.contract("pagination")
def test_links_can_be_walked(contract_api: Api, contract_client: Client, request: pytest.FixtureRequest) -> None:
    """
    Wherever a walk along the links begins and however it goes on, each page is what the links promise.
    """
    judged: list[Exchange] = []
    budget = max(contract_client.budget.left // 2, 1)
    examples = max(min(settings().max_examples, budget // 6), 1)
    run_state_machine_as_test(
        _machine(contract_api, contract_client, judged),
        settings=settings(
            max_examples=examples,
            stateful_step_count=6,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if not judged:
        request.node.user_properties.append(("contract", f"undecided: {contract_api.primary}: links-walked"))
