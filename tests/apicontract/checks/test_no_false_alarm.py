"""
Right servers are accused of nothing, however strict the judge and however odd the requests.

By hand, with more of them: `JUDGED_REQUESTS=10000 pytest tests/apicontract/checks/test_no_false_alarm.py`.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import pytest
from framework import create_framework
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from apicontract.checks import judge
from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.strategies import Asking, requests
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from apicontract.contract.model import Resource, World

API = load_api()
HOST = "https://things.example"
#: Each host's mock, and the framework itself.
SERVERS = (*API.hosts, "reference")
#: Requests that are judged, all servers and resources together; seldom one less than a batch more.
JUDGED = int(os.environ.get("JUDGED_REQUESTS", "1500"))
SEED = int(os.environ.get("JUDGED_SEED", "0"))
#: Requests that are judged together.
BATCH = 14


@cache
def world(server: str) -> World:
    """
    Return the recorded rows of a host.
    """
    return generate(API, recordings_of(API), server if server in API.hosts else None, records="recorded")


@cache
def client(server: str) -> Client:
    """
    Return a client of a right server.
    """
    return Client((create_app if server in API.hosts else create_framework)(API, world(server)))


@cache
def crawl(server: str, resource: str) -> tuple[Exchange, ...]:
    """
    Return what a list says about itself: all its rows, and its first page.
    """
    path = f"{API.base_path}{resource}/"
    return tuple(ask(server, Asking(each)) for each in (f"{path}?limit=1000&ordering=id", path))


def ask(server: str, asking: Asking) -> Exchange:
    """
    Send one request and keep the exchange.
    """
    answer = client(server).get(asking.target, base_url=HOST, headers=list(asking.headers))
    headers = tuple(answer.headers.items())
    return Exchange("GET", HOST + asking.target, answer.status_code, headers, answer.get_data(), asking.headers)


def batches(resource: Resource) -> int:
    """
    Return how many batches are the share of a resource: half of all are the primary one's.
    """
    share = JUDGED / len(SERVERS) / 2 / (1 if resource.name == API.primary else len(API.resources) - 1)
    return -int(-share // BATCH)


@pytest.mark.parametrize("resource", API.resources.values(), ids=list(API.resources))
@pytest.mark.parametrize("server", SERVERS)
def test_right_server(server: str, resource: Resource) -> None:
    """
    Nothing is found in the answers of the mock, nor in those of the framework itself.
    """
    rows = world(server).tables[resource.entity]
    judged = 0

    @seed(SEED)
    @settings(max_examples=batches(resource), database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(requests(API, resource, rows), min_size=BATCH, max_size=BATCH))
    def hold(askings: list[Asking]) -> None:
        nonlocal judged
        judged += len(askings)
        exchanges = [*crawl(server, resource.name), *(ask(server, each) for each in askings)]
        found = judge(API, exchanges, strict=True).violations
        assert [] == [f"{each.check}: {each.message} ({each.exchanges[0].url})" for each in found]

    hold()
    assert judged >= batches(resource) * BATCH
