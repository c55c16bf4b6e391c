"""
Which records a derived field counts: conditions on what stands at their paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.paths import values_or_null

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Json, Record


def meets(record: Record, where: Mapping[str, Mapping[str, Json]]) -> bool:
    """
    Tell whether a record meets every condition (path to bounds).
    """
    return all(passes(values_or_null(record, path), bounds) for path, bounds in where.items())


def passes(values: Sequence[Json], bounds: Mapping[str, Json]) -> bool:
    """
    Tell whether one of the values at a path is one of `in`, whether all are null or not, or one is at least `minimum`.
    """
    if "in" in bounds:
        return any(each is not None and each in bounds["in"] for each in values)
    known = [each for each in values if each is not None]
    if "null" in bounds:
        return bool(known) is not bool(bounds["null"])
    return any(each >= bounds["minimum"] for each in known)
