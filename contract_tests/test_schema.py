"""
The target keeps what the contract promises about schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("schema")
def test_schema(contract_case: Case) -> None:
    """
    Every answer has the documented form.
    """
    contract_case.hold()
