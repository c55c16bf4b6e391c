"""
The target keeps what the contract promises about headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("headers")
def test_headers(contract_case: Case) -> None:
    """
    Headers say what the framework promises.
    """
    contract_case.hold()
