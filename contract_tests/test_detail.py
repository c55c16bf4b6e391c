"""
The target keeps what the contract promises about detail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("detail")
def test_detail(contract_case: Case) -> None:
    """
    A single record is the record of the list.
    """
    contract_case.hold()
