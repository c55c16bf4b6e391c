"""
Right servers are accused of nothing, however strict the judge and however odd the requests.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_drf import reference_application
from werkzeug.test import Client

from apicontract.catalog import load_api
from apicontract.checks import judge
from apicontract.model import Exchange
from apicontract.population import grow
from apicontract.strategies import Asking, requests
from mockserver.app import create_app

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

API = load_api()
PRIMARY = API.resources[API.primary]
WORLD = grow(API, records="recorded")
HOST = "https://things.example"
CRAWL = (Asking(f"{API.base_path}{PRIMARY.name}/?limit=1000&ordering=id"), Asking(f"{API.base_path}{PRIMARY.name}/"))


@cache
def client(server: str) -> Client:
    """
    Return a client of a right server with the recorded rows.
    """
    return Client(reference_application(API, WORLD) if server == "reference" else create_app(API, WORLD))


def ask(server: str, asking: Asking) -> Exchange:
    """
    Send one request and keep the exchange.
    """
    answer = client(server).get(asking.target, base_url=HOST, headers=list(asking.headers))
    headers = tuple(answer.headers.items())
    return Exchange("GET", HOST + asking.target, answer.status_code, headers, answer.get_data(), asking.headers)


def asked() -> SearchStrategy[list[Asking]]:
    """
    Return several requests, ordinary and hostile, with values of the rows that are served.
    """
    return st.lists(requests(API, PRIMARY, WORLD.tables[PRIMARY.entity]), max_size=8)


@pytest.mark.parametrize("server", ["mock", "reference"])
@given(askings=asked())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_right_server(server: str, askings: list[Asking]) -> None:
    """
    Nothing is found in the answers of the mock, nor in those of the framework itself.
    """
    exchanges = [ask(server, each) for each in (*CRAWL, *askings)]

    assert [] == [f"{each.check}: {each.message}" for each in judge(API, exchanges, strict=True).violations]
