"""
The target keeps what the contract promises about ordering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("ordering")
def test_ordering(contract_case: Case) -> None:
    """
    Rows stand in the order asked for.
    """
    contract_case.hold()
