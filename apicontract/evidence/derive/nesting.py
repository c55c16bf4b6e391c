"""
Recorded paths -> lists below a parent: a list below a record of another list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Nested:
    """
    A list that stands below records of other lists.

    Attributes:
        path: below the base path, with a parameter for each record.
        keys: what stood in the recorded path, by parameter.
        owners: resource of each parameter.
    """

    path: str
    keys: Mapping[str, str]
    owners: Mapping[str, str]

    @property
    def resource(self) -> str:
        """
        The name of the resource: the path without its parameters.
        """
        return "/".join(each for each in self.path.split("/") if not each.startswith("{"))


def nested(name: str, lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> Nested:
    """
    Return where a list stands.

    Args:
        name: its path below the base path.
        lists: path below the base path of each recorded list, to its rows.
    """
    steps, path = name.split("/"), list[str]()
    keys: dict[str, str] = {}
    owners: dict[str, str] = {}
    for place, step in enumerate(steps):
        above = "/".join(steps[:place])
        if place < len(steps) - 1 and above in lists and _names(lists[above], step):
            owner = Nested("/".join(path), {}, {}).resource
            parameter = owner.rpartition("/")[2]
            keys[parameter], owners[parameter] = step, owner
            path.append(f"{{{parameter}}}")
        else:
            path.append(step)
    return Nested("/".join(path), keys, owners)


def scalars(row: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """
    Yield the dotted paths, at most two steps, of the scalars of a row, those in lists included, with their texts.
    """
    for name, value in row.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, int | str):
                yield f"{before}{name}", str(each)
            elif isinstance(each, dict) and not before:
                yield from scalars(each, f"{name}.")


def _names(rows: Iterable[Mapping[str, Any]], key: str) -> bool:
    return any(value == key for row in rows for _, value in scalars(row))
