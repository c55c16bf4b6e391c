"""
Every link of the packaged API that has every route of Launch Library 2.

The crawler follows so many of them, picked by a seed; `CRAWL_URLS=0` in the environment lets it follow every one.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace

import pytest
from crawling import Crawler

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from complete import COMPLETE
from mockserver.control.mock import Mock
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site

#: URLs that are followed for each host, unless told otherwise: a kind of page is met about once.
MOST_URLS = 150
#: Spacecraft of the world that is not followed to its end: few are enough for one of every kind of record.
SMALL = 30


@pytest.mark.parametrize("host", load_api(COMPLETE).hosts)
def test_every_link_leads_somewhere_in_every_mode(host: str) -> None:
    """
    No URL of the mock's own is answered with 404, everything follows its schema, and a record is the same everywhere.
    """
    api = load_api(COMPLETE)
    most = int(os.environ.get("CRAWL_URLS", MOST_URLS))
    world = generate(api, recordings_of(api), host, "full" if not most else SMALL, today=dt.date(2026, 5, 4))
    clock = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC).timestamp()
    crawler = Crawler(api, Mock(Site(api, world), replace(standard(0), clock=lambda: clock)))
    crawler.crawl(most, seed=len(host))

    assert {} == {url: status for url, status in crawler.seen.items() if status != 200}
    assert [] == crawler.flaws
    assert len(crawler.seen) >= most
    for name, resource in api.resources.items() if not most else ():
        everything = {str(row[resource.identifier.path]) for row in world.tables[resource.entity]}
        assert resource.selects is not None or everything == crawler.listed[name]
