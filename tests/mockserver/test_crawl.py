"""
A crawler that starts at the API root and follows every URL of the mock's own host.
"""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.validation import validator_for
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.control.mock import Mock
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request
from mockserver.http.routing import RouteKind, find_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api

ORIGIN = "https://mock.example"


def urls(value: Any) -> Iterator[str]:
    """
    Yield every URL of the mock's own host in a JSON value.
    """
    if isinstance(value, dict):
        for each in value.values():
            yield from urls(each)
    elif isinstance(value, list):
        for each in value:
            yield from urls(each)
    elif isinstance(value, str) and value.startswith(f"{ORIGIN}/"):
        yield value


class Crawler:
    """
    What a crawl found.

    Attributes:
        seen: URL to status.
        listed: resource to the identifiers that its list showed.
        reached: resource to the identifiers whose own page was answered.
        flaws: what does not follow its schema.
    """

    def __init__(self, api: Api, mock: Mock) -> None:
        self.api = api
        self.mock = mock
        self.seen: dict[str, int] = {}
        self.listed: dict[str, set[str]] = {name: set() for name in api.resources}
        self.reached: dict[str, set[str]] = {name: set() for name in api.resources}
        self.flaws: list[str] = []

    def crawl(self) -> None:
        """
        Follow every URL from the root on, each list in each of its modes.
        """
        waiting = deque([f"{ORIGIN}{self.api.base_path}"])
        while waiting:
            url = waiting.popleft()
            if url not in self.seen:
                waiting.extend(self.visit(url))

    def visit(self, url: str) -> list[str]:
        """
        Ask for one URL, judge the answer, and return where it leads.
        """
        parts = urlsplit(url)
        answer = self.mock.answer(Request("GET", parts.scheme, parts.netloc, parts.path, parts.query))
        self.seen[url] = answer.status
        if answer.status != 200:
            return []
        body = json.loads(answer.body)
        leads = list(urls(body))
        route = find_route(self.api, parts.path)
        assert route is not None
        if route.kind is RouteKind.DETAIL:
            self.reached[route.name].add(route.identifier)
            self.judge(url, route.name, [body], self.api.resources[route.name].modes.detail)
        if route.kind is RouteKind.LIST:
            modes, identifier = self.api.resources[route.name].modes, self.api.resources[route.name].identifier.path
            self.listed[route.name] |= {str(row[identifier]) for row in body["results"]}
            asked = dict(pair.split("=") for pair in parts.query.split("&") if pair).get("mode", modes.list)
            self.judge(url, route.name, body["results"], asked)
            if not parts.query:
                leads += [f"{url}?mode={mode}&limit=100" for mode in modes.choices]
        return leads

    def judge(self, url: str, name: str, records: list[Any], mode: str) -> None:
        """
        Hold records to the shape of a mode.
        """
        validator = validator_for(self.api, self.api.resources[name].shapes[mode])
        self.flaws += [f"{url}: {flaw}" for record in records for flaw in validator.errors(record)]


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
