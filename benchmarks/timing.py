"""
How long something takes, and how that is printed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def milliseconds(act: Callable[[], object], rounds: int = 7) -> float:
    """
    Return the shortest time of several, which other work on the machine disturbs least.
    """
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def line(what: str, took: float, yardstick: str, other: float) -> None:
    """
    Print one figure beside its yardstick, and their ratio.
    """
    print(f"{what:<44}{took:>10.1f} ms   {yardstick:<36}{other:>10.1f} ms   ratio {took / other:>8.2f}")
