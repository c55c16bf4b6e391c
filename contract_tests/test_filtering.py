"""
The target keeps what the contract promises about filtering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("filtering")
def test_filtering(contract_case: Case) -> None:
    """
    Filters select what they say, alone and together.
    """
    contract_case.hold()
