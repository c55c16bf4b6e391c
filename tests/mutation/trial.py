"""
Runs the tests of a room against a mutant, in a copy of the checkout.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .mutants import Mutant
    from .rooms import Room

ROOT = Path(__file__).parents[2]
#: Seconds that the tests of a room may take for one mutant.
LIMIT = 240
#: Without a mutant they must need less than this share of it; otherwise a run out of time is no proof.
_SHARE = 4
#: What a test run does not need, or must not share with another.
_LEFT_OUT = (".*", "__pycache__", "node_modules", "build", "dist", "screenshots")
#: No plugin may change the order, write into the copy, or draw other examples than the last time.
_PYTEST = ("-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=ci")
#: Modification times are whole seconds in compiled files, so a mutant's must differ from the file's own by more.
_APART = 1000


@dataclass(frozen=True, slots=True)
class Trial:
    """
    What became of a run of tests.

    Attributes:
        status: pytest's, or None if it ran out of time.
        seconds: how long it took.
        output: what it printed.
    """

    status: int | None
    seconds: float
    output: str

    def killed(self, plain: Trial) -> bool:
        """
        Whether the mutant was noticed; out of time only counts if the plain run is quick.
        """
        return self.status != 0 if self.status is not None else plain.seconds < LIMIT / _SHARE


@contextmanager
def copied() -> Iterator[Path]:
    """
    Give a private copy of the checkout, so that several can be tried at the same time.
    """
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        yield copy


def tried(copy: Path, room: Room, module: str = "", *, compiled: bool = False) -> Trial:
    """
    Run the tests of a room in a copy, those of the changed module first, up to the first failure.

    `compiled` keeps the compiled files for the runs that follow.
    """
    own = {"PYTHONPATH": str(copy), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "" if compiled else "1"}
    command = [sys.executable, "-m", "pytest", *_PYTEST, *room.arguments(copy, module)]
    start = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=copy,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=LIMIT)
            status: int | None = process.returncode
        except subprocess.TimeoutExpired:
            _end(process)
            output, status = process.communicate()[0], None
        except BaseException:
            _end(process)
            raise
    return Trial(status, time.monotonic() - start, output)


def _end(process: subprocess.Popen[str]) -> None:
    """
    End a test run with its whole session, so that no server that a test started is left.
    """
    os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def mutated(copy: Path, mutant: Mutant, changed: str) -> Iterator[None]:
    """
    Have the changed file in the copy, and the old one with its old time afterwards.
    """
    path = copy / mutant.file
    old, times = path.read_text(encoding="utf-8"), path.stat()
    try:
        path.write_text(changed, encoding="utf-8")
        os.utime(path, (times.st_atime, times.st_mtime + _APART))
        yield
    finally:
        path.write_text(old, encoding="utf-8")
        os.utime(path, (times.st_atime, times.st_mtime))


def difference(mutant: Mutant, source: str, changed: str) -> str:
    """
    Return what a mutant changes, as a diff without context.
    """
    lines = unified_diff(source.splitlines(), changed.splitlines(), mutant.file, mutant.file, n=0, lineterm="")
    return "\n".join(list(lines)[2:])
