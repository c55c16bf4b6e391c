"""
The whole world of a host.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from apicontract.catalog import load_api
from apicontract.population import grow
from apicontract.population.placement.selection import evaluate, sorts_of
from apicontract.projection import project
from apicontract.recordings import recordings_of

if TYPE_CHECKING:
    from apicontract.model import World

API = load_api()
HOSTS = sorted(API.hosts)
PRIMARY = API.resources[API.primary]


@cache
def world(host: str) -> World:
    """
    Return the full world of a host, grown once.
    """
    return grow(API, host)


@pytest.mark.parametrize("host", HOSTS)
def test_recorded_page_stands_at_its_address(host: str) -> None:
    """
    Sorting the collection and cutting it at the recorded offset gives the recorded body's rows and count.
    """
    (page,) = (each for each in recordings_of(API) if urlsplit(each.url).netloc == urlsplit(API.hosts[host].url).netloc)
    rows = evaluate(world(host).tables[PRIMARY.entity], (), sorts_of(PRIMARY, page.query), nulls_last=True)
    offset = int(page.parameter("offset") or 0)
    shape = API.shapes[PRIMARY.shapes["normal"]]

    def link(entity: str, record: dict[str, Any]) -> str:
        return f"{API.hosts[host].url}{API.base_path}{entity}/{record['id']}/?format=api"

    shown = [project(each, shape, API.shapes, link) for each in rows[offset : offset + 10]]
    assert (page.json["count"], json.dumps(page.json["results"])) == (len(rows), json.dumps(shown))
