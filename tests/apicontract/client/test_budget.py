"""
The budget is one number for a whole run.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import filelock
import pytest

from apicontract.client import Budget
from apicontract.contract import files
from apicontract.contract.errors import OutOfBudget, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_WORKER = """
import sys, pathlib
from apicontract.client import Budget
from apicontract.contract.errors import OutOfBudget
budget, sent = Budget(15, pathlib.Path(sys.argv[1])), 0
try:
    while True:
        budget.spend("server")
        sent += 1
except OutOfBudget:
    print(sent)
"""


def test_a_spent_budget_says_so() -> None:
    """
    What is spent and what is left add up, and no more is given.
    """
    budget = Budget(1)
    budget.spend("server")

    with pytest.raises(OutOfBudget, match="the budget of 1 requests is spent"):
        budget.spend("server")
    assert (budget.spent, budget.left) == (1, 0)


def test_a_budget_goes_by_its_name() -> None:
    """
    One that is not the whole of a run says what it is.
    """
    with pytest.raises(OutOfBudget, match=r"a part of it is spent; raise it with --request-budget"):
        Budget(0, name="a part of it").spend("server")


def test_processes_share_one_budget(tmp_path: Path) -> None:
    """
    Three processes that spend as fast as they can spend the budget once.
    """
    command = [sys.executable, "-c", _WORKER, str(tmp_path / "spent")]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    assert sum(int(worker.communicate()[0]) for worker in workers) == 15


def test_a_lock_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A shared budget that another process keeps locked is told, with the file and what to do.
    """
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    with (
        filelock.FileLock(tmp_path / "spent.lock"),
        pytest.raises(UsageError, match=r"spent\.lock has been locked by another process"),
    ):
        Budget(1, tmp_path / "spent").spend("server")


def test_a_shared_budget_is_what_all_have_spent(tmp_path: Path) -> None:
    """
    Each process sees what the others spent, and what is left of it.
    """
    one, other = (Budget(2, tmp_path / "spent") for _ in range(2))
    before = (one.spent, one.left)
    one.spend("server")
    other.spend("server")

    assert ((0, 2), (2, 0), (2, 0)) == (before, (one.spent, one.left), (other.spent, other.left))
    with pytest.raises(OutOfBudget):
        one.spend("server")
