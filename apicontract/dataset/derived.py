"""
Fields that follow from other records: what refers to a record, how many do, whether any does.

The rules are data: `{"reverse": {"entity": "things", "path": "maker"}}`. A recorded value stands as it is.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from apicontract.contract.paths import values_or_null

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Tables

#: rule's name to what the referring records make of the field.
_RULES: Mapping[str, Callable[[Sequence[Record]], Any]] = {
    "reverse": list,
    "count": len,
    "any": bool,
}


def derive_fields(
    entity: str, rules: Mapping[str, Json], tables: Tables, recorded: Mapping[int, frozenset[str]]
) -> None:
    """
    Set the derived fields of every record of an entity.

    Args:
        entity: whose fields.
        rules: field to rule.
        tables: all records.
        recorded: for each recorded record (by `id`) the fields that were seen; these are left alone.
    """
    for name, rule in rules.items():
        (kind, source), *_ = rule.items()
        referring = _referring(source, tables)
        for record in tables.get(entity, {}).values():
            if name not in recorded.get(id(record), frozenset()):
                record[name] = _RULES[kind](referring.get(id(record), []))


def _referring(source: Mapping[str, Json], tables: Tables) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for record in tables.get(source["entity"], {}).values():
        if all(_within(record, path, bounds) for path, bounds in source.get("where", {}).items()):
            for target in dict.fromkeys(id(each) for each in values_or_null(record, source["path"])):
                found[target].append(record)
    return found


def _within(record: Record, path: str, bounds: Mapping[str, Json]) -> bool:
    """
    Tell whether a value at a path is one of `in`, or at least `minimum`.
    """
    values = [each for each in values_or_null(record, path) if each is not None]
    if "in" in bounds:
        return any(each in bounds["in"] for each in values)
    return any(each >= bounds["minimum"] for each in values)
