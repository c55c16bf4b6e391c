"""
A regular expression -> a text that it matches.

The expression is parsed by the interpreter's own parser and walked; what the walk cannot honour (looking
ahead, looking back, boundaries) is tried again with other random numbers until the expression matches.
"""

from __future__ import annotations

import re
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.dataset.seeded_random import SeededRandom

_ATTEMPTS = 200
_MORE = 3
_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_WORD": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
    "CATEGORY_SPACE": " ",
}
_PRINTABLE = "".join(map(chr, range(32, 127)))


def matching(pattern: str, random: SeededRandom) -> str:
    """
    Return a text that a regular expression matches, at random.

    Raises:
        DataError: it cannot be parsed, or none was found.
    """
    try:
        tree = _parser.parse(pattern)
    except re.error as error:
        raise DataError(f"pattern {pattern!r}", str(error), "a regular expression") from error
    for attempt in range(_ATTEMPTS):
        text = _walk(tree, random.child(attempt), [])
        if re.search(pattern, text):
            return text
    raise DataError(f"pattern {pattern!r}", "no text that it matches was found", "a simpler one, or a population file")


def _walk(tree: Any, random: SeededRandom, groups: list[str]) -> str:
    return "".join(
        _part(str(kind), argument, random.child(place), groups) for place, (kind, argument) in enumerate(tree)
    )


def _part(kind: str, argument: Any, random: SeededRandom, groups: list[str]) -> str:
    make = _PARTS.get(kind)
    return make(argument, random, groups) if make else ""


def _group(argument: Any, random: SeededRandom, groups: list[str]) -> str:
    text = _walk(argument[3], random, groups)
    groups.append(text)
    return text


def _repeat(argument: Any, random: SeededRandom, groups: list[str]) -> str:
    low, high, inner = argument
    times = random.integer(low, min(int(high), low + _MORE), "times")
    return "".join(_walk(inner, random.child("repeat", each), groups) for each in range(times))


_PARTS: Mapping[str, Callable[[Any, SeededRandom, list[str]], str]] = {
    "LITERAL": lambda argument, _random, _groups: chr(argument),
    "NOT_LITERAL": lambda argument, random, _groups: random.choice(_PRINTABLE.replace(chr(argument), "")),
    "ANY": lambda _argument, random, _groups: random.choice(_PRINTABLE),
    "IN": lambda argument, random, _groups: random.choice(_members(argument)),
    "BRANCH": lambda argument, random, groups: _walk(random.choice(argument[1]), random.child("branch"), groups),
    "SUBPATTERN": _group,
    "MAX_REPEAT": _repeat,
    "MIN_REPEAT": _repeat,
    "POSSESSIVE_REPEAT": _repeat,
    "GROUPREF": lambda argument, _random, groups: groups[argument - 1] if argument <= len(groups) else "",
}


def _members(items: Any) -> str:
    negated, found = False, ""
    for kind, argument in items:
        name = str(kind)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found += chr(argument)
        elif name == "RANGE":
            found += "".join(map(chr, range(argument[0], min(argument[1], argument[0] + 200) + 1)))
        else:
            category = str(argument)
            positive = _CATEGORIES.get(category.replace("_NOT", ""), _PRINTABLE)
            found += "".join(set(_PRINTABLE) - set(positive)) if "_NOT" in category else positive
    return "".join(sorted(set(_PRINTABLE) - set(found))) if negated else found
