r"""
JSON text -> a value, within bounds: the only place that turns JSON from outside into values.

RFC 8259, section 9, lets a reader set limits. They are looked for in the text, before a value is made: the
interpreter's own reader descends in C, and from Python 3.13 on a deep text can end the process in a thread
with a small stack.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Lists and objects inside each other. Walks over values take up to ten frames a level of the interpreter's 1,000.
DEEPEST = 64
#: Digits of a whole number: every one that long is below the largest double, about 1.8e308.
MOST_DIGITS = 308

#: A text, also one that is never closed, so that no place of a file is looked at twice.
_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_TOKEN = re.compile(_TEXT.pattern + r"|[\[\]{}]", re.DOTALL)
#: An escape of half a surrogate pair; whole pairs are found too, and then read.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_COLON = re.compile(r"\s*:")


def parse_json(content: str | bytes, *, repeated: bool = False) -> Any:
    """
    Read JSON text strictly and within bounds.

    Args:
        content: the whole text, or its bytes in UTF-8, UTF-16 or UTF-32.
        repeated: whether an object may have a key twice (the last one holds), as answers of servers may.

    Raises:
        json.JSONDecodeError: it is not JSON (`NaN` and `Infinity` are not), or it exceeds a bound; with the place.
        UnicodeDecodeError: bytes that are no text, which is a `ValueError`, too.
    """
    text = content if isinstance(content, str) else content.decode(json.detect_encoding(content))
    hold_depth(text)
    value = json.loads(
        text,
        parse_constant=lambda word: _refuse(text, word, f"{word} is not JSON"),
        parse_int=lambda digits: _whole(text, digits),
        parse_float=lambda digits: _real(text, digits),
        object_pairs_hook=None if repeated else lambda pairs: _object(text, pairs),
    )
    if _HALF.search(text):
        _hold_characters(text)
    return value


def hold_depth(text: str) -> None:
    """
    Hold JSON text to the depth that walks over its value stand.

    Raises:
        json.JSONDecodeError: it is deeper, with the place.
    """
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    # Without a backslash every other piece between quotes is outside of texts, which is found in a third of the time.
    bare = _TEXT.sub("", text) if "\\" in text else "".join(text.split('"')[::2])
    for bracket in bare.encode("ascii", "replace").translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise json.JSONDecodeError(f"values nested more than {DEEPEST} deep", text, _place_of_depth(text))


def _place_of_depth(text: str) -> int:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth > DEEPEST:
            return token.start()
    return 0


def _whole(text: str, digits: str) -> int:
    if len(digits) > MOST_DIGITS and len(digits.lstrip("-")) > MOST_DIGITS:
        _refuse(text, digits, f"a number of {len(digits.lstrip('-'))} digits, more than {MOST_DIGITS}")
    return int(digits)


def _real(text: str, digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        _refuse(text, digits, f"a number beyond the largest double: {digits[:20]}{'…' * (len(digits) > 20)}")  # noqa: PLR2004 - what is shown of it
    return value


def _object(text: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        key, place = next(_repeated(text), (pairs[-1][0], 0))
        raise json.JSONDecodeError(f"the key {key[:60]!r} is repeated in an object", text, place)
    return made


def _repeated(text: str) -> Iterator[tuple[str, int]]:
    """
    Yield each key that stands in its object already, with its place.
    """
    keys: list[set[str]] = [set()]
    for token in _TOKEN.finditer(text):
        piece = token.group()
        if piece in {"[", "{"}:
            keys.append(set())
        elif piece in {"]", "}"}:
            keys.pop()
        elif _COLON.match(text, token.end()):
            key = json.loads(piece)
            if key in keys[-1]:
                yield key, token.start()
            keys[-1].add(key)


def _hold_characters(text: str) -> None:
    for token in _TEXT.finditer(text):
        if _HALF.search(token.group()):
            try:
                json.loads(token.group()).encode()
            except UnicodeEncodeError as error:
                message = "half a surrogate pair, which no UTF-8 has"
                raise json.JSONDecodeError(message, text, token.start()) from error


def _refuse(text: str, piece: str, message: str) -> Any:
    raise json.JSONDecodeError(message, text, max(text.find(piece), 0))
