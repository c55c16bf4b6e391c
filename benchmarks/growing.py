"""
How long it takes to grow the whole collection: beside reading the same rows as JSON.

    python benchmarks/growing.py
"""

from __future__ import annotations

import json

from timing import line, milliseconds

from apicontract.contract.catalog import load_api
from apicontract.contract.projection import projector
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of


def main() -> None:
    """
    Measure, for each host of the default API.
    """
    api = load_api()
    resource = api.resources[api.primary]
    shape = api.shapes[resource.shapes[resource.modes.list]]
    for host in api.hosts:
        world = generate(api, recordings_of(api), host)
        sent = projector(shape, api.shapes)
        rows = [sent(record, lambda *_: "") for record in world.tables[resource.entity]]
        text = json.dumps(rows)
        grown = milliseconds(lambda host=host: generate(api, recordings_of(api), host))
        line(f"world {host} grown ({len(rows)} {api.primary})", grown, "its rows read by json.loads",
             milliseconds(lambda text=text: json.loads(text)))  # fmt: skip


if __name__ == "__main__":
    main()
