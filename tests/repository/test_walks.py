"""
The walks of ARCHITECTURE.md are true: each is followed in a copy of the project, and what it adds works there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from source import ROOT
from walks import Walk, addition, apply, copied, touched, walk_of, words_of

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 12
PROGRAMS = {"python": ["python"], "apicontract": ["python", "-c", "from apicontract.cli import main; main()"]}


@dataclass(frozen=True)
class Promise:
    """
    What is promised of a walk: its heading, the file of `tests/data/walks`, and the most Python files outside of tests.
    """

    title: str
    name: str
    most: int

    def walk(self) -> Walk:
        """
        Return the walk as it is written.
        """
        return walk_of((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), self.title)


PROMISES = (
    Promise("I add a lookup", "lookup", 4),
    Promise("I add a check", "check", 3),
    Promise("I add a value type", "type", 4),
    Promise("I add a resource", "resource", 0),
    Promise("I add a paging style", "paging", 6),
)
each_walk = pytest.mark.parametrize("promise", PROMISES, ids=lambda each: each.name)


def started(copy: Path, environment: dict[str, str], words: list[str]) -> subprocess.Popen[str]:
    """
    Start a program of the copy, whose packages stand before those that are installed.
    """
    paths = [str(copy), *(str(copy / each) for each in environment.get("PYTHONPATH", "").split(":") if each)]
    return subprocess.Popen(
        [sys.executable, *[*PROGRAMS[words[0]], *words[1:]][1:]],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@each_walk
def test_walk_is_short(promise: Promise) -> None:
    """
    A walk has few lines, names few Python files outside of the tests, and says what shows that it was right.
    """
    walk = promise.walk()

    assert len(walk.text.splitlines()) <= MOST_LINES
    assert len(walk.outside_tests) <= promise.most, walk.outside_tests
    assert walk.commands


@each_walk
def test_addition_keeps_to_the_walk(promise: Promise) -> None:
    """
    An addition touches no Python file that its walk does not name.
    """
    assert [] == promise.walk().strays(touched(addition(promise.name)))


@each_walk
def test_addition_works(promise: Promise, tmp_path: Path) -> None:
    """
    In a copy to which the addition was made, the walk's commands succeed, and what was added works.
    """
    added, copy = addition(promise.name), copied(tmp_path)
    apply(added, copy)
    probe = ({"PYTHONPATH": "tests"}, ["python", "-c", added["probe"]["text"]])
    commands = [words_of(each, added["names"]) for each in promise.walk().commands]
    running = [(words, started(copy, *(environment, words))) for environment, words in [*commands, probe]]
    said = [(words, program.communicate()[0], program.returncode) for words, program in running]

    assert [] == [f"{' '.join(words)}\n{output}" for words, output, status in said if status]
    assert [] == [output for _, output, _ in said if output.startswith("!")], "a wrong server is named by another check"


def test_a_file_that_is_not_named_is_seen() -> None:
    """
    A Python file that a walk does not name, and that no pattern of it fits, is a stray; data may stand anywhere.
    """
    walk = walk_of("### I add\n\n1. `one/two.py` and `faults/<concern>.py`\n\n### Else\n\n`three.py`\n", "I add")

    assert ["three.py", "one/two/more.py"] == walk.strays(
        ["one/two.py", "faults/paging.py", "three.py", "one/two/more.py", "data/three.json"]
    )
