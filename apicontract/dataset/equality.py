"""
Whether two recorded values are the same, and how a message names one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable

    from apicontract.contract.model import Json


def same(one: Any, other: Any) -> bool:
    """
    Tell whether two canonical values are equal; `1` is not `True`.

    Records may be cyclic: two different ones differ in their identifier, a scalar, which is compared first.
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        if one is other or one.keys() != other.keys():
            return one is other
        deep = [key for key in one if isinstance(one[key], dict | list)]
        return all(same(one[key], other[key]) for key in [*(one.keys() - set(deep)), *deep])
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def identity(value: Json) -> Hashable:
    """
    Return what two values have in common if they are the same; records that others refer to are the same objects.
    """
    if isinstance(value, dict):
        return id(value)
    if isinstance(value, list):
        return ("list", *map(identity, value))
    return type(value), value


def brief(value: Any) -> str:
    """
    Return a value for a message: a record by its identifier.
    """
    if isinstance(value, dict):
        return f"record {value['id']}" if "id" in value else "an object"
    if isinstance(value, list):
        return f"[{', '.join(brief(each) for each in value)}]"
    return repr(value)
