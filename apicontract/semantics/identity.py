"""
When a text in a URL names a record.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Field

#: Type of an identifier to how its text is read (`int()` takes signs, blanks, other digits, underscores).
_READERS: Mapping[str, Callable[[str], Any]] = {"integer": int, "uuid": uuid.UUID, "text": str}


def identified(field: Field, key: str) -> str | None:
    """
    Return the identifier that a text in a URL names, as the text under which records are known.

    None if it cannot be one.
    """
    if "\x00" in key:
        return None
    try:
        return uuid.UUID(key).hex if field.form == "hex" else str(_READERS[field.type](key))
    except ValueError:
        return None
