"""
The contract that most tests are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api

if TYPE_CHECKING:
    from apicontract.contract.model import Api


@pytest.fixture(scope="session")
def api() -> Api:
    """
    The packaged API.
    """
    return load_api()
