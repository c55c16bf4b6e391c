"""
Which records a derived field counts: conditions on what stands at their paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.paths import values_or_null

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json, Record


def meets(record: Record, where: Mapping[str, Mapping[str, Json]]) -> bool:
    """
    Tell whether a record meets every condition (path to bounds).
    """
    return all(_meets(record, path, bounds) for path, bounds in where.items())


def _meets(record: Record, path: str, bounds: Mapping[str, Json]) -> bool:
    """
    Tell whether a value at a path is one of `in`, is null or not, or is at least `minimum`.
    """
    values = [each for each in values_or_null(record, path) if each is not None]
    if "null" in bounds:
        return bool(values) is not bool(bounds["null"])
    if "in" in bounds:
        return any(each in bounds["in"] for each in values)
    return any(each >= bounds["minimum"] for each in values)
