"""
What a running mock says to the person who started it.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from mockserver.control.bodies import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import World

#: Recordings that are named at the start of a mock; more would hide what else it says.
_MOST_NAMED = 3


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


def unserved_lines(world: World) -> Iterator[str]:
    """
    Yield what was recorded and a world does not show so: the first few, then how many more there are.
    """
    for each in world.unserved[:_MOST_NAMED]:
        yield shortened(f"not served as recorded: {each}")
    more = len(world.unserved) - _MOST_NAMED
    if more > 0:
        yield f"not served as recorded: {more} more; 'apicontract derive' lists them"
