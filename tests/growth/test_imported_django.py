"""
A project of Django REST Framework that imports nothing of ours: its import accuses it of nothing, and answers like it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from agreement.compared import Agreement, compared
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.cli.describing import described_project

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parents[1]
LISTS = tuple(f"/2.3.0/{each}/" for each in ("spacecraft", "spacecraft_configurations", "agencies"))
#: Requests by which mock and project are compared, each some milliseconds; 300 by hand.
REQUESTS = int(os.environ.get("AGREEMENT_REQUESTS", "80"))
RECORDS = "137"


def run(*arguments: str) -> tuple[int, str]:
    """
    Run a command, and return its exit status and what it says; of a report that alone.
    """
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout if result.stdout.startswith("{") else result.output


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """
    The URL of the project, in a process of its own.
    """
    command = [sys.executable, "-m", "plain_drf", RECORDS]
    with subprocess.Popen(command, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.communicate("")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A data folder with its import.
    """
    folder = tmp_path_factory.mktemp("imported")
    status, output = run("import", "django", "plain_drf.settings", "--project", str(TESTS), "--data", str(folder))
    assert 0 == status, output
    return folder


@pytest.mark.parametrize("budget", [15, 200])
def test_it_is_not_accused(address: str, data: Path, budget: int) -> None:
    """
    A check of the project by its own import, before anything is recorded, finds no violation.
    """
    arguments = ("check", address, "--data", str(data), "--request-budget", str(budget), "--format", "json")
    _, output = run(*arguments)
    report = json.loads(output)

    assert [] == [each["message"] for each in report["findings"]]


@pytest.fixture(scope="module")
def agreed(address: str, data: Path) -> Agreement:
    """
    How far both agree once 60 requests were recorded.
    """
    for command in (("record", address, "--request-budget", "60"), ("derive", "--quiet")):
        status, output = run(*command, "--data", str(data))
        assert 0 == status, output
    project = described_project("plain_drf.settings", None, TESTS)
    return compared(address, project, data, LISTS, (REQUESTS, 1))


def test_its_mock_answers_like_it(agreed: Agreement) -> None:
    """
    After 60 recorded requests the mock agrees with the project on 97 of 100 requests.
    """
    assert agreed.share >= 0.97, str(agreed)
