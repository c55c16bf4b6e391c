"""
What stands for a whole world where trying every record would take too long: records are made alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.dataset.draws import Slugs
from apicontract.dataset.lazy_records import LazyRecord, copied, stated, waits
from apicontract.dataset.record_builder import RecordBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.contract.model import Record, World


def sampled(world: World) -> World:
    """
    Return a world of the records that data state, and of the first record of each way in which others are made.

    Fields that follow from other records are left out. A world of which every field is there is returned as it is.
    """
    if not any(waits(each) for table in world.tables.values() for each in table):
        return world
    plans: set[int] = set()
    chosen = {entity: list(_chosen(table, plans)) for entity, table in world.tables.items()}
    drawn = {id(record): _drawn(record) for table in chosen.values() for record in table}
    return replace(world, tables=copied(chosen, lambda record: drawn.get(id(record)) or stated(record)))


def _chosen(table: Iterable[Record], plans: set[int]) -> Iterator[Record]:
    for record in table:
        builder = _builder(record)
        if builder is None or builder.stated or id(builder.plan) not in plans:
            plans.add(id(builder.plan) if builder else 0)
            yield record


def _builder(record: Record) -> RecordBuilder | None:
    makers = record.makers if isinstance(record, LazyRecord) else ()
    return next((each for each in makers if isinstance(each, RecordBuilder)), None)


def _drawn(record: Record) -> Mapping[str, Any]:
    builder = _builder(record)
    if builder is None or not isinstance(record, LazyRecord):
        return stated(record)
    # What is drawn stays in the record, so what an earlier maker makes in its place must not be drawn.
    earlier = record.makers[: record.makers.index(builder)]
    others = {name for each in earlier for name in each.names(record)}
    # A slug would make those of all records before it.
    names = [name for name, draw in builder.plan.items() if name not in others and not isinstance(draw, Slugs)]
    return {**stated(record), **{name: builder.value(name) for name in names}}
