"""
The catalogue of checks, in the order in which they judge: what says most precisely what is wrong comes first.

The form of the body comes before its content, single rows before lists, lists before the sums and comparisons
that follow from them; then refusals, links and headers.
A module of this room that is not named here, and has a table `CHECKS`, judges last: what those before it found wrong
is no evidence for it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.checks import (
    again,
    completeness,
    detail,
    filtering,
    formats,
    headers,
    ordering,
    page_consistency,
    page_text,
    pagination,
    parameters,
    records,
    refusals,
    relations,
    schema,
    search,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.checks.check import Check

#: Modules that hold no checks and read the catalogue themselves.
_READERS = frozenset({"catalogue", "judging"})
_IN_ORDER: tuple[Check, ...] = (
    *refusals.FAILURES,
    detail.UNKNOWN_CHECK,
    refusals.CHOICE_CHECK,
    *schema.CHECKS,
    *parameters.CHECKS,
    *detail.CHECKS,
    *records.CHECKS,
    *filtering.CHECKS,
    *search.CHECKS,
    *detail.FILTER_CHECKS,
    *ordering.CHECKS,
    pagination.UNIQUE_CHECK,
    *page_consistency.REPEAT_CHECKS,
    completeness.LIST_CHECK,
    *completeness.MISSING_CHECKS,
    *filtering.PARTITION_CHECKS,
    completeness.FILTER_COUNT,
    completeness.SEARCH_COUNT,
    detail.FOUND_CHECK,
    page_consistency.STEADY_CHECK,
    *pagination.CHECKS,
    *page_consistency.CONSISTENCY_CHECKS,
    pagination.LENGTH_CHECK,
    *refusals.REFUSALS,
    *formats.REFUSALS,
    *refusals.BODIES,
    *pagination.LINK_CHECKS,
    *detail.LINK_CHECKS,
    *headers.CHECKS,
    *formats.CHECKS,
    *schema.SURFACE_CHECKS,
    *page_text.CHECKS,
    *again.CHECKS,
    *relations.CHECKS,
)


def _others() -> Iterator[Check]:
    """
    Yield the checks of the modules that have no place in the order, module by module.
    """
    names = {module.name for module in iter_modules([str(Path(__file__).parent)])} - _READERS
    for name in sorted(names):
        table: tuple[Check, ...] = getattr(import_module(f"apicontract.checks.{name}"), "CHECKS", ())
        yield from (each for each in table if each not in _IN_ORDER)


#: id to check.
CATALOGUE: Mapping[str, Check] = MappingProxyType({each.id: each for each in (*_IN_ORDER, *_others())})
