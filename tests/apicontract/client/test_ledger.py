"""
The ledger counts what was sent, for every run of every process.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import filelock
import pytest

from apicontract.client.clock import Moment
from apicontract.client.ledger import Account, Ledger
from apicontract.client.usage import Usage
from apicontract.contract import files
from apicontract.contract.errors import DataError, Throttled, UsageError
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from pathlib import Path

_TWO_A_MINUTE = Throttle(2, 60)
_FIFTEEN_AN_HOUR = Throttle(15, 3600)
_HOUR = 3600


def at(seconds: float, ahead: float = 0.0) -> Moment:
    """
    Return a moment after the start of the machine, by a wall clock that is set ahead or back.
    """
    return Moment(1_000_000 + seconds + ahead, 500 + seconds)


def _admitted(ledger: Ledger, now: Moment, most: int = 99) -> int:
    for number in range(most):
        try:
            ledger.admit("h", _FIFTEEN_AN_HOUR, now)
        except Throttled:
            return number
    return most


def test_the_window_rolls(tmp_path: Path) -> None:
    """
    A request is admitted as soon as the oldest of the window leaves it.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", _TWO_A_MINUTE, at(100))
    ledger.admit("h", _TWO_A_MINUTE, at(130))
    waits = [ledger.wait("h", _TWO_A_MINUTE, at(now)) for now in (130, 159, 160)]
    ledger.admit("h", _TWO_A_MINUTE, at(160))

    assert (waits, ledger.account("h").sent) == ([30, 1, 0], (at(130), at(160)))


def test_a_refused_request_is_not_written_down(tmp_path: Path) -> None:
    """
    What was not sent does not count.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", Throttle(1, 60), at(100))

    with pytest.raises(Throttled):
        ledger.admit("h", Throttle(1, 60), at(101))
    assert ledger.account("h") == Account((at(100),))


def test_hosts_have_their_own_accounts(tmp_path: Path) -> None:
    """
    A port makes another host.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h:1", Throttle(1, 60), at(100))
    ledger.admit("h:2", Throttle(1, 60), at(100))

    assert ledger.account("h:1") == ledger.account("h:2") == Account((at(100),))


@pytest.mark.parametrize("ahead", [-2 * _HOUR, 2 * _HOUR, -30 * 365 * 24 * _HOUR, 30 * 365 * 24 * _HOUR])
def test_a_clock_set_and_set_right_again_gives_no_request_more(tmp_path: Path, ahead: float) -> None:
    """
    Within one hour fifteen requests are admitted, wherever the wall clock stands for a part of it.
    """
    ledger = Ledger(tmp_path)
    admitted = [
        _admitted(ledger, at(0), 7),
        _admitted(ledger, at(60, ahead)),
        _admitted(ledger, at(120)),
        _admitted(ledger, at(180, ahead)),
        _admitted(ledger, at(_HOUR - 1)),
    ]

    assert admitted == [7, 8, 0, 0, 0]


@pytest.mark.parametrize("ahead", [-2 * _HOUR, 0, 2 * _HOUR])
def test_each_request_leaves_the_window_once(tmp_path: Path, ahead: float) -> None:
    """
    An hour after it was sent a request counts no more, however the wall clock was set meanwhile.
    """
    ledger = Ledger(tmp_path)
    _admitted(ledger, at(0, ahead), 7)
    _admitted(ledger, at(60), 8)

    assert [_admitted(ledger, at(_HOUR + late, ahead)) for late in (0, 60)] == [7, 8]


def test_a_new_start_of_the_machine_forgets_nothing(tmp_path: Path) -> None:
    """
    After a restart, which sets the steady clock to nought, the wall clock tells.
    """
    ledger = Ledger(tmp_path)
    _admitted(ledger, Moment(1_000_000, 90_000))

    assert _admitted(ledger, Moment(1_000_000 + _HOUR - 1, 10)) == 0
    assert _admitted(ledger, Moment(1_000_000 + _HOUR, 11)) == 15


def test_what_no_clock_can_date_counts_from_now_on(tmp_path: Path) -> None:
    """
    A restart and a clock that was set back make a window start anew, once, and a block too.
    """
    ledger = Ledger(tmp_path)
    _admitted(ledger, Moment(1_000_000, 90_000))
    ledger.refused("h", 60, Moment(1_000_000, 90_000))
    waits = [ledger.wait("h", _FIFTEEN_AN_HOUR, Moment(100 + late, 10 + late)) for late in (0, 600, _HOUR)]

    assert waits == [_HOUR, _HOUR - 600, 0]


@pytest.mark.parametrize("seconds", [1e9, float("inf"), 10.0**300])
def test_no_block_is_longer_than_a_day(tmp_path: Path, seconds: float) -> None:
    """
    Whatever a host asks for, it is asked again after a day, and every file of the ledger is JSON.
    """
    ledger = Ledger(tmp_path)
    ledger.refused("h", seconds, at(0))
    ledger.refused("h", seconds, at(_HOUR))

    assert ledger.wait("h", None, at(_HOUR)) == 24 * _HOUR
    assert ledger.wait("h", None, at(25 * _HOUR)) == 0
    assert "Infinity" not in (tmp_path / "h.json").read_text()


@pytest.mark.parametrize("seconds", ["Infinity", "NaN", "1e999", "-Infinity", '"x"', "null", "9" * 5000])
def test_a_number_that_cannot_be_counted_with_is_one_clear_error(tmp_path: Path, seconds: str) -> None:
    """
    Infinity and the like in a file are named, not waited for.
    """
    block = f'{{"since": {{"wall": 1, "steady": 1}}, "seconds": {seconds}}}'
    (tmp_path / "h.json").write_text(f'{{"sent": [], "others": [], "block": {block}}}')

    with pytest.raises(DataError, match="not a ledger of requests"):
        Ledger(tmp_path).wait("h", None, at(0))


def test_a_lock_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A ledger that another process keeps locked is told, with the file and what to do.
    """
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    with (
        filelock.FileLock(tmp_path / "h.lock"),
        pytest.raises(UsageError, match=r"h\.lock has been locked by another process for 0\.1 seconds; wait for"),
    ):
        Ledger(tmp_path).wait("h", None, at(0))


def test_an_account_without_a_limit_stays_small(tmp_path: Path) -> None:
    """
    Only the newest requests to an unlimited host are remembered.
    """
    ledger = Ledger(tmp_path)
    sent = [{"wall": 1_000_100, "steady": 600}] * 5000
    block = {"since": {"wall": 0, "steady": 0}, "seconds": 0}
    (tmp_path / "h.json").write_text(json.dumps({"sent": sent, "others": [], "block": block}))
    ledger.admit("h", None, at(100))

    assert len(ledger.account("h").sent) == 501


def test_a_file_changed_by_hand_is_one_clear_error(tmp_path: Path) -> None:
    """
    What is no account is named, not guessed at.
    """
    (tmp_path / "h.json").write_text("[]")

    with pytest.raises(DataError, match="not a ledger of requests"):
        Ledger(tmp_path).admit("h", None, at(100))


def test_what_others_sent_counts_too(tmp_path: Path) -> None:
    """
    A host that has counted more than we sent has others behind our address; its newer word replaces the older.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", _TWO_A_MINUTE, at(100))
    ledger.stated("h", Usage(_TWO_A_MINUTE, 2, 0), at(101))
    full = ledger.left("h", _TWO_A_MINUTE, at(102)), ledger.wait("h", _TWO_A_MINUTE, at(102))
    ledger.stated("h", Usage(_TWO_A_MINUTE, 1, 0), at(103))

    assert (full, ledger.left("h", _TWO_A_MINUTE, at(103))) == ((0, 58), 1)


def test_a_host_that_says_how_long_to_wait_is_left_alone(tmp_path: Path) -> None:
    """
    Its own number of seconds counts.
    """
    ledger = Ledger(tmp_path)
    ledger.stated("h", Usage(_TWO_A_MINUTE, 2, 7), at(100))

    assert ledger.wait("h", None, at(100)) == 7
