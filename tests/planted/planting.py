"""
A copy of the checkout, an edit in it, and who finds it.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import IO, TYPE_CHECKING, Any

from planted.code import code_edits
from planted.data import data_edits
from planted.finders import DERIVE, FINDERS, SMALL, steps
from planted.places import DATA, SHARED, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planted.edit import Edit
    from planted.finders import Step

ROOT = Path(__file__).parents[2]
COPIED = ("apicontract", "mockserver", "schemas", "fixtures", "tests", "docs")
#: What the tests of the repository read at its top.
FILES = ("pyproject.toml", "conftest.py", "README.md", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tox.ini")
#: Python trusts compiled modules by size and second of the last change: every edit gets a second of its own.
_SECONDS = itertools.count(1_000_000_000)


@dataclass(frozen=True)
class Finding:
    """
    Who found an edit (a key of `FINDERS`), after at most how many requests, and the last line that was said.
    """

    finder: str
    requests: int
    said: str


@dataclass(frozen=True)
class Checkout:
    """
    A copy of the checkout, the process that runs commands there, and the seconds of CPU that each took.
    """

    folder: Path
    worker: subprocess.Popen[str]
    spent: list[float] = field(default_factory=list)

    def failure(self, step: Step, edited: str, timeout: float) -> str | None:
        """
        Run a command and return its last line (of pytest, the failed test) if it failed or did not end, or None.
        """
        job = {
            "module": step.module,
            "function": step.function,
            "arguments": step.arguments,
            "edited": str(self.folder / edited),
            "fresh": step.fresh,
            "timeout": timeout,
        }
        print(json.dumps(job), file=_of(self.worker.stdin), flush=True)
        answer = json.loads(_of(self.worker.stdout).readline())
        self.spent.append(answer["seconds"])
        if answer["status"] is None:
            return f"no end within {timeout:.0f} seconds"
        lines = answer["output"].strip().splitlines() or [f"exit status {answer['status']}"]
        told = [each for each in lines if each.startswith("FAILED ")] or lines
        return told[-1][:300] if answer["status"] else None


def edits(kind: str, amount: int, seed: int) -> list[Edit]:
    """
    Return a sample of the edits of a kind, "code" or "data": each file comes equally often, as far as it has edits.
    """
    paths = (
        list(SHARED) if kind == "code" else [str(p.relative_to(ROOT)) for each in DATA for p in sorted(ROOT.glob(each))]
    )
    make = code_edits if kind == "code" else data_edits
    # A seed for each file: what changes in one leaves the sample of the others as it is.
    files = [_shuffled(list(make(ROOT, each)), f"{seed} {each}") for each in _shuffled(paths, f"{seed} {kind}")]
    chosen: list[Edit] = []
    while len(chosen) < amount and any(files):
        chosen += [each.pop() for each in files if each]
    return chosen[:amount]


def _shuffled(values: list[Any], seed: str) -> list[Any]:
    return Random(seed).sample(values, len(values))  # noqa: S311 - chance, not secrecy


@contextlib.contextmanager
def checkout() -> Iterator[Checkout]:
    """
    Yield a copy of the checkout in a folder of its own.
    """
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copied = Path(folder).resolve() / "checkout"
        for each in COPIED:
            shutil.copytree(ROOT / each, copied / each, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        for each in FILES:
            shutil.copy(ROOT / each, copied / each)
        with _worker(copied) as worker:
            yield Checkout(copied, worker)


@contextlib.contextmanager
def _worker(copied: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(copied), str(copied / "tests"))),
        "PYTHONHASHSEED": "0",
        "APICONTRACT_DATA": str(copied / SMALL),
        # Twelve styles, so that each test asks fewer than 500 times.
        "PAGING_REQUESTS": "40",
        "APICONTRACT_CACHE": str(copied.parent / "cache"),
    }
    command = (sys.executable, "-m", "planted.worker")
    with (
        (copied.parent / "worker.log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(
            command, cwd=copied, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as worker,
    ):
        if _of(worker.stdout).readline() != "ready\n":
            log.seek(0)
            raise RuntimeError(log.read())
        yield worker
        _of(worker.stdin).close()


def _of(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the worker has no pipe")
    return stream


def plant(
    copied: Checkout, edit: Edit, finders: Sequence[str], timeout: float, *, every: bool = False
) -> list[Finding]:
    """
    Make an edit in a copy, ask each finder in turn until one finds it, or every one of them, and undo the edit.
    """
    target = copied.folder / edit.path
    kept = target.read_text("utf-8")
    _write(target, edit.text)
    derives = any(fnmatch(edit.path, each) for each in SOURCES)
    try:
        if derives and (said := copied.failure(DERIVE, edit.path, timeout)) is not None:
            return [Finding("derive --check", 0, said)]
        findings = _findings(copied, edit, finders, timeout)
        return list(findings if every else itertools.islice(findings, 1))
    finally:
        _write(target, kept)
        if derives:
            for each in ("schemas", f"{SMALL}/schemas"):
                shutil.rmtree(copied.folder / each)
                shutil.copytree(ROOT / each, copied.folder / each)


def _findings(copied: Checkout, edit: Edit, finders: Sequence[str], timeout: float) -> Iterator[Finding]:
    for finder in finders:
        for step in steps(finder, edit):
            said = copied.failure(step, edit.path, timeout)
            if said is not None:
                yield Finding(finder, _requests(said, step), said)
                break


def _requests(said: str, step: Step) -> int:
    """
    Return after how many requests a command failed: it says so, or it is as many as it may send.
    """
    first, _, rest = said.partition(" requests: ")
    return int(first) if rest and first.isdigit() else step.requests


def _write(target: Path, text: str) -> None:
    target.write_text(text, "utf-8")
    second = next(_SECONDS)
    os.utime(target, (second, second))


def untouched(copied: Checkout, finders: Sequence[str], timeout: float) -> list[str]:
    """
    Return what the finders say against the copy without any edit; it must be nothing, or they would find everything.
    """
    asked = [(each, step) for each in finders for step in FINDERS[each]]
    failures = [(each, copied.failure(step, "pyproject.toml", timeout)) for each, step in asked]
    return [f"{each}: {said}" for each, said in failures if said is not None]
