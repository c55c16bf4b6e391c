"""
The ledger counts what was sent, for every run of every process.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apicontract.client.ledger import Account, Ledger
from apicontract.client.usage import Usage
from apicontract.contract.errors import DataError, Throttled
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from pathlib import Path

_TWO_A_MINUTE = Throttle(2, 60)


def test_the_window_rolls(tmp_path: Path) -> None:
    """
    A request is admitted as soon as the oldest of the window leaves it.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", _TWO_A_MINUTE, 100)
    ledger.admit("h", _TWO_A_MINUTE, 130)
    waits = [ledger.wait("h", _TWO_A_MINUTE, now) for now in (130, 159, 160)]
    ledger.admit("h", _TWO_A_MINUTE, 160)

    assert (waits, ledger.account("h").sent) == ([30, 1, 0], (130, 160))


def test_a_refused_request_is_not_written_down(tmp_path: Path) -> None:
    """
    What was not sent does not count.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", Throttle(1, 60), 100)

    with pytest.raises(Throttled):
        ledger.admit("h", Throttle(1, 60), 101)
    assert ledger.account("h") == Account((100,), 0)


def test_hosts_have_their_own_accounts(tmp_path: Path) -> None:
    """
    A port makes another host.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h:1", Throttle(1, 60), 100)
    ledger.admit("h:2", Throttle(1, 60), 100)

    assert ledger.account("h:1") == ledger.account("h:2") == Account((100,), 0)


def test_a_clock_set_back_locks_nobody_out(tmp_path: Path) -> None:
    """
    A request from the future counts as sent now.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", Throttle(1, 60), 10_000)

    assert ledger.wait("h", Throttle(1, 60), 100) == 60


def test_an_account_without_a_limit_stays_small(tmp_path: Path) -> None:
    """
    Only the newest requests to an unlimited host are remembered.
    """
    ledger = Ledger(tmp_path)
    (tmp_path / "h.json").write_text(json.dumps({"sent": [100.0] * 5000, "blocked_until": 0}))
    ledger.admit("h", None, 100)

    assert len(ledger.account("h").sent) == 501


def test_a_file_changed_by_hand_is_one_clear_error(tmp_path: Path) -> None:
    """
    What is no account is named, not guessed at.
    """
    (tmp_path / "h.json").write_text("[]")

    with pytest.raises(DataError, match="not a ledger of requests"):
        Ledger(tmp_path).admit("h", None, 100)


def test_what_others_sent_counts_too(tmp_path: Path) -> None:
    """
    A host that has counted more than we sent has others behind our address; its newer word replaces the older.
    """
    ledger = Ledger(tmp_path)
    ledger.admit("h", _TWO_A_MINUTE, 100)
    ledger.stated("h", Usage(_TWO_A_MINUTE, 2, 0), 101)
    full = ledger.left("h", _TWO_A_MINUTE, 102), ledger.wait("h", _TWO_A_MINUTE, 102)
    ledger.stated("h", Usage(_TWO_A_MINUTE, 1, 0), 103)

    assert (full, ledger.left("h", _TWO_A_MINUTE, 103)) == ((0, 58), 1)


def test_a_host_that_says_how_long_to_wait_is_left_alone(tmp_path: Path) -> None:
    """
    Its own number of seconds counts.
    """
    ledger = Ledger(tmp_path)
    ledger.stated("h", Usage(_TWO_A_MINUTE, 2, 7), 100)

    assert ledger.wait("h", None, 100) == 7
