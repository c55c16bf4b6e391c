"""
Requests that are sent before anybody waits for their answers.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, wait
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_Answer = TypeVar("_Answer")


class UnderWay(Generic[_Answer]):
    """
    Requests under way by their keys, each in a thread of its own, which no end of the program waits for.
    """

    def __init__(self) -> None:
        self._begun: dict[Hashable, Future[_Answer]] = {}

    def __contains__(self, key: Hashable) -> bool:
        """
        Whether a request was begun and nobody has taken its answer.
        """
        return key in self._begun

    def __len__(self) -> int:
        """
        How many have no answer yet.
        """
        return sum(not each.done() for each in self._begun.values())

    def begin(self, key: Hashable, ask: Callable[[], _Answer]) -> None:
        """
        Ask in the background.
        """
        future: Future[_Answer] = Future()
        self._begun[key] = future
        Thread(target=_into, args=(future, ask), daemon=True).start()

    def wait(self, most: int) -> None:
        """
        Wait until fewer than so many have no answer.
        """
        while len(self) >= most:
            wait((each for each in self._begun.values() if not each.done()), return_when=FIRST_COMPLETED)

    def take(self, key: Hashable) -> _Answer:
        """
        Wait for an answer, and return it; what asking for it raised is raised. It is under way no more.
        """
        return self._begun.pop(key).result()


def _into(future: Future[_Answer], ask: Callable[[], _Answer]) -> None:
    try:
        future.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
        future.set_exception(error)
