"""
JSON text as coloured HTML, with its links.

The text itself is not touched: what a browser extracts from the markup is the text that came in.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

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


def highlighted(text: str) -> Markup:
    """
    Return JSON text as markup, one element for every line; text that is no JSON is escaped alike.
    """
    return Markup("\n".join(map(_line, text.split("\n"))))  # noqa: S704 - every part below is escaped


def _line(line: str) -> str:
    rest = line.lstrip(" ")
    indent = len(line) - len(rest)
    start = f'<span class="line" style="--indent:{indent}"><span class="indent">{" " * indent}</span>'
    return start + "".join(_tokens(rest)) + "</span>"


def _tokens(text: str) -> Iterator[str]:
    end = 0
    for match in _TOKEN.finditer(text):
        yield escape(text[end : match.start()])
        kind, token = match.lastgroup, match.group()
        yield _link(token) if _is_link(token) else f'<span class="{kind}">{escape(token)}</span>'
        end = match.end()
    yield escape(text[end:])


def _is_link(token: str) -> bool:
    """
    Tell whether a token is an absolute URL of the web; no other scheme can be followed.
    """
    return token.startswith(('"http://', '"https://'))


def _link(token: str) -> str:
    # An escape may stand for half a character, which cannot be sent.
    target = str(json.loads(token, strict=False)).encode("utf-8", "replace").decode()
    shown = escape(token[1:-1])
    return f'<span class="string">&quot;<a href="{escape(target)}" rel="nofollow">{shown}</a>&quot;</span>'
