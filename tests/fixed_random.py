"""
Random numbers that a test states.
"""

from __future__ import annotations

from apicontract.dataset.seeded_random import SeededRandom

#: The greatest that is drawn, or nearly so.
NEARLY = 1 - 2**-50


class Fixed(SeededRandom):
    """
    Random numbers that are all the same.
    """

    def __init__(self, fraction: float) -> None:
        super().__init__("")
        self.fraction = fraction

    def random(self, *_: object) -> float:
        """
        Return the stated number.
        """
        return self.fraction

    def child(self, *_: object) -> SeededRandom:
        """
        Return the same numbers again.
        """
        return self
