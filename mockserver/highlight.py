"""
JSON text as coloured HTML, with its links.

The text itself is not touched: what a browser extracts from the markup is the text that came in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<literal>true|false|null)
    """,
    re.VERBOSE,
)
_LINE = Markup('<span class="line" style="--indent:{}"><span class="indent">{}</span>{}</span>')
_TEXT = Markup('<span class="{}">{}</span>')
_LINK = Markup('<span class="string">&quot;<a href="{}" rel="nofollow">{}</a>&quot;</span>')


def highlighted(text: str) -> Markup:
    """
    Return JSON text as markup, one element for every line; text that is no JSON is escaped alike.
    """
    return Markup("\n").join(_line(line) for line in text.split("\n"))


def _line(line: str) -> Markup:
    rest = line.lstrip(" ")
    indent = len(line) - len(rest)
    return _LINE.format(indent, " " * indent, Markup().join(_tokens(rest)))


def _tokens(text: str) -> Iterator[Markup]:
    end = 0
    for match in _TOKEN.finditer(text):
        yield escape(text[end : match.start()])
        kind = match.lastgroup or ""
        yield _string(match.group()) if kind == "string" else _TEXT.format(kind, match.group())
        end = match.end()
    yield escape(text[end:])


def _string(token: str) -> Markup:
    """
    Return a string, as a link if it is an absolute URL of the web; no other scheme can be followed.
    """
    if token.startswith(('"http://', '"https://')):
        return _LINK.format(_sendable(json.loads(token, strict=False)), token[1:-1])
    return _TEXT.format("string", token)


def _sendable(text: str) -> str:
    """
    Replace what UTF-8 cannot say: an escape may stand for half a character.
    """
    return text.encode("utf-8", "replace").decode()
