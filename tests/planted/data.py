"""
Wrong edits of JSON documents: one member or value each.
"""

from __future__ import annotations

import copy
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from planted.edit import Edit
from planted.places import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def data_edits(root: Path, path: str) -> Iterator[Edit]:
    """
    Yield every edit of one document.
    """
    document = json.loads((root / path).read_text("utf-8"))
    for pointer in _pointers(document, ()):
        value = _at(document, pointer)
        place = "/" + "/".join(map(str, pointer))
        for new in _values(value):
            yield Edit(path, place, f"{value!r} -> {new!r}", partial(_changed, document, pointer, new))
        if isinstance(pointer[-1], int) or not isinstance(value, dict | list):
            yield Edit(path, place, "dropped", partial(_changed, document, pointer, None, drop=True))


def _pointers(value: Any, pointer: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in members:
        if name not in PROSE:
            yield (*pointer, name)
            yield from _pointers(each, (*pointer, name))


def _at(document: Any, pointer: tuple[str | int, ...]) -> Any:
    for name in pointer:
        document = document[name]
    return document


def _values(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, str) and value:
        return [f"{value}x"]
    return []


def _changed(document: Any, pointer: tuple[str | int, ...], new: Any, *, drop: bool = False) -> str:
    changed = copy.deepcopy(document)
    parent = _at(changed, pointer[:-1])
    if drop:
        del parent[pointer[-1]]
    else:
        parent[pointer[-1]] = new
    return json.dumps(changed, indent=2, ensure_ascii=False) + "\n"
