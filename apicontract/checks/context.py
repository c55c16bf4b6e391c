"""
What the laws know besides the exchange at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.model import Api


@dataclass(frozen=True)
class Context:
    """
    What is promised, and how much benefit of the doubt an answer has.

    Attributes:
        api: the contract.
        strict: whether inferred promises and doubtful findings count in full.
    """

    api: Api
    strict: bool = False
