"""
A file that gives rules other levels: `rule-id = level` on a line, `#` begins a comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.reading import read_text
from apicontract.diff.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Bytes of a file that is compared: none of ours comes near; what is larger was given by mistake.
MAX_SIZE = 20_000_000
#: The levels of a change, heaviest first.
LEVELS = ("breaking", "risky", "compatible", "note")


def read_levels(path: Path) -> Mapping[str, str]:
    """
    Return rule to level, from a file.

    Raises:
        DataError: unreadable, or a line that names no rule or no level, with its number.
    """
    text = read_text(path)
    levels: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if content:
            rule, level = _line(content, f"{path}:{number}")
            levels[rule] = level
    return levels


def _line(content: str, place: str) -> tuple[str, str]:
    rule, equals, level = (each.strip() for each in content.partition("="))
    if not equals:
        raise DataError(place, repr(content), "'rule-id = level'")
    if rule not in RULES:
        raise DataError(place, _unknown("rule", rule, tuple(RULES)), "an id of `apicontract diff --list-rules`")
    if level not in LEVELS:
        raise DataError(place, f"unknown level {level!r}", f"one of {', '.join(LEVELS)}")
    return rule, level


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    return str(UnknownName(kind, name, known)).partition(" (known")[0]
