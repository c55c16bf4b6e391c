"""
One place where an answer breaks a promise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Json, Level


@dataclass(frozen=True)
class Violation:
    """
    One place where an answer breaks a promise, with the difference found.

    Attributes:
        check: id in the catalogue of checks.
        level: how much it weighs.
        place: JSON pointer in the body, "header X", "status", or a parameter.
        message: the difference, in one sentence.
        expected, found: what was promised there, and what stood there.
        record: name and identifier of the record concerned, where there is one.
        exchanges: the exchanges that show it, the decisive one first.
    """

    check: str
    level: Level
    place: str
    message: str
    expected: Json = None
    found: Json = None
    record: str = ""
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
