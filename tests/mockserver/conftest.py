"""
A mock of the packaged API that every test of the mock can ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api
from mockserver.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from apicontract.contract.model import Api


@pytest.fixture(scope="session")
def api() -> Api:
    """
    The packaged API.
    """
    return load_api()


@pytest.fixture(scope="session")
def client(api: Api) -> FlaskClient:
    """
    A client of a mock that serves the recorded rows.
    """
    return create_app(api, records="recorded").test_client()
