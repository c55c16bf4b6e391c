"""
Rows that show keys of the rows of other lists -> the texts that these have: what a search may look in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Record

#: Different keys that must be found among those of a list, so that they are no other texts by chance.
_KEYS = 2
#: Lists on the way to a text: the talk of a place, and the speakers of that.
_DEEPEST = 2


@dataclass(frozen=True)
class KeyedRows:
    """
    All rows of a list, and the field that identifies them.
    """

    rows: Sequence[Record]
    identifier: str

    @cached_property
    def numbers(self) -> Mapping[Any, int]:
        """
        Key to the number of its row.
        """
        return {row.get(self.identifier): number for number, row in enumerate(self.rows)}


def followed_texts(own: KeyedRows, others: Sequence[KeyedRows], deepest: int = _DEEPEST) -> dict[str, list[str]]:
    """
    Return name (`speakers__name`) to the texts of each row of a list, those of several keys on a line each.

    Args:
        own: the list.
        others: the other lists of which all rows are known.
        deepest: how many lists may stand on the way.
    """
    found: dict[str, list[str]] = {}
    for name in own.rows[0] if own.rows else ():
        keys = [list(_keys(row.get(name))) for row in own.rows]
        different = {key for each in keys for key in each}
        texts = len(different) >= _KEYS and all(isinstance(key, str) for key in different)
        homes = [each for each in others if texts and different <= each.numbers.keys()]
        if len(homes) == 1:
            for column, values in _columns(homes[0], others, deepest - 1):
                found[f"{name}__{column}"] = ["\n".join(values[homes[0].numbers[key]] for key in each) for each in keys]
    return {name: texts for name, texts in found.items() if any(texts)}


def _keys(value: Any) -> Iterator[Any]:
    yield from (each for each in (value if isinstance(value, list) else [value]) if not isinstance(each, dict | None))


def _columns(of: KeyedRows, others: Sequence[KeyedRows], deepest: int) -> Iterator[tuple[str, list[str]]]:
    """
    Yield the texts of a list's own rows, and those to which they lead.
    """
    for name in of.rows[0]:
        values = [row.get(name) for row in of.rows]
        if name != of.identifier and all(isinstance(each, str | None) for each in values):
            yield name, [each or "" for each in values]
    if deepest:
        yield from followed_texts(of, [each for each in others if each is not of], deepest).items()
