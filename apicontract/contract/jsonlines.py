"""
Where a value stands in the text of a JSON document, for messages.
"""

from __future__ import annotations

import json
import re

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def line_of(text: str, *keys: str) -> int:
    """
    Return the line (1-based) of the value that keys lead to in an object; of the last one that is there, if one lacks.

    The text must be JSON that was read before.
    """
    at = _past_blank(text, 0)
    for key in keys:
        member = _member(text, at, key)
        if member is None:
            break
        at = member
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, key: str) -> int | None:
    """
    Return where the value of a key of the object at a position begins.
    """
    if text[at : at + 1] != "{":
        return None
    at = _past_blank(text, at + 1)
    while text[at : at + 1] == '"':
        name, end = _DECODER.raw_decode(text, at)
        at = _past_blank(text, _past_blank(text, end) + 1)
        if name == key:
            return at
        _, end = _DECODER.raw_decode(text, at)
        at = _past_blank(text, _past_blank(text, end) + 1)
    return None


def _past_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at
