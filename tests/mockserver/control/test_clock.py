"""
The clock of a mock.
"""

from datetime import UTC, datetime

import pytest

from apicontract.contract.errors import UsageError
from mockserver.app import create_app
from mockserver.control.clock import AdjustableClock, ClockStart
from mockserver.control.state import Switches
from mockserver.control.switches import read_clock

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


class Wall:
    """
    A clock on the wall that a test moves.
    """

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        """
        Return its time.
        """
        return self.time


@pytest.mark.parametrize(
    ("start", "after"),
    [
        (ClockStart(), 1010.0),
        (ClockStart(frozen=True), 1000.0),
        (ClockStart(START), START + 10),
        (ClockStart(START, frozen=True), START),
    ],
)
def test_the_clock_runs_on_unless_it_is_frozen(start: ClockStart, after: float) -> None:
    """
    It begins at a moment of its own or the wall's, and follows the wall from there.
    """
    wall = Wall()
    clock = AdjustableClock(wall, start=start)
    wall.time += 10
    assert clock.now() == after


def test_the_clock_is_moved_from_where_it_stands() -> None:
    """
    A frozen clock moves when it is told to, and a reset brings it back to its start.
    """
    wall = Wall()
    clock = AdjustableClock(wall, start=ClockStart(START, frozen=True))
    clock.advance(60)
    assert clock.now() == START + 60
    wall.time += 5
    clock.reset()
    assert clock.now() == START


def test_only_another_time_than_the_walls_is_said() -> None:
    """
    The server dates answers by itself as long as the mock has the same time.
    """
    clock = AdjustableClock(Wall())
    assert not clock.moved
    clock.advance(1)
    assert clock.moved
    assert AdjustableClock(Wall(), start=ClockStart(frozen=True)).moved


def test_answers_have_the_date_of_the_clock() -> None:
    """
    Who judges the mock knows at which moment it answered.
    """
    app = create_app(switches=Switches(clock=ClockStart(START, frozen=True)))
    assert app.test_client().get("/2.3.0/").headers["Date"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert "Date" not in create_app().test_client().get("/2.3.0/").headers


def test_the_option_is_read() -> None:
    """
    `--now` takes what is a moment anywhere; without it the clock is the wall's.
    """
    assert read_clock("2026-01-01", frozen=True) == ClockStart(START, frozen=True)
    assert read_clock(None, frozen=False) == ClockStart()
    with pytest.raises(UsageError, match="--now 'noon' is no moment"):
        read_clock("noon", frozen=False)
