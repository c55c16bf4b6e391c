"""
How many bytes of memory a value takes.
"""

from __future__ import annotations

from sys import getsizeof
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apicontract.contract.model import World


def weigh(*values: Any) -> int:
    """
    Return the bytes that texts, numbers and their containers take; what is shared counts at every place.

    No value may contain itself.
    """
    total, left = 0, list(values)
    while left:
        each = left.pop()
        total += getsizeof(each)
        if isinstance(each, dict):
            left += each.keys()
            left += each.values()
        elif isinstance(each, tuple | list):
            left += each
    return total


def weigh_records(world: World) -> int:
    """
    Return the bytes that a copy of a world's records takes, whose texts and numbers are shared with the original.
    """
    seen: set[int] = set()
    total = 0
    left: list[Any] = [*world.tables.values()]
    while left:
        each = left.pop()
        if isinstance(each, dict | list | tuple) and id(each) not in seen:
            seen.add(id(each))
            total += getsizeof(each)
            left += each.values() if isinstance(each, dict) else each
    return total
