"""
The target keeps what the contract promises about parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("parameters")
def test_parameters(contract_case: Case) -> None:
    """
    What is unreadable, unknown or repeated has the documented effect, or none.
    """
    contract_case.hold()
