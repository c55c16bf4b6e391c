"""
Parts of a document whose type nobody has held yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apicontract.contract.model import Json


def members(part: Json) -> dict[str, Any]:
    """
    Return the members of an object; anything else, as a schema that is true or false, has none.
    """
    return part if isinstance(part, dict) else {}
