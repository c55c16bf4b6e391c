"""
The catalogue of checks, in the order in which they judge: what says most precisely what is wrong comes first.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.checks import filtering, pagination

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.checks.check import Check

#: id to check.
CATALOGUE: Mapping[str, Check] = MappingProxyType(
    {each.id: each for module in (filtering, pagination) for each in module.CHECKS}
)
