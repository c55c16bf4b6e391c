"""
Values that are none of the type by which the contract sorts or selects: others stand in their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.paths import values_or_null
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.seeded_random import SeededRandom

#: What a reader raises of a value that is none of its type.
_UNREADABLE = (ValueError, TypeError, ArithmeticError, AttributeError)


def make_readable(
    fields: Fields, entity: str, record: Record, tables: Tables, random: SeededRandom
) -> Iterator[tuple[str, str]]:
    """
    Give a record a value that can be read for each that cannot; yield its field and what was there.
    """
    for path, kind in fields.read_paths(entity):
        for value in values_or_null(record, path):
            try:
                if value is not None:
                    READERS[kind].parse(value)
            except _UNREADABLE:
                domain = fields.domain(entity, path, kind, tables, [])
                drawn = domain.between(None, None, random.random("readable", path, repr(value)))
                fields.put(record, path, next(iter(drawn), None))
                yield path.partition(".")[0], f"{path} is {value!r}, which is no {kind}"
