"""
What it costs to judge answers, and whether that grows with their number: beside reading the same bodies as JSON.

    python benchmarks/judging.py [EXCHANGES ...]
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from timing import line

from apicontract.checks import judge
from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.paths import values_at
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apicontract.contract.model import Api, Record, Resource

#: Rows of a page, as most clients ask for.
ROWS = 10
#: Each four times the one before, up to what a day of front-end work may leave: what grows faster than they do shows.
NUMBERS = (625, 2500, 10_000)


def main() -> None:
    """
    Measure the CPU and the memory of judging some numbers of exchanges.
    """
    api = load_api()
    numbers = [int(each) for each in sys.argv[1:]] or NUMBERS
    exchanges = list(_exchanges(api, max(numbers)))
    before = _megabytes()
    for number in numbers:
        some = exchanges[:number]
        read = _seconds(lambda some=some: sum(len(json.loads(each.body)) for each in some))  # one after the other
        took = _seconds(lambda some=some: judge(api, some))
        memory = _megabytes() - before
        line(f"{number} exchanges judged, {memory:.0f} MB", took * 1000, "their bodies read by json.loads", read * 1000)


def _exchanges(api: Api, number: int) -> Iterator[Exchange]:
    """
    Yield answers of the mock to pages that are filtered, searched, ordered and turned at random, the same each time.
    """
    draw = random.Random(0)  # noqa: S311 - no secret
    resource = api.resources[api.primary]
    records = generate(api, recordings_of(api)).tables[resource.entity]
    client = create_app(api=api).test_client()
    for _ in range(number):
        path = f"{api.base_path}{resource.name}/?{urlencode(_query(resource, records, draw))}"
        answer = client.get(path)
        yield Exchange("GET", f"http://localhost{path}", answer.status_code, tuple(answer.headers), answer.data)


def _query(resource: Resource, records: Sequence[Record], draw: random.Random) -> dict[str, str]:
    query = {"limit": str(ROWS), "offset": "0"}
    for parameter in draw.sample(resource.parameters, draw.randrange(3)):
        found = next((each for path in parameter.fields for each in values_at(draw.choice(records), path)), None)
        if isinstance(found, int | str):
            query[parameter.name] = str(found)
    if draw.random() < 0.5:
        query["ordering"] = draw.choice("+-").replace("+", "") + draw.choice(resource.ordering).name
    if draw.random() < 0.2:
        query["search"] = str(draw.choice(records).get("name", "a"))[:4]
    return query


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
