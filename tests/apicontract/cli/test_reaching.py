"""
The client that the options of a command describe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.cli.reaching import Reach
from apicontract.client import Target

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("asked", "budget", "concurrency"),
    [(None, 15, 1), (None, 16, 4), (1, 60, 1), (9, 15, 9)],
)
def test_requests_under_way(
    asked: int | None, budget: int, concurrency: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """
    As many as are asked for, else as many as is usual for the budget.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path))
    reach = Reach(30.0, None, 1, (), concurrency=asked)
    with reach.client_of(Target("server", "http://127.0.0.1:9"), budget) as client:
        assert client.concurrency == concurrency


@pytest.mark.parametrize("number", ["0", "17", "many"])
def test_more_than_a_service_is_asked_at_once_is_refused(number: str) -> None:
    """
    In one line, with the status of wrong usage.
    """
    result = CliRunner().invoke(main, ["check", "mock", "--concurrency", number])

    assert (result.exit_code, "--concurrency" in result.stderr) == (2, True)
