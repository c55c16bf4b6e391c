"""
How long `--help` of each command takes, as a multiple of importing click alone; the interpreter's start is in both.

Run as `python benchmarks/startup.py`. It is processor time, and the least of several runs, since other programs only
ever add to it.
"""

from __future__ import annotations

import os
import subprocess
import sys

RUNS = 9


def milliseconds(code: str) -> float:
    """
    Return the least processor time that a program takes in several runs.
    """
    return min(_once([sys.executable, "-c", code]) for _ in range(RUNS)) * 1000


def _once(command: list[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """
    Print a line for each command.
    """
    from apicontract.cli import COMMANDS  # noqa: PLC0415 - this file is run alone

    alone = milliseconds("import click")
    print(f"click alone: {alone:.1f} ms")
    for name in ("", *COMMANDS):
        arguments = [*filter(None, [name]), "--help"]
        taken = milliseconds(f"from apicontract.cli import main; main({arguments}, standalone_mode=False)")
        print(f"{' '.join(arguments):16} {taken:6.1f} ms  {taken / alone:.2f} times")


if __name__ == "__main__":
    main()
