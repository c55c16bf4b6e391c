"""
A comparison with a server waits until its answers can be told from those that are recorded.
"""

from __future__ import annotations

import datetime as dt

import pytest

from apicontract.cli.drifting import _pass_second
from apicontract.contract.exchange import Exchange

NOW = 1_790_000_000.25


class Waiting:
    """
    A clock that notes how long it was asked to wait.
    """

    def __init__(self) -> None:
        self.waited: list[float] = []

    def now(self) -> float:
        """
        Return the time.
        """
        return NOW

    def steady(self) -> float:
        """
        Return the same.
        """
        return NOW

    def sleep(self, seconds: float) -> None:
        """
        Note the seconds.
        """
        self.waited.append(seconds)


def recorded(seconds: float | None) -> Exchange:
    """
    Return an answer that was recorded at the beginning of a second, so many before now; of unknown moment for None.
    """
    moment = "" if seconds is None else dt.datetime.fromtimestamp(int(NOW) - seconds, dt.UTC).isoformat()
    return Exchange("GET", "https://host.test/1/", 200, (), recorded_at=moment)


@pytest.mark.parametrize(
    ("moments", "waited"),
    [
        ([], []),
        ([None], []),
        ([0], [0.75]),
        ([60, 0, None], [0.75]),
        ([1], []),
        ([-1], []),
        ([60, 3600], []),
    ],
)
def test_the_second_of_the_newest_recording_passes(moments: list[float | None], waited: list[float]) -> None:
    """
    What is left of it is waited for, if it is the present one; a recording of the future keeps nobody waiting.
    """
    clock = Waiting()
    _pass_second(map(recorded, moments), clock)

    assert waited == clock.waited
