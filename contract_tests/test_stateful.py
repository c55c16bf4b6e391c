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

#: Links that a walk follows, each by a request.
_STEPS = 6


def _machine(api: Api, client: Client) -> type[RuleBasedStateMachine]:
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
            found = judge(api, [self.page, *([before] if before else [])]).violations
            assert not [each.message for each in found if each.level.name == "VIOLATION"]

    return Walk


@pytest.mark.contract("pagination")
def test_links_can_be_walked(contract_api: Api, contract_part: Client) -> None:
    """
    Wherever a walk along the links begins and however it goes on, each page is what the links promise.
    """
    walks = contract_part.budget.left // (1 + _STEPS)
    run_state_machine_as_test(
        _machine(contract_api, contract_part),
        settings=settings(
            max_examples=max(min(settings().max_examples, walks), 1),
            stateful_step_count=_STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
