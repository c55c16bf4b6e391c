"""
The target keeps what the contract promises about search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("search")
def test_search(contract_case: Case) -> None:
    """
    Searching finds what the documented fields contain, and nothing else.
    """
    contract_case.hold()
