"""
A copy of the checkout, an edit in it, and who finds it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from planted.code import code_edits
from planted.data import data_edits
from planted.places import DATA, DERIVE, SHARED, SOURCES, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planted.edit import Edit

ROOT = Path(__file__).parents[2]
COPIED = ("apicontract", "mockserver", "schemas", "fixtures", "tests", "docs")
#: What the tests of the repository read at its top.
FILES = ("pyproject.toml", "conftest.py", "README.md", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tox.ini")
NOBODY = "nobody"


@dataclass(frozen=True)
class Outcome:
    """
    An edit, who found it (a key of `STAGES`, or `NOBODY`), and the last line that was said.
    """

    edit: Edit
    stage: str
    said: str


def edits(kind: str, amount: int, seed: int) -> list[Edit]:
    """
    Return a sample of the edits of a kind, "code" or "data": each file comes equally often, as far as it has edits.
    """
    paths = SHARED if kind == "code" else [str(p.relative_to(ROOT)) for each in DATA for p in sorted(ROOT.glob(each))]
    make = code_edits if kind == "code" else data_edits
    random = Random(f"{seed} {kind}")  # noqa: S311 - chance, not secrecy
    files = [list(make(ROOT, each)) for each in paths]
    for each in (*files,):
        random.shuffle(each)
    random.shuffle(files)
    chosen: list[Edit] = []
    while len(chosen) < amount and any(files):
        chosen += [each.pop() for each in files if each]
    return chosen[:amount]


@contextlib.contextmanager
def checkout() -> Iterator[Path]:
    """
    Yield a copy of the checkout in a folder of its own.
    """
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copied = Path(folder) / "checkout"
        for each in COPIED:
            shutil.copytree(ROOT / each, copied / each, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        for each in FILES:
            shutil.copy(ROOT / each, copied / each)
        yield copied


def plant(copied: Path, edit: Edit, stages: Sequence[str], timeout: float) -> Outcome:
    """
    Make an edit in a copy, ask each stage in turn until one finds it, and undo the edit.
    """
    target = copied / edit.path
    kept = target.read_bytes()
    target.write_text(edit.text, "utf-8")
    derives = any(fnmatch(edit.path, each) for each in SOURCES)
    try:
        if derives and (said := _failure(copied, DERIVE, timeout)) is not None:
            return Outcome(edit, "derive", said)
        for stage in stages:
            said = _failure(copied, STAGES[stage], timeout)
            if said is not None:
                return Outcome(edit, stage, said)
        return Outcome(edit, NOBODY, "")
    finally:
        target.write_bytes(kept)
        if derives:
            shutil.rmtree(copied / "schemas")
            shutil.copytree(ROOT / "schemas", copied / "schemas")


def untouched(copied: Path, stages: Sequence[str], timeout: float) -> list[str]:
    """
    Return what the stages say against the copy without any edit; it must be nothing, or they would find everything.
    """
    return [f"{each}: {said}" for each in stages if (said := _failure(copied, STAGES[each], timeout)) is not None]


def _failure(copied: Path, command: Sequence[str], timeout: float) -> str | None:
    """
    Run a command in a copy and return the last line it said if it failed or did not end in time, or None.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(copied), str(copied / "tests"))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "APICONTRACT_CACHE": str(copied.parent / "cache"),
    }
    try:
        done = subprocess.run(
            command, cwd=copied, env=environment, capture_output=True, text=True, check=False, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        return f"no end within {timeout:.0f} seconds"
    if done.returncode == 0:
        return None
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[-1][:300] if lines else f"exit status {done.returncode}"
