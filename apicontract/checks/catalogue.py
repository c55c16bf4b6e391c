"""
The catalogue of checks, in the order in which they judge: what says most precisely what is wrong comes first.

Refusals and the form of the body come before the content, the content of single rows before lists, lists
before the sums and comparisons that follow from them, and links and headers last.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.checks import (
    completeness,
    detail,
    errors,
    filtering,
    formats,
    headers,
    ordering,
    pagination,
    parameters,
    positions,
    records,
    schema,
    search,
    tiling,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.checks.check import Check

_IN_ORDER: tuple[Check, ...] = (
    *errors.FIRST_CHECKS,
    *formats.FIRST_CHECKS,
    *schema.CHECKS,
    *parameters.CHECKS,
    *errors.CHECKS,
    *detail.CHECKS,
    *filtering.CHECKS,
    *search.CHECKS,
    *ordering.CHECKS,
    *tiling.REPEAT_CHECKS,
    *completeness.MISSING_CHECKS,
    *filtering.PARTITION_CHECKS,
    *completeness.COUNT_CHECKS,
    completeness.LIST_CHECK,
    *pagination.CHECKS,
    *tiling.TILING_CHECKS,
    *positions.CHECKS,
    *records.CHECKS,
    *pagination.LINK_CHECKS,
    *detail.LINK_CHECKS,
    *headers.CHECKS,
    *formats.CHECKS,
    *schema.SURFACE_CHECKS,
)

#: id to check.
CATALOGUE: Mapping[str, Check] = MappingProxyType({each.id: each for each in _IN_ORDER})
