"""
Recordings + series -> a whole collection in which every recorded page stands at its own address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName, UsageError
from apicontract.contract.model import World
from apicontract.dataset.fields import Fields
from apicontract.dataset.generation import Generator
from apicontract.dataset.recorded_data import recorded_data
from apicontract.dataset.seeded_random import SeededRandom
from apicontract.dataset.start_day import StartDay
from apicontract.dataset.unshown import tell_unshown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

__all__ = ["generate"]


def generate(  # noqa: PLR0913, PLR0917 - each of them is a choice of whoever starts a mock
    api: Api,
    recordings: Sequence[Exchange],
    host: str | None = None,
    records: str | int = "full",
    seed: int = 0,
    today: dt.date | None = None,
) -> World:
    """
    Generate the world of a host: the same one for the same data, seed and day, everywhere.

    Args:
        api: what is promised, with the folders that hold population files.
        recordings: what its hosts were seen to answer; those of other hosts tell nothing.
        host: name of the host; the API's default one if not given.
        records: "full" is the recorded size of each collection, "recorded" the recorded records alone, a number
            the size of the primary collection (recorded pages stand at their addresses at the recorded size only).
        seed: generated records differ from seed to seed.
        today: the day in UTC on which the world starts: dates of made records are offsets from its midnight; the
            present one if not given.

    Raises:
        UnknownName: the API has no such host.
        UsageError: `records` is none of these.
        DataError: a population file cannot be used. Nothing recorded stops a world: what it does not show is told.
    """
    name = host or api.default_host
    if name not in api.hosts:
        raise UnknownName("world", name, tuple(api.hosts))
    if records not in {"full", "recorded"} and (not isinstance(records, int) or records < 0):
        raise UsageError(f"{records!r} records", "give a number, 'full' or 'recorded'")
    evidence = recorded_data(api, api.hosts[name], recordings)
    fields = Fields(api)
    tell_unshown(api, fields, evidence)
    generator = Generator(api, fields, evidence, name, SeededRandom(f"{api.seed or api.name} {name} {seed}"))
    start = StartDay(today) if today else StartDay.today()
    size = records if isinstance(records, int) else None
    tables = generator.recorded() if records == "recorded" else generator.full(start, size)
    # With another number of records no page stands where it was recorded, which is what was asked for.
    unserved = generator.unserved() if records == "full" else tuple(evidence.unserved)
    return World(name, {entity: tuple(table.values()) for entity, table in tables.items()}, unserved)
