"""
The name of what no row shows -> its values, where rows show keys on the way and other lists show the records of these.

A row may show the keys of its speakers, and another list the names of these: then `speakers__name` is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.paths import UNSHOWN, is_unshown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.fields import Fields, Tables

#: Different keys that must be found among the records of a list, so that they are no other texts by chance.
_KEYS = 2


class Following:
    """
    Follows names through the records of one host.

    Args:
        fields: what the shapes say.
        tables: the recorded records.
    """

    def __init__(self, fields: Fields, tables: Tables) -> None:
        self._fields = fields
        self._tables = tables
        self._homes: dict[tuple[str, str, str], str] = {}

    def values(self, entity: str, path: str) -> dict[int, list[Any]]:
        """
        Return `id` of each record of an entity to the values to which an unshown path leads; nothing if it gets lost.
        """
        before, after = UNSHOWN.split("{}")
        steps = path.removeprefix(before).removesuffix(after).split("__")
        if not is_unshown(path) or len(steps) == 1:
            return {}
        try:
            return {
                id(each): list(self._followed(each, entity, steps)) for each in self._tables.get(entity, {}).values()
            }
        except LookupError:
            return {}

    def _followed(self, record: Record, entity: str, steps: Sequence[str]) -> Iterator[Any]:
        name, *rest = steps
        shown = record[name]
        values = [each for each in (shown if isinstance(shown, list | tuple) else [shown]) if each is not None]
        member = self._fields.members.get(entity, {}).get(name)
        if not rest:
            if any(isinstance(each, dict | list) for each in values):
                raise LookupError(name)
            yield from values
        elif member is not None and member.entity:
            for each in values:
                yield from self._followed(each, member.entity, rest)
        else:
            home = self._home(entity, name, rest[0])
            for each in values:
                yield from self._followed(self._tables[home][each], home, rest)

    def _home(self, entity: str, name: str, then: str) -> str:
        """
        Return the one entity whose records the texts in a field are the keys of, and which have a field to go on with.

        Raises:
            LookupError: there is none, or more than one. A number is a key in each list.
        """
        place = (entity, name, then)
        if place not in self._homes:
            shown = [each.get(name) for each in self._tables[entity].values()]
            keys = {key for each in shown for key in (each if isinstance(each, list | tuple) else [each])} - {None}
            texts = len(keys) >= _KEYS and all(isinstance(each, str) for each in keys)
            found = [
                other
                for other, table in self._tables.items()
                if texts and keys <= table.keys() and all(then in table[key] for key in keys)
            ]
            self._homes[place] = found[0] if len(found) == 1 else ""
        return self._homes[place] or self._lost(name)

    @staticmethod
    def _lost(name: str) -> str:
        raise LookupError(name)
