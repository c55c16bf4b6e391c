"""
What stands at a dotted path of a record, such as `maker.name`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What `values_at` yields where a record does not have the field at all (it is in a mode that lacks it).
ABSENT = object()
#: Fields that a key is the value of.
KEYS = frozenset({"id", "pk", "uuid"})
#: The path of what no record shows, by its name: one that no record has.
UNSHOWN = "({})"


def is_unshown(path: str) -> bool:
    """
    Return whether a path leads to what no record shows.
    """
    return path.startswith("(")


def values_at(record: Any, path: str) -> Iterator[Any]:
    """
    Yield every value that a dotted path leads to; lists on the way are entered, null ends the way.

    A text or a number where a record is looked for is the key of that record, which some modes show in its place.
    """
    value = record.get(path, ABSENT) if type(record) is dict and "." not in path else record
    # Most paths are one field of a record, and no list: nothing is to be walked there.
    if value is record or isinstance(value, list | tuple):
        yield from _walk(record, path.split("."))
    else:
        yield value


def _walk(value: Any, steps: list[str]) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _walk(each, steps)
    elif not steps:
        yield value
    elif value is None:
        yield None
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:])
    elif steps[0] in KEYS and len(steps) == 1 and isinstance(value, int | str) and not isinstance(value, bool):
        yield value
    else:
        yield ABSENT


def values_or_null(record: Any, path: str) -> list[Any]:
    """
    Return every value that a dotted path leads to, with null for what the record does not have.
    """
    return _values(record, path.split("."))


def values_reader(path: str) -> Callable[[Any], list[Any]]:
    """
    Return `values_or_null` of one path, for many records.
    """
    steps = path.split(".")
    if len(steps) > 1:
        return lambda record: _values(record, steps)

    def read(record: Any) -> list[Any]:
        value = record.get(path)
        return [*_flat(value)] if isinstance(value, list | tuple) else [value]

    return read


def _values(record: Any, steps: list[str]) -> list[Any]:
    value = record
    try:
        for step in steps:
            value = value[step]
    except (KeyError, TypeError):
        # Few paths meet a list, or end before their last step.
        return _entered(record, steps)
    return [*_flat(value)] if isinstance(value, list | tuple) else [value]


def _entered(record: Any, steps: list[str]) -> list[Any]:
    found = [record]
    for step in steps:
        found = [
            _step(each, step)
            for value in found
            for each in (_flat(value) if isinstance(value, list | tuple) else (value,))
        ]
    return [each for value in found for each in (_flat(value) if isinstance(value, list | tuple) else (value,))]


def _step(value: Any, step: str) -> Any:
    return value.get(step) if isinstance(value, dict) else None


def _flat(value: Any) -> Iterator[Any]:
    for each in value:
        if isinstance(each, list | tuple):
            yield from _flat(each)
        else:
            yield each


def leads_somewhere(record: Any, path: str) -> bool:
    """
    Whether a record has the field at a dotted path, null or not, in an object that is not null itself.
    """
    return _leads(record, path.split("."))


def _leads(value: Any, steps: list[str]) -> bool:
    if isinstance(value, list | tuple):
        return any(_leads(each, steps) for each in value)
    return not steps or (isinstance(value, dict) and steps[0] in value and _leads(value[steps[0]], steps[1:]))
