"""
A crawler that starts at the API root and follows the URLs of the mock's own host.
"""

from __future__ import annotations

import json
import random
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.validation import validator_for
from mockserver.http.request import Request
from mockserver.http.routing import RouteKind, find_route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api
    from mockserver.control.mock import Mock

ORIGIN = "https://mock.example"
#: URLs of one kind among which one is picked.
MOST_WAITING = 50


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


def references(value: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """
    Yield the own URL of every record in a JSON value, with the record's identifier and name.
    """
    if isinstance(value, dict):
        if str(value.get("url", "")).startswith(f"{ORIGIN}/"):
            yield value["url"], (value.get("id"), value.get("name"))
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


class Crawler:
    """
    What a crawl found.

    Attributes:
        seen: URL to status.
        listed: resource to the identifiers that its list showed.
        reached: resource to the identifiers whose own page was answered.
        called: own URL of a record to its identifier and name.
        flaws: what does not follow its schema, and what is another record where its URL leads than where it stands.
    """

    def __init__(self, api: Api, mock: Mock) -> None:
        self.api = api
        self.mock = mock
        self.seen: dict[str, int] = {}
        self.listed: dict[str, set[str]] = {name: set() for name in api.resources}
        self.reached: dict[str, set[str]] = {name: set() for name in api.resources}
        self.called: dict[str, tuple[Any, Any]] = {}
        self.flaws: list[str] = []

    def crawl(self, most: int = 0, seed: int = 0) -> None:
        """
        Follow URLs from the root on, each list in each of its modes; every kind of page is as likely as the others.

        Args:
            most: how many to follow; 0 is all.
            seed: which ones.
        """
        picks = random.Random(seed)  # noqa: S311 - nothing secret
        waiting: dict[str, dict[str, None]] = {"": {f"{ORIGIN}{self.api.base_path}": None}}
        for name in self.api.singletons:
            waiting.setdefault(name, {})[f"{ORIGIN}{self.api.base_path}{name}/"] = None
        while any(waiting.values()) and (not most or len(self.seen) < most):
            kind = picks.choice(sorted(each for each, urls in waiting.items() if urls))
            url = picks.choice(list(islice(waiting[kind], MOST_WAITING)))
            del waiting[kind][url]
            for each in self.visit(url):
                if each not in self.seen:
                    waiting.setdefault(self.kind(each), {})[each] = None

    def kind(self, url: str) -> str:
        """
        Return what kind of page a URL leads to: that of the same resource, detail or list, and mode.
        """
        parts = urlsplit(url)
        route = find_route(self.api, parts.path)
        mode = dict(parse_qsl(parts.query)).get("mode", "")
        return f"{route.name} {route.kind} {mode}" if route else url

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
        for own, called in references(body):
            if self.called.setdefault(own, called) != called:
                self.flaws.append(f"{url}: {own} is {called}, elsewhere {self.called[own]}")
        route = find_route(self.api, parts.path)
        assert route is not None
        if route.kind is RouteKind.DETAIL:
            self.reached[route.name].add(route.identifier)
            if body.get("url", url) != url:
                self.flaws.append(f"{url}: leads to {body['url']}")
            self.judge(url, route.name, [body], self.api.resources[route.name].modes.detail)
        if route.kind is RouteKind.LIST:
            modes, identifier = self.api.resources[route.name].modes, self.api.resources[route.name].identifier.path
            self.listed[route.name] |= {str(row[identifier]) for row in body["results"]}
            asked = dict(parse_qsl(parts.query)).get("mode", modes.list)
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
