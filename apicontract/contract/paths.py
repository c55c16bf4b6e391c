"""
What stands at a path of a record: the naive reading of `maker.name`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What `values_at` yields where a record does not have the field at all (it is in a mode that lacks it).
ABSENT = object()


def values_at(record: Any, path: str) -> Iterator[Any]:
    """
    Yield every value that a dotted path leads to; lists on the way are entered, null ends the way.
    """
    yield from _walk(record, path.split("."))


def _walk(value: Any, steps: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _walk(each, steps)
    elif not steps:
        yield value
    elif value is None:
        yield None
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:])
    else:
        yield ABSENT
