"""
The catalogue of checks, in the order in which they judge: what says most precisely what is wrong comes first.

The form of the body comes before its content, single rows before lists, lists before the sums and comparisons
that follow from them; then refusals, links and headers.
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
    records,
    schema,
    search,
    tiling,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.checks.check import Check

_IN_ORDER: tuple[Check, ...] = (
    *errors.FAILURES,
    detail.UNKNOWN_CHECK,
    errors.CHOICE_CHECK,
    *schema.CHECKS,
    *parameters.CHECKS,
    *detail.CHECKS,
    *records.CHECKS,
    *filtering.CHECKS,
    *search.CHECKS,
    *detail.FILTER_CHECKS,
    *ordering.CHECKS,
    pagination.UNIQUE_CHECK,
    *tiling.REPEAT_CHECKS,
    completeness.LIST_CHECK,
    *completeness.MISSING_CHECKS,
    *filtering.PARTITION_CHECKS,
    completeness.FILTER_COUNT,
    completeness.SEARCH_COUNT,
    detail.FOUND_CHECK,
    tiling.STEADY_CHECK,
    *pagination.CHECKS,
    *tiling.TILING_CHECKS,
    pagination.LENGTH_CHECK,
    *errors.REFUSALS,
    *formats.REFUSALS,
    *errors.BODIES,
    *pagination.LINK_CHECKS,
    *detail.LINK_CHECKS,
    *headers.CHECKS,
    *formats.CHECKS,
    *schema.SURFACE_CHECKS,
)

#: id to check.
CATALOGUE: Mapping[str, Check] = MappingProxyType({each.id: each for each in _IN_ORDER})
