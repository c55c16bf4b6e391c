"""
A project of Django REST Framework that imports nothing of ours: its import accuses it of nothing, and answers like it.
"""

from __future__ import annotations

import json
import os
import shlex
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
ROOT = TESTS.parent
_SECTION = (ROOT / "docs" / "your-api.md").read_text(encoding="utf-8").partition("\n## A Django project\n")[2]
#: The story of the documents, without the end of it, which serves until it is stopped.
STORY = [line.removeprefix("$ apicontract ") for line in _SECTION.splitlines() if line.startswith("$ apicontract ")][:5]
LISTS = tuple(f"/2.3.0/{each}/" for each in ("spacecraft", "spacecraft_configurations", "agencies"))
#: Requests by which mock and project are compared, each some milliseconds; 300 by hand.
REQUESTS = int(os.environ.get("AGREEMENT_REQUESTS", "50"))
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


def told(line: str, address: str, folder: Path) -> tuple[int, str]:
    """
    Run a command of the story with the project of the tests, its address and a folder in place of those shown.
    """
    shown = {"shop.settings": "plain_drf.settings", "http://127.0.0.1:8000": address, "mine": str(folder)}
    more = ("--project", str(TESTS)) if line.startswith("import") else ()
    return run(*(shown.get(word, word) for word in shlex.split(line)), *more)


@pytest.fixture(scope="module")
def data(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A data folder with its import.
    """
    folder = tmp_path_factory.mktemp("imported")
    status, output = told(STORY[0], address, folder)
    assert 0 == status, output
    return folder


def test_the_story_is_known() -> None:
    """
    The documents import, check, record, derive and serve.
    """
    assert ["import", "check", "record", "derive", "serve"] == [line.split()[0] for line in STORY]


@pytest.mark.parametrize("budget", [15, 200])
def test_it_is_not_accused(address: str, data: Path, budget: int) -> None:
    """
    A check of the project by its own import, before anything is recorded, finds no violation.
    """
    _, output = told(f"{STORY[1]} --request-budget {budget} --format json", address, data)
    report = json.loads(output)

    assert [] == [each["message"] for each in report["findings"]]


@pytest.fixture(scope="module")
def agreed(address: str, data: Path) -> Agreement:
    """
    How far both agree once 60 requests were recorded.
    """
    for line in STORY[2:4]:
        status, output = told(line, address, data)
        assert 0 == status, output
    project = described_project("plain_drf.settings", None, TESTS)
    return compared(address, project, data, LISTS, (REQUESTS, 1))


def test_its_mock_answers_like_it(agreed: Agreement) -> None:
    """
    After 60 recorded requests the mock agrees with the project on 97 of 100 requests.
    """
    assert agreed.share >= 0.97, str(agreed)
