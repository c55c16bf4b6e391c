"""
Which recorded pages a mock serves as they were recorded, judged by the naive reading of the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.contract.keys import key_of
from apicontract.contract.moments import oldest_first
from apicontract.contract.routes import located
from apicontract.dataset import generate
from apicontract.semantics.naive import NAIVE, predict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, World

_HTTP_OK = 200


def placed_lines(api: Api, recordings: Sequence[Exchange]) -> Iterator[str]:
    """
    Yield for each world what it does not show as recorded, with the reason, and how many pages it serves exactly.
    """
    for name, host in api.hosts.items():
        pages = [each for each in recordings if urlsplit(each.url).netloc == urlsplit(host.url).netloc]
        # Of one request the newest answer counts.
        newest = {each.url: each for each in oldest_first(pages) if _is_page(api, each)}
        if not pages:
            continue
        world = generate(api, recordings, name)
        told = {each.source for each in world.unserved}
        yield from (f"not served as recorded: {each}" for each in world.unserved)
        wrong = [each for each in newest.values() if each.source not in told and not _agrees(api, world, each)]
        yield from (f"not served as recorded: {each.source}: the naive reading expects other rows" for each in wrong)
        if newest:
            exact = sum(each.source not in told and each not in wrong for each in newest.values())
            yield f"{name}: {exact} of {len(newest)} recorded pages are served as recorded"


def _is_page(api: Api, exchange: Exchange) -> bool:
    place = located(api, exchange.path) if exchange.method == "GET" and exchange.status == _HTTP_OK else None
    return place is not None and not place.key


def _agrees(api: Api, world: World, exchange: Exchange) -> bool:
    """
    Tell whether the naive reading expects of a world what was recorded, as far as it can tell.
    """
    place = located(api, exchange.path)
    prediction = predict(NAIVE, api, exchange, world.tables)
    if place is None or prediction.count is None or prediction.identifiers is None:
        return True
    count, rows = api.paging.read(exchange.json, exchange.header)
    names = tuple(str(key_of(place.resource, each)) for each in rows)
    return names == prediction.identifiers and (not api.paging.counts or count == prediction.count)
