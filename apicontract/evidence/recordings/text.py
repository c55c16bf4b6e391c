r"""
JSON text -> JSON text in another layout, token by token.

Numbers and escapes stay as they were written (`5.972168e+24`, `1.0`, `\u00e9`), which reading and writing
values would not promise. Indentation is that of `json.dumps`, the layout of the framework's browsable page.
"""

from __future__ import annotations

import re

from apicontract.contract.jsontext import parse_json

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s\[\]{},:"]+|[\[\]{},:]')


def compact(text: str) -> str:
    """
    Return JSON text without the blanks between its tokens.
    """
    return "".join(_TOKEN.findall(text))


def indented(text: str, width: int) -> str:
    """
    Return JSON text with one value a line, `width` blanks deeper at each level.
    """
    pieces: list[str] = []
    parts = _TOKEN.findall(text)
    depth = 0
    for piece, following in zip(parts, [*parts[1:], ""], strict=True):
        if piece in "[{" and following not in "]}":
            depth += 1
            pieces.append(piece + _line(depth, width))
        elif piece == ",":
            pieces.append(piece + _line(depth, width))
        elif following and following in "]}" and piece not in "[{":
            depth -= 1
            pieces.append(piece + _line(depth, width))
        else:
            pieces.append(": " if piece == ":" else piece)
    return "".join(pieces)


def parse(text: str) -> object:
    """
    Read the JSON text of an answer strictly, but for keys that stand twice: those are the server's, and for checks.

    Raises:
        json.JSONDecodeError: it is not JSON within the bounds of `jsontext`.
    """
    return parse_json(text, repeated=True)


def _line(depth: int, width: int) -> str:
    return "\n" + " " * (depth * width)
