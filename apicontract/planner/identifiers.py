"""
The numbers that identify records: which were seen, and which are missing between them.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.contract.routes import detail_path
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from apicontract.contract.model import Api, Record, Resource

#: Records that no list shows, that are tried.
_MISSING_IDS = 4


def gaps(keys: Collection[int]) -> Iterator[int]:
    """
    Yield the numbers that no record has between those that records have.
    """
    return (number for one, other in pairwise(sorted(keys)) for number in range(one + 1, other))


def numbers(resource: Resource, rows: Iterable[Record]) -> set[int]:
    """
    Return the identifiers of records that are numbers.
    """
    return {key for row in rows if isinstance(key := key_of(resource, row), int)}


def missing_ids(api: Api, resource: Resource, rows: Sequence[Record]) -> Iterator[Probe]:
    """
    Yield some records that no list shows, though their number lies between others.
    """
    for key in islice(gaps(numbers(resource, rows)), _MISSING_IDS):
        yield Probe(detail_path(api, resource, key))
