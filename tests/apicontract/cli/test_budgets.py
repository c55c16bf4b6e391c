"""
How many requests a run sends if nobody says.
"""

from __future__ import annotations

import pytest

from apicontract.cli.recording import DEFAULT_BUDGET, default_budget
from apicontract.client import Target
from apicontract.contract.model import Throttle


@pytest.mark.parametrize(
    ("throttle", "budget"), [(None, DEFAULT_BUDGET), (Throttle(15, 3600), 15), (Throttle(1000, 60), 1000)]
)
def test_the_limit_of_the_host_is_the_budget(throttle: Throttle | None, budget: int) -> None:
    """
    As many as the host lets through at once; of one without a limit, the usual number.
    """
    assert budget == default_budget(Target("a server", "https://a.test", throttle=throttle))
