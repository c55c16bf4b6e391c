"""
Documents that somebody altered: seeded, so that a run can be repeated.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

#: Values that stand where nobody expects them.
HOSTILE: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        5,
        1e308,
        10**300,
        2**70,
        "",
        "..",
        "../../x",
        "/etc/passwd",
        "\ud800",
        "\x00",
        "(",
        "200",
    ),
    *("a" * 300, "NaN", "http://[", "://", "#/components/schemas/Nothing", "#/info/title", [], {}, [[]], [None], [{}]),
    *({"a": 1}, {"$ref": "#/paths"}, {"$ref": "#/components/schemas/Book"}, {"$ref": 5}, {"allOf": [True, False]}),
)


def altered(document: Any, chance: random.Random) -> str:
    """
    Return the text of a document after one to four changes, now and then with bytes flipped, too.
    """
    changed = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        _change(changed, chance)
    text = json.dumps(changed)
    if chance.random() < 0.1:
        text = _flipped(text, chance)
    return text


def _change(document: Any, chance: random.Random) -> None:
    places = [each for each in _places(document) if each]
    if not places:
        return
    place = chance.choice(places)
    parent = _at(document, place[:-1])
    last = place[-1]
    what = chance.randrange(6)
    if what < 2:
        parent[last] = copy.deepcopy(chance.choice(HOSTILE))
    elif what == 2:
        del parent[last]
    elif what == 3:
        parent[last] = copy.deepcopy(_at(document, chance.choice([(), *places])))
    elif what == 4 and isinstance(parent, dict):
        parent[str(chance.choice(HOSTILE))] = parent.pop(last)
    else:
        parent[last] = _deep(chance)


def _deep(chance: random.Random) -> Any:
    value = copy.deepcopy(chance.choice(HOSTILE))
    for _ in range(chance.choice((3, 20, 70))):
        value = chance.choice(
            ([value], {"properties": {"a": value}}, {"items": value}, {"allOf": [value]}, {"anyOf": [value, {}]})
        )
    return value


def _flipped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return (
        text[:at]
        + chance.choice(["", '"', "{", "]", "\\", "9" * 400, "1e999", "\\ud800", "\x00", "é"])
        + text[at + chance.randrange(3) :]
    )


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(each, (*path, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
