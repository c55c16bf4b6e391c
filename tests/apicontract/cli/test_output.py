"""
Standard output arrives whole, or the command fails.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from apicontract.contract.model import Api

_PROGRAM = "from apicontract.cli import main; main()"
_FULL = Path("/dev/full")
_SENTENCE = "apicontract: the output cannot be used: {reason}; choose a disk with free space\n"

needs_full = pytest.mark.skipif(not _FULL.exists(), reason="only some systems have a disk that is always full")
each_buffering = pytest.mark.parametrize("unbuffered", ["", "1"])


def _run(arguments: list[str], output: Path, unbuffered: str, most: int | None = None) -> tuple[int, str]:
    """
    Run the command with its output in a file, which may be limited in bytes, and return status and error.
    """

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    with output.open("wb") as stream:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *arguments],
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            preexec_fn=limit,
        )
    return done.returncode, done.stderr


def _recorded(api: Api) -> str:
    folder = api.folders[0] / "fixtures" / api.name / api.primary / "recorded"
    return str(min(folder.iterdir()))


@needs_full
@each_buffering
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["check", "--list-checks"], ["check", "FILE"]],
    ids=" ".join,
)
def test_a_full_disk_is_told(api: Api, arguments: list[str], unbuffered: str) -> None:
    """
    Whatever a command prints, on a full disk it ends with 2 and one line.
    """
    given = [_recorded(api) if each == "FILE" else each for each in arguments]

    assert _run(given, _FULL, unbuffered) == (2, _SENTENCE.format(reason="No space left on device"))


@each_buffering
def test_a_cut_report_is_told(api: Api, tmp_path: Path, unbuffered: str) -> None:
    """
    A report of which only the beginning fits ends with 2, however Python buffers.
    """
    status, error = _run(["check", _recorded(api), "--format", "json"], tmp_path / "report", unbuffered, most=4096)

    assert (status, error) == (2, _SENTENCE.format(reason="File too large"))
    assert (tmp_path / "report").stat().st_size <= 4096


@each_buffering
def test_a_whole_report_is_a_success(api: Api, tmp_path: Path, unbuffered: str) -> None:
    """
    With room enough nothing changes.
    """
    status, said = _run(["check", _recorded(api), "--format", "json"], tmp_path / "report", unbuffered)

    assert (0, ["apicontract: data of "]) == (status, [each[:21] for each in said.splitlines()])
    assert (tmp_path / "report").read_text().endswith("}\n")
