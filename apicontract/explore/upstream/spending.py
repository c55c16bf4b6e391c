"""
A part of the upstream's limit is spent on what would decide most: by the planner, beside what clients ask for.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from apicontract.client.cache import AnswerCache
from apicontract.contract.errors import ApiContractError
from apicontract.planner import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.client.cache import Key
    from apicontract.client.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api


class HandingCache(AnswerCache):
    """
    Answers of this run, each of which is handed on as soon as it came.

    Args:
        take: is handed each answer, on the thread that asked.
    """

    def __init__(self, take: Callable[[Exchange], None]) -> None:
        super().__init__()
        self._take = take

    def put(self, key: Key, exchange: Exchange) -> None:
        """
        Keep an answer, and hand it on.
        """
        super().put(key, exchange)
        self._take(exchange)


class Spending:
    """
    A run of the planner in the background, once.

    Args:
        number: requests to spend.
        make: returns a client that keeps its answers in a cache and sends no more than so many requests.
        know: returns the contract, and the answers of earlier sessions.
        take: is handed each answer.
        say: told in one sentence what became of it.
    """

    def __init__(
        self,
        number: int,
        make: Callable[[AnswerCache, int], Client],
        know: Callable[[], tuple[Api, Sequence[Exchange]]],
        take: Callable[[Exchange], None],
        say: Callable[[str], None],
    ) -> None:
        self._left = number
        self._make = make
        self._know = know
        self._take = take
        self._say = say
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def begin(self) -> None:
        """
        Begin to spend, in the process that answers: one that was forked has no thread of the one before.
        """
        with self._lock:
            number, self._left = self._left, 0
            if number:
                self._thread = threading.Thread(target=self._spend, args=(number,), name="spending", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """
        Wait until all is spent.
        """
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """
        Send no further request, and wait for the one under way.
        """
        self._stopped = True
        self.wait()

    def _spend(self, number: int) -> None:
        api, recorded = self._know()
        with self._make(HandingCache(self._handed), number) as client:
            try:
                ended = gather(api, client, budget=number, recorded=recorded).ended
            except _Stopped:
                ended = "the mock was stopped"
            except (ApiContractError, OSError) as error:
                ended = str(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, clients are answered
                ended = f"{type(error).__name__}: {error}"
            spent = client.budget.spent
        end = f"; {ended}" if spent < number and ended else ""
        self._say(f"{spent} of {number} requests to the upstream were spent on what decides most{end}")

    def _handed(self, exchange: Exchange) -> None:
        self._take(exchange)
        if self._stopped:
            raise _Stopped


class _Stopped(Exception):
    """
    The mock ends while requests are left.
    """
