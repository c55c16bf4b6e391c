"""
The words of texts: ordinary ones, and those that a server may take for something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z]{3,}|[0-9]{2,}")
#: A word with a letter beyond ASCII, as any alphabet has it.
_FOREIGN = re.compile(r"\w*[^\W\d_a-zA-Z]\w*")
#: A word with a sign that means more than itself to LIKE, to a regular expression, to a shell or in a URL.
_SIGNED = re.compile(r"[^\s,'\"]*[%_.*+?^$|\\(){}\[\]&#;][^\s,'\"]*")
#: Signs that stand for other characters: in LIKE, and in a regular expression or a shell.
_WILD = "%_.*"
#: Letters of a text whose third one is exchanged for a sign: two ends and a middle.
_LONG = 5


def words(values: Iterable[Any]) -> list[str]:
    """
    Return the words and numbers in texts.
    """
    return [word for value in values if isinstance(value, str) for word in _WORD.findall(value)]


def inside(word: str) -> str:
    """
    Return a piece out of the middle of a word, in the other letter case; of a short one, what follows its beginning.
    """
    return (word[1:-1] if len(word) > 4 else word[1:] or word).swapcase()  # noqa: PLR2004 - what is left says enough


def wild(text: str) -> dict[str, str]:
    """
    Return signs that stand for others in LIKE, in a pattern or in a shell, to a text with them in place of a letter.
    """
    return {sign: f"{text[:2]}{sign}{text[3:]}" for sign in _WILD} if len(text) >= _LONG else {}


def foreign_words(texts: Iterable[str]) -> list[str]:
    """
    Return the words that have a letter beyond ASCII, each once.
    """
    return list(dict.fromkeys(word for text in texts for word in _FOREIGN.findall(text)))


def signed_words(texts: Iterable[str]) -> list[str]:
    """
    Return the words that have a sign which may be taken for more than itself, each once; not those with quotes.
    """
    return list(dict.fromkeys(word for text in texts for word in _SIGNED.findall(text)))
