"""
The target keeps what the contract promises about pagination.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("pagination")
def test_pagination(contract_case: Case) -> None:
    """
    Pages, counts and links are what limit, offset and the collection make them.
    """
    contract_case.hold()
