"""
The target keeps what the contract promises about modes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("modes")
def test_modes(contract_case: Case) -> None:
    """
    A mode changes the level of detail, not the rows.
    """
    contract_case.hold()
