"""
Why there is no answer, in a line for people.
"""

from __future__ import annotations

#: Characters that are shown: a library quotes what it could not read, however long that is.
_MOST = 200


def reason_of(error: Exception) -> str:
    """
    Return what an error says, in one line, or what it is if it says nothing.
    """
    return shortened(" ".join(str(error).split())) or type(error).__name__


def shortened(text: str) -> str:
    """
    Return a text, cut off where it is too long.
    """
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"
