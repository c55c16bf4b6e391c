"""
Two hundred answers of a service that is gone: a collection is served by the mock, asked, and thrown away.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from small import small_api

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Api, Field, Host, Modes, Parameter, Resource, Shape, World
from apicontract.contract.paging import STYLES
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOST = "https://example.test"
BASE = "https://schemas.example.test/"
_NUMBER, _TEXT = {"type": "integer"}, {"type": "string"}
BRIEF = {"id": _NUMBER, "name": _TEXT, "kind": {"$ref": "kinds"}}
WHOLE = {
    **BRIEF,
    "size": {"type": ["integer", "null"]},
    "weight": {"type": "number"},
    "span": {"type": ["string", "null"]},
    "born": {"type": "string", "format": "date"},
    "flag": {"type": "boolean"},
    "kinds": {"type": "array", "items": {"$ref": "kinds"}},
}
ORDERING = {
    "id": ("id", "integer"),
    "name": ("name", "text"),
    "size": ("size", "integer"),
    "weight": ("weight", "number"),
    "span": ("span", "duration"),
    "born": ("born", "date"),
    "flag": ("flag", "boolean"),
    "kind__name": ("kind.name", "text"),
}
FILTERS = [
    ("flag", "true"),
    ("flag", "false"),
    ("kind", "2"),
    ("size__gt", "1"),
    ("size__isnull", "true"),
    ("name__icontains", "dra"),
    ("search", "endeavour"),
    ("search", "alpha 1"),
    ("kinds", "3"),
]
RESOURCE = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes(("brief", "whole"), "whole", "whole"),
    {"brief": "things/brief", "whole": "things/whole"},
    parameters=(
        Parameter("flag", ("flag",), "exact", "boolean"),
        Parameter("kind", ("kind.id",), "exact", "related", "kinds"),
        Parameter("kinds", ("kinds.id",), "any", "related", "kinds"),
        Parameter("size__gt", ("size",), "gt", "integer"),
        Parameter("size__isnull", ("size",), "isnull", "boolean"),
        Parameter("name__icontains", ("name",), "icontains", "text"),
    ),
    search=(Field("name", "name"), Field("kind__name", "kind.name")),
    ordering=tuple(Field(name, path, kind) for name, (path, kind) in ORDERING.items()),
)


def _shape(name: str, entity: str, properties: dict[str, Any]) -> Shape:
    return Shape(
        name,
        f"{BASE}{entity if entity == 'kinds' else name}",
        entity,
        {"type": "object", "x-entity": entity, "required": list(properties), "properties": properties},
    )


API = Api(
    name="things",
    title="Things",
    version="1",
    base_path="/",
    primary="things",
    hosts={"here": Host("here", HOST)},
    default_host="here",
    paging=replace(STYLES["limit-offset"], default_limit=10, maximum_limit=100),
    resources={"things": RESOURCE},
    behaviour=small_api().behaviour,
    shapes={
        "kinds/plain": _shape("kinds/plain", "kinds", {"id": _NUMBER, "name": _TEXT}),
        "things/brief": _shape("things/brief", "things", {**BRIEF, "kind": {"$ref": f"{BASE}kinds"}}),
        "things/whole": _shape(
            "things/whole",
            "things",
            {
                **WHOLE,
                "kind": {"$ref": f"{BASE}kinds"},
                "kinds": {"type": "array", "items": {"$ref": f"{BASE}kinds"}},
            },
        ),
    },
)
KINDS = {number: {"id": number, "name": name} for number, name in enumerate(["Alpha", "Beta", "alphabet"], 1)}


def thing(lots: random.Random) -> dict[str, Any]:
    """
    Return a record without identifier.
    """
    return {
        "name": f"{lots.choice(['Dragon', 'Soyuz', 'Endeavour', 'é'])} {lots.randint(1, 999)}",
        "size": lots.choice([None, 0, 1, 1, 2, 9]),
        "weight": lots.choice([0.5, 1.0, 2.25, round(lots.random() * 10, 2)]),
        "span": lots.choice([None, "P0D", "P0D", "P1D", f"P{lots.randint(1, 90)}DT{lots.randint(1, 23)}H"]),
        "born": f"19{lots.randint(50, 99)}-0{lots.randint(1, 9)}-1{lots.randint(0, 9)}",
        "flag": lots.random() < 0.3,
        "kind": KINDS[lots.choice(list(KINDS))],
        "kinds": [each for each in KINDS.values() if lots.random() < 0.4],
    }


@dataclass(frozen=True)
class LostWorld:
    """
    A collection of which nothing is left but what was recorded.
    """

    records: Sequence[dict[str, Any]]

    def ask(self, urls: Sequence[str], moment: str) -> list[Exchange]:
        """
        Return what the collection answered at a moment.
        """
        world = World("here", {"kinds": list(KINDS.values()), "things": list(self.records)})
        client = create_app(API, world, exact_headers=True).test_client()
        return [
            Exchange("GET", HOST + url, 200, body=client.get(url, base_url=HOST).data, source=url, recorded_at=moment)
            for url in urls
        ]


def lost_world(seed: int, size: int) -> LostWorld:
    """
    Return a collection of so many records.
    """
    lots = random.Random(seed)  # noqa: S311 - no secret
    return LostWorld([{"id": each, **thing(lots)} for each in sorted(lots.sample(range(1, 2 * size), size))])


def urls(seed: int, size: int, most: int) -> Iterator[str]:
    """
    Yield addresses of pages: any of the filters, up to two terms of an ordering, both modes, any offset.
    """
    lots = random.Random(f"urls {seed}")  # noqa: S311 - no secret
    for _ in range(most):
        terms = lots.sample(sorted(ORDERING), lots.choice([0, 1, 1, 1, 2]))
        query = [("ordering", ",".join(lots.choice(["", "-"]) + each for each in terms))] if terms else []
        query += [lots.choice(FILTERS)] if lots.random() < 0.4 else []
        query += [("mode", lots.choice(["brief", "whole"]))] if lots.random() < 0.5 else []
        limit, offset = lots.choice([1, 2, 5, 10, 20]), lots.randint(0, size)
        yield f"/things/?{urlencode([*query, ('limit', limit), ('offset', offset if lots.random() < 0.8 else 0)])}"
