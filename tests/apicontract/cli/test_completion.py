"""
Promise: a shell completes commands, options and their values, wherever it is asked to.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import needs
import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = "from apicontract.cli import main; main(prog_name='apicontract')"


def completed(words: str, folder: Path) -> list[str]:
    """
    Return what the last of some words may become, as bash is told.
    """
    given = words.split(" ")
    variables = {"COMP_WORDS": words, "COMP_CWORD": str(len(given) - 1), "_APICONTRACT_COMPLETE": "bash_complete"}
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "" == done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("apicontract ser", ["serve"]),
        ("apicontract check --require", ["--require-decided", "--require-strength"]),
        ("apicontract check --format j", ["json", "junit"]),
        ("apicontract import ", ["django", "har", "openapi", "page"]),
        ("apicontract import openapi --da", ["--data"]),
        ("apicontract nothing", []),
    ],
)
def test_a_word_is_completed(words: str, found: list[str], tmp_path: Path) -> None:
    """
    Commands, commands below them, options and choices are completed.
    """
    assert found == completed(words, tmp_path)


def test_a_broken_configuration_keeps_nobody_from_it(tmp_path: Path) -> None:
    """
    In a folder whose configuration cannot be read, words are completed all the same.
    """
    (tmp_path / "apicontract.toml").write_text("port = ")

    assert ["--format"] == completed("apicontract check --form", tmp_path)


@pytest.mark.parametrize(("shell", "check"), [("bash", "bash -n"), ("zsh", ""), ("fish", "")])
def test_the_documented_line_gives_a_script(shell: str, check: str, tmp_path: Path) -> None:
    """
    What the document has a start-up file evaluate is a script for that shell; bash is asked whether it can be read.
    """
    document = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert f"_APICONTRACT_COMPLETE={shell}_source apicontract" in document
    environment = {**os.environ, "_APICONTRACT_COMPLETE": f"{shell}_source", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    assert "_APICONTRACT_COMPLETE" in done.stdout
    if check:
        name, *rest = check.split()
        read = subprocess.run(
            [needs.program(name), *rest], input=done.stdout, text=True, capture_output=True, check=False
        )
        assert (0, "") == (read.returncode, read.stderr)
