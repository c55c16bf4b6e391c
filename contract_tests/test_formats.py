"""
The target keeps what the contract promises about formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.pytest_plugin import Case


@pytest.mark.contract("formats")
def test_formats(contract_case: Case) -> None:
    """
    The form of an answer is the one asked for.
    """
    contract_case.hold()
