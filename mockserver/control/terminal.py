"""
What a running mock says to the person who started it.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from mockserver.control.bodies import shortened


def say(sentence: str) -> None:
    """
    Write one line on standard error.
    """
    line = "".join(each if each.isprintable() else repr(each)[1:-1] for each in sentence)
    print(f"apicontract: {line}", file=sys.stderr, flush=True)  # noqa: T201 - a server


def told(error: BaseException) -> str:
    """
    Return what an unexpected error says, and where it was raised, in one line.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return shortened(f"{type(error).__name__}: {error}{place}")
