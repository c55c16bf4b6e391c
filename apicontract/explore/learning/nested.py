"""
A row shows the key of a record that the single record nests -> the shapes that say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import REFERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.explore.learning.learn import Learnt, ListLearnt


@dataclass(frozen=True)
class NestedRecords:
    """
    The modes of a resource whose single records nest what its rows refer to.

    Attributes:
        modes: of the resource, as declared facts have them.
        keys: field of a row to the key that it shows of the nested record.
        shapes: name to what is declared of it.
    """

    modes: dict[str, Any]
    keys: Mapping[str, str]
    shapes: dict[str, Any] = field(default_factory=dict)

    def whole(self, path: str) -> str:
        """
        Return the path of a field of a row as it is in the whole record.
        """
        return f"{path}.{self.keys[path]}" if path in self.keys else path


def nested_records(name: str, learnt: ListLearnt, named: Mapping[str, ListLearnt]) -> NestedRecords | None:
    """
    Return the modes and shapes of a list whose rows show keys of nested records; None if no list has these.

    Args:
        name: of the resource.
        learnt: what is known of it.
        named: all lists, by the name of their resource.
    """
    entities = {path: _entity(learnt, path, key, named) for path, key in learnt.record.nested.items()}
    keys = {path: key for path, key in learnt.record.nested.items() if entities[path]}
    if not keys:
        return None
    rows, single = f"{name}/default", f"{name}/detail"
    refer = {
        path: {"type": _type(learnt, path), REFERS: {"entity": entities[path], "key": key}}
        for path, key in keys.items()
    }
    inside = {path: f"{entities[path]}/in_{_plain(name)}_{path}" for path in keys}
    shapes = {
        rows: {"entity": name, "properties": refer},
        single: {"entity": name, "properties": {path: {"$ref": shape} for path, shape in inside.items()}},
        **{shape: {"entity": entities[path], "properties": {}} for path, shape in inside.items()},
    }
    modes = {"modes": {"default": rows, "detail": single}, "choices": [], "list": "default", "detail": "detail"}
    return NestedRecords(modes, keys, shapes)


def unconfirmed_sentences(learnt: Learnt) -> Iterator[str]:
    """
    Yield in which fields of a list rows show keys of nested records that are those of no list.
    """
    named = {each.name: each for each in learnt.lists}
    for each in learnt.lists:
        if lost := [path for path, key in each.record.nested.items() if not _entity(each, path, key, named)]:
            yield f"{each.name}: records nest, in {', '.join(lost)}, those of no list that was found"


def _entity(learnt: ListLearnt, path: str, key: str, named: Mapping[str, ListLearnt]) -> str:
    """
    Return the resource whose records have all keys that rows show in a field, one of its name first; "" if none has.

    Numbers are keys of many lists: the nested record says the same as the one of the list, of some field at least.
    """
    shown, inside = _shown(learnt, path), learnt.record.inside.get(path, {})
    for other in sorted(named, key=lambda each: not _plain(each).startswith(path)):
        rows = {row.get(key): row for row in named[other].alive.known.rows}
        if named[other].record.identifier == key and shown <= rows.keys():
            row = rows.get(inside.get(key), {})
            said = [inside[each] == row[each] for each in inside.keys() & row.keys() - {key}]
            if all(said) and (said or _plain(other).startswith(path)):
                return other
    return ""


def referred(name: str, learnt: ListLearnt, path: str, named: Mapping[str, ListLearnt]) -> str:
    """
    Return the other resource that has every record which rows name in a field, one of its name first; "" if none has.

    Args:
        name: of the resource whose rows these are.
        learnt: what is known of it.
        path: of the field.
        named: all lists, by the name of their resource.
    """
    shown = _shown(learnt, path)
    for other in sorted(named, key=lambda each: not _plain(each).replace("-", "_").startswith(path)):
        known = {row.get(named[other].record.identifier) for row in named[other].alive.known.rows}
        if other != name and shown and shown <= known:
            return other
    return ""


def _shown(learnt: ListLearnt, path: str) -> set[int | str]:
    return {row[path] for row in learnt.alive.known.rows if isinstance(row.get(path), int | str)}


def _type(learnt: ListLearnt, path: str) -> str | list[str]:
    own = "integer" if all(isinstance(each, int) for each in _shown(learnt, path)) else "string"
    return [own, "null"] if any(row.get(path) is None for row in learnt.alive.known.rows) else own


def _plain(name: str) -> str:
    return name.rpartition("/")[2]
