"""
How long a start takes: of the server until it can answer, and of the pytest plugin that everybody imports.

    python benchmarks/starting.py
"""

from __future__ import annotations

import subprocess
import sys

from timing import line, milliseconds


def python(*arguments: str) -> None:
    """
    Run a Python with these arguments to its end.
    """
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def serve() -> None:
    """
    Start `apicontract serve` and end it when it has said that it serves.
    """
    command = [sys.executable, "-c", "from apicontract.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert "http://" in (process.stdout.readline() if process.stdout else "")  # noqa: S101 - else nothing is measured
        process.terminate()


def main() -> None:
    """
    Measure both, beside what they cannot be faster than.
    """
    line("`apicontract serve` until it serves", milliseconds(serve, 5), "`import flask`",
         milliseconds(lambda: python("-c", "import flask"), 5))  # fmt: skip
    line("`import apicontract.pytest_plugin`",
         milliseconds(lambda: python("-c", "import pytest, apicontract.pytest_plugin"), 5),
         "`import pytest`", milliseconds(lambda: python("-c", "import pytest"), 5))  # fmt: skip
    line("`apicontract --version`",
         milliseconds(lambda: python("-c", "from apicontract.cli import main; main(['--version'])"), 5),
         "`import click`", milliseconds(lambda: python("-c", "import click"), 5))  # fmt: skip


if __name__ == "__main__":
    main()
