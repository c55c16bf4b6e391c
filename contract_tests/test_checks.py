"""
The target keeps what the contract promises: one test for each check and each resource.

`-k pagination` chooses a concern, `-k limit-clamped` a check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract
def test_check(contract_case: Case) -> None:
    """
    The promise is kept by every answer that bears on it.
    """
    contract_case.hold()
