"""
How many requests a run may send, in one process or in several.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from apicontract.contract.errors import OutOfBudget
from apicontract.contract.files import locked, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.client.target import Target

#: Requests of a run whose target has no published limit.
_UNLIMITED = 60
#: Requests under way at a time; a run of fewer requests than the second number ends as soon with one after the other.
_CONCURRENT, _SMALL = 4, 15


def default_budget(target: Target) -> int:
    """
    Return how many requests a run may send when nobody says: the published limit, or some dozens.

    Where the target says how much of its limit is used up, asking for that is one more, which it does not count.
    """
    return target.throttle.requests + bool(target.usage) if target.throttle else _UNLIMITED


def usual_concurrency(budget: int) -> int:
    """
    Return how many requests of a budget are under way at a time when nobody says; a limit of the server makes it one.
    """
    return _CONCURRENT if budget > _SMALL else 1


class Budget:
    """
    A number of requests that is never exceeded.

    With a file it is one number for every process that names the same file (the workers of pytest-xdist).
    `name` is what the error calls it, where it is not the whole of a run.
    """

    def __init__(self, limit: int, shared: Path | None = None, name: str = "") -> None:
        self.limit = limit
        self._name = name or f"the budget of {limit} requests"
        self._shared = shared
        self._own = 0
        self._lock = Lock()

    @property
    def spent(self) -> int:
        """
        How many requests have been paid for.
        """
        if self._shared is None:
            return self._own
        return _read(self._shared)

    @property
    def left(self) -> int:
        """
        How many more may be sent.
        """
        return max(self.limit - self.spent, 0)

    def spend(self, target: str) -> None:
        """
        Pay for one request, before it is sent.

        Raises:
            OutOfBudget: nothing is left.
        """
        if self._shared is None:
            with self._lock:
                self._own = self._paid(self._own, target)
        else:
            _update(self._shared, lambda spent: self._paid(spent, target))

    def _paid(self, spent: int, target: str) -> int:
        if spent >= self.limit:
            raise OutOfBudget(target, f"{self._name} is spent; raise it with --request-budget")
        return spent + 1


def _read(path: Path) -> int:
    return int(path.read_text(encoding="ascii")) if path.exists() else 0


def _update(path: Path, change: Callable[[int], int]) -> None:
    with locked(path.with_name(path.name + ".lock")):
        write_atomically(path, str(change(_read(path))))
