"""
Promise: the starts of the README work as they stand there, in an empty folder beside its examples.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import served

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
START = README.partition("\n## Start\n")[2].partition("\n## ")[0]
STARTS = [line[len("$ apicontract ") :] for line in START.splitlines() if line.startswith("$ apicontract ")]
#: A start to its exit status, where that is not 0: the example breaks a client.
STATUSES = {"diff": 1}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A folder with the examples, as the current one.
    """
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """
    Run a command line of the README.
    """
    command = [sys.executable, "-c", "from apicontract.cli import main; main()", *shlex.split(line)]
    # As people have it: the packaged API, not the one of the tests.
    environment = {name: value for name, value in os.environ.items() if name != "APICONTRACT_DATA"}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_start_is_known() -> None:
    """
    The README starts by serving, checking, comparing, importing and serving what was imported.
    """
    assert ["serve", "check", "diff", "import", "serve"] == [line.split()[0] for line in STARTS]


@pytest.mark.parametrize("line", [each for each in STARTS if not each.startswith("serve")])
def test_a_start_ends_as_it_should(line: str, checkout: Path) -> None:
    """
    A start that ends prints what the README shows of it, and has the status that it says.
    """
    shown = re.search(re.escape(f"$ apicontract {line}\n") + r"((?:(?!```|\$ ).*\n)*)", START)
    done = run(line, checkout)
    assert (STATUSES.get(line.split(maxsplit=1)[0], 0), True) == (done.returncode, bool(shown)), done.stderr
    assert [] == [each for each in (shown.group(1) if shown else "").splitlines() if each not in done.stdout]


def test_the_figures_of_the_check_are_one() -> None:
    """
    What the README promises of a right server is what it shows of the check.
    """
    kept, undecided = re.findall(r"^(\d+) kept, 0 violated, (\d+) undecided", START, re.MULTILINE)[0]

    assert f"| {kept} checks kept, none violated, {undecided} undecided |" in README


def test_the_imported_api_is_served(checkout: Path) -> None:
    """
    What the README imports is served by the next line of it, and its first address answers.
    """
    assert 0 == run(next(each for each in STARTS if each.startswith("import")), checkout).returncode
    server = served.Server("--port", "0", "--records", "full", *shlex.split(STARTS[-1])[1:])
    try:
        with urllib.request.urlopen(f"{server.url}books/?limit=1", timeout=30) as answer:
            assert b'"results":[{"id":' in answer.read()
    finally:
        server.end(signal.SIGTERM)
        server.close()
