"""
A clock that is moved by hand, and a client of an application in process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from apicontract.client import AnswerCache, Budget, Client, Ledger, Target, connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class FakeClock:
    """
    A clock that moves only when somebody sleeps.
    """

    def __init__(self) -> None:
        self.moment = 1_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        """
        Return the moment.
        """
        return self.moment

    def steady(self) -> float:
        """
        Return the same: nobody sets this clock.
        """
        return self.moment

    def sleep(self, seconds: float) -> None:
        """
        Let time pass.
        """
        self.slept.append(seconds)
        self.moment += seconds


@pytest.fixture
def clock() -> FakeClock:
    """
    A clock of the test's own.
    """
    return FakeClock()


@pytest.fixture
def client_of(clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """
    Makes a client whose requests are answered by a function of the request.
    """

    def make(answer: Callable[[httpx.Request], httpx.Response], **options: Any) -> Client:
        target = options.pop("target", Target("server", "https://server.example"))
        settings: dict[str, Any] = {"budget": Budget(100), "ledger": Ledger(tmp_path / "ledger"), "clock": clock}
        client = Client(target, cache=AnswerCache(), **{**settings, **options})
        monkeypatch.setattr(connection, "BoundedTransport", lambda *_: httpx.MockTransport(answer))
        return client

    return make
