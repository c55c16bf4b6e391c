"""
Field names of objects -> which of them have one form: the same fields, some of which may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: What tells objects apart before anybody knows what they are: the label of their mode, and their fields.
Outline = tuple[str, frozenset[str]]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """
    Return whether two sets of fields are those of one form: more than half of all are common.
    """
    return 2 * len(one & other) > len(one | other) or one == other


def flat(value: Any) -> Iterator[Mapping[str, Any]]:
    """
    Yield the objects that a value is or lists.
    """
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from flat(each)


def outline(record: Mapping[str, Any], mode_field: str) -> Outline:
    """
    Return what tells an object apart; `mode_field` is the field that says in which mode it is, or "".
    """
    label = record.get(mode_field, "") if mode_field else ""
    return str(label), frozenset(record)


def forms_by_key(records: Iterable[Mapping[str, Any]], mode_field: str) -> dict[str, dict[Outline, int]]:
    """
    Return for each key under which objects stand the number of the form of each outline seen there.

    The forms of a key are numbered as they were first seen. An object joins the largest one that it is alike to.
    """
    seen: dict[str, dict[Outline, None]] = {}
    for record in records:
        _gather(record, mode_field, seen)
    return {key: _numbered(list(outlines)) for key, outlines in seen.items()}


def _gather(record: Mapping[str, Any], mode_field: str, seen: dict[str, dict[Outline, None]]) -> None:
    for key, value in record.items():
        if isinstance(value, dict | list):
            for each in flat(value):
                seen.setdefault(key, {}).setdefault(outline(each, mode_field))
                _gather(each, mode_field, seen)


def _numbered(outlines: list[Outline]) -> dict[Outline, int]:
    """
    Return the number of each outline's form; `outlines` stand in the order first seen.
    """
    largest: list[Outline] = []
    form: dict[Outline, Outline] = {}
    for label, fields in sorted(outlines, key=lambda each: (-len(each[1]), each[0], sorted(each[1]))):
        like = next((each for each in largest if each[0] == label and alike(each[1], fields)), None)
        if like is None:
            largest.append((label, fields))
        form[label, fields] = like or (label, fields)
    numbers = {each: number for number, each in enumerate(dict.fromkeys(form[each] for each in outlines))}
    return {each: numbers[form[each]] for each in outlines}
