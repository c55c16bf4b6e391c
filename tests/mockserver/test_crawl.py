"""
Every link of the mock, from the API root on.
"""

from __future__ import annotations

import pytest
from crawling import Crawler

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.control.mock import Mock
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site


@pytest.mark.parametrize("host", load_api().hosts)
def test_every_link_leads_somewhere_in_every_mode(host: str) -> None:
    """
    Nothing is missing, everything follows its schema, and every record of every resource is reached.
    """
    api = load_api()
    world = generate(api, recordings_of(api), host)
    crawler = Crawler(api, Mock(Site(api, world), standard(0)))
    crawler.crawl()

    assert {} == {url: status for url, status in crawler.seen.items() if status != 200}
    assert [] == crawler.flaws
    for name, resource in api.resources.items():
        everything = {str(row[resource.identifier.path]) for row in world.tables[resource.entity]}
        has_page = "url" in api.shapes[resource.shapes[resource.modes.list]].schema["properties"]
        assert everything == crawler.listed[name]
        assert (everything if has_page else set()) == crawler.reached[name]
