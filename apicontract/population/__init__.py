"""
Recordings + series -> a whole collection in which every recorded page stands at its own address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.errors import UnknownName
from apicontract.model import World
from apicontract.population.completion import complete
from apicontract.population.evidence import evidence_of, identifiers
from apicontract.recordings import recordings_of

if TYPE_CHECKING:
    from apicontract.model import Api

__all__ = ["grow"]


def grow(api: Api, host: str | None = None, records: str | int = "full", seed: int = 0) -> World:  # noqa: ARG001 - soon
    """
    Grow the world of a host.

    Raises:
        UnknownName: the API has no such host.
        ContradictionError: recordings of that host that cannot all be true.
    """
    name = host or api.default_host
    if name not in api.hosts:
        raise UnknownName("world", name, tuple(api.hosts))
    evidence = evidence_of(api, api.hosts[name], recordings_of(api))
    tables = evidence.tables
    complete(api, tables)
    return World(name, {entity: tuple(tables.get(entity, {}).values()) for entity in identifiers(api)})
