"""
The target keeps what the contract promises about errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("errors")
def test_errors(contract_case: Case) -> None:
    """
    What cannot be answered is refused as documented.
    """
    contract_case.hold()
