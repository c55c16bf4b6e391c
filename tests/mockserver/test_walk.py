"""
Walks along the links of a full world.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.control.mock import Mock
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Resource

API = load_api()
RESOURCE = API.resources[API.primary]
ORDERINGS = [sign + field.name for field in RESOURCE.ordering for sign in ("", "-")]


@pytest.fixture(scope="module")
def mock() -> Mock:
    """
    A mock of the default world, at the recorded count.
    """
    return Mock(Site(API, generate(API, recordings_of(API))), standard(0))


def body(mock: Mock, url: str) -> Any:
    """
    Return the JSON of a URL, which must be answered with 200.
    """
    parts = urlsplit(url)
    answer = mock.answer(Request("GET", parts.scheme, parts.netloc, parts.path, parts.query))
    assert answer.status == 200, url
    return json.loads(answer.body)


def walk(mock: Mock, query: str) -> Iterator[int]:
    """
    Yield the identifiers of all pages, following `next`.
    """
    url = f"https://mock.example{API.base_path}{RESOURCE.name}/?{query}"
    while url:
        page = body(mock, url)
        yield from (row[RESOURCE.identifier.name] for row in page["results"])
        url = page["next"]


def test_every_limit_visits_each_record_once(mock: Mock) -> None:
    """
    Whatever the limit, from 1 to 100, following `next` meets each record exactly once, in the same order.
    """
    once = list(walk(mock, f"ordering={ORDERINGS[0]}&limit=100"))
    assert len(once) == len(set(once)) == len(mock.site.world.tables[RESOURCE.entity])
    assert [
        limit for limit in range(1, 101) if list(walk(mock, f"ordering={ORDERINGS[0]}&limit={limit}")) != once
    ] == []


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_every_ordering_visits_each_record_once(mock: Mock, ordering: str) -> None:
    """
    Whatever the ordering and its direction, following `next` meets each record exactly once.
    """
    expected = sorted(record["id"] for record in mock.site.world.tables[RESOURCE.entity])
    for limit in (1, 7, 10, 99, 100):
        assert sorted(walk(mock, f"ordering={ordering}&limit={limit}")) == expected


def links(value: Any, origin: str) -> Iterator[str]:
    """
    Yield every URL of the mock's own in a JSON value.
    """
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from links(each, origin)
    elif isinstance(value, str) and value.startswith(origin):
        yield value


def test_every_link_leads_somewhere(mock: Mock) -> None:
    """
    From the API root, in every mode, each URL of the mock's own is answered with 200, and each record is listed.
    """
    origin, listed = "https://mock.example", dict.fromkeys(API.resources, 0)
    waiting = [f"{origin}{API.base_path}", *(f"{origin}{API.base_path}{name}/" for name in API.singletons)]
    for each in API.resources.values():
        waiting += [f"{origin}{API.base_path}{each.name}/?limit=100&mode={mode}" for mode in each.modes.choices]
    seen: set[str] = set()
    while waiting:
        url = waiting.pop()
        if url not in seen:
            seen.add(url)
            page = body(mock, url)
            waiting += links(page, origin)
            name = urlsplit(url).path.removeprefix(API.base_path).strip("/")
            listed[name] = max(listed.get(name, 0), page.get("count", 0))
    assert {each.name: listed[each.name] for each in API.resources.values()} == {
        each.name: len(mock.site.world.tables[each.entity]) for each in API.resources.values()
    }


@pytest.mark.parametrize("resource", API.resources.values(), ids=lambda each: each.name)
def test_every_record_has_a_page(mock: Mock, resource: Resource) -> None:
    """
    Each record of each resource is answered under its own identifier.
    """
    for record in mock.site.world.tables[resource.entity]:
        identifier = record[resource.identifier.path]
        page = body(mock, f"https://mock.example{API.base_path}{resource.name}/{identifier}/")
        assert page[resource.identifier.name] == identifier
