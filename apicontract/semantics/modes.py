"""
The mode in which records are sent, which decides their shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Resource


def mode_of(resource: Resource, text: str | None, *, detail: bool) -> str:
    """
    Return the mode of an answer: of a single record always the same; of a list the one asked for, if it is documented.
    """
    if detail:
        return resource.modes.detail
    return text if text is not None and text in resource.modes.choices else resource.modes.list
