"""
What a clipboard, a mail or a word processor makes of the text of a page, undone.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: A JSON text, which is left as it is, or what stands for a blank or an end of line outside of one.
_ODD = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|[\u200b\u2060\ufeff]|<br\s*/?>\n?|\u2028|\u2029'
)
_NOTHING = frozenset({"\u200b", "\u2060", "\ufeff"})
_ENDS = frozenset({"\u2028", "\u2029"})
#: A second answer in the same text.
_ANOTHER = re.compile(r"^\s*(?:HTTP \d{3}\b|[{\[])", re.MULTILINE)
#: A name of a list that stands on a line of its own.
_NAME = re.compile(r"[a-z][a-z0-9_]*,?")
#: A line that such a list may go on from: "Fields -", or "Fields - id" with more names below.
_LIST = re.compile(r"[A-Z][\w ]* -(?: [a-z][a-z0-9_]*(?:, [a-z][a-z0-9_]*)*)?,?")


def cleaned(text: str) -> str:
    """
    Return a text with plain blanks and ends of lines, but for what stands inside of JSON texts.
    """
    return _ODD.sub(_plain, text)


def answer_alone(text: str) -> str:
    """
    Return the JSON that a text begins with, without the labels of forms and the footer that stand on lines below it.
    """
    start = len(text) - len(text.lstrip())
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return text
    below = text[end:]
    telling = below.strip() and below.lstrip(" \t")[:1] == "\n" and text[start] in "{["
    return text[:end] if telling and not _ANOTHER.search(below) else text


def name_lists(paragraphs: Sequence[str]) -> Iterator[str]:
    """
    Yield the paragraphs of a documentation, with a list of one name a line put together on one line.
    """
    held = ""
    for paragraph in filter(None, (line for each in paragraphs for line in _lines(each))):
        if held and _NAME.fullmatch(paragraph):
            held = f"{held.rstrip(',')}{' ' if held.endswith('-') else ', '}{paragraph.rstrip(',')}"
            continue
        if held:
            yield held
        held = ""
        if _LIST.fullmatch(paragraph):
            held = paragraph
        else:
            yield paragraph
    if held:
        yield held


def _lines(paragraph: str) -> Sequence[str]:
    """
    Return the lines of a paragraph that is a list with one name a line, else the paragraph.
    """
    first, *others = paragraph.split("\n")
    return [first, *others] if others and _LIST.fullmatch(first) and all(map(_NAME.fullmatch, others)) else [paragraph]


def _plain(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith('"') or found in _NOTHING:
        return found if found.startswith('"') else ""
    return "\n" if found.startswith("<") or found in _ENDS else " "
