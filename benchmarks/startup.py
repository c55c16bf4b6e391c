"""
How long `--help` of each command takes to import what it needs, as a multiple of importing click alone.

Run as `python benchmarks/startup.py`; the least of several runs counts, since other programs only ever add time.
"""

from __future__ import annotations

import re
import subprocess
import sys

RUNS = 7
_TIME = re.compile(r"^import time: +(\d+) \|", re.MULTILINE)


def microseconds(code: str) -> int:
    """
    Return the least time of several runs that the imports of a program take, those of the interpreter's start included.
    """
    command = [sys.executable, "-X", "importtime", "-c", code]
    runs = (subprocess.run(command, capture_output=True, text=True, check=True).stderr for _ in range(RUNS))
    return min(sum(map(int, _TIME.findall(each))) for each in runs)


def main() -> None:
    """
    Print a line for each command.
    """
    from apicontract.cli import COMMANDS  # noqa: PLC0415 - this file is run alone

    alone = microseconds("import click")
    print(f"click alone: {alone / 1000:.1f} ms")
    for name in ("", *COMMANDS):
        arguments = [*filter(None, [name]), "--help"]
        taken = microseconds(f"from apicontract.cli import main; main({arguments}, standalone_mode=False)")
        print(f"{' '.join(arguments):16} {taken / 1000:6.1f} ms  {taken / alone:.2f} times")


if __name__ == "__main__":
    main()
