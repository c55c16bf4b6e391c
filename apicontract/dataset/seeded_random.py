"""
Random numbers that are the same everywhere: one for a seed and a key.

Each number depends on its key alone, not on how many were drawn before, so that one more field in a series
does not change all others. A digest is used because `random` promises less across versions of Python,
and `hash` differs from process to process.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
_WHOLE = 1 << 64


class SeededRandom:
    """
    A random source with one seed.

    Attributes:
        name: the seed as text; empty for a child.
    """

    def __init__(self, seed: int | str) -> None:
        self.name = str(seed)
        self._state = blake2b(self.name.encode(), digest_size=8)

    def random(self, *key: object) -> float:
        """
        Return the random number of a key: at least 0, less than 1.
        """
        state = self._state.copy()
        state.update("\x1f".join(map(str, key)).encode())
        return int.from_bytes(state.digest()) / _WHOLE

    def integer(self, low: int, high: int, *key: object) -> int:
        """
        Return a whole number from `low` to `high`, both included.
        """
        return low + min(int(self.random(*key) * (high - low + 1)), high - low)

    def choice(self, options: Sequence[T], *key: object) -> T:
        """
        Return one of the options.
        """
        return options[self.integer(0, len(options) - 1, *key)]

    def weighted(self, options: Sequence[tuple[T, float]], *key: object) -> T:
        """
        Return one of the options; each comes with its weight.
        """
        left = self.random(*key) * sum(weight for _, weight in options)
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]

    def child(self, *key: object) -> SeededRandom:
        """
        Return the random source whose keys begin like this.
        """
        made = SeededRandom("")
        made._state = self._state.copy()
        made._state.update(("\x1f".join(map(str, key)) + "\x1e").encode())
        return made
