"""
Fields that follow from other records: what refers to a record, how many do, which moments they have.

The rules are data: `{"reverse": {"entity": "things", "path": "maker"}}`. A recorded value stands as it is.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from apicontract.contract.paths import values_or_null
from apicontract.dataset.conditions import meets
from apicontract.dataset.start_day import span_of
from apicontract.dataset.successions import SUCCESSIONS, succeed
from apicontract.dataset.values import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.reference_index import ReferenceIndex


def _shown(records: Sequence[Record], source: Mapping[str, Json]) -> list[Any]:
    """
    Return what is shown of the referring records: themselves, or what stands at a path of them, each once.
    """
    if "show" not in source:
        return list(records)
    values = [each for record in records for each in values_or_null(record, source["show"]) if each is not None]
    return list({id(each) if isinstance(each, dict) else each: each for each in values}.values())


def _streak(records: Sequence[Record], source: Mapping[str, Json]) -> int:
    """
    Return how many of the latest records, by a moment, pass a test without a gap.
    """
    latest = sorted((each for each in records if each[source["by"]] is not None), key=lambda each: each[source["by"]])
    passed = [meets(each, source["passed"]) for each in reversed(latest)]
    return passed.index(False) if False in passed else len(passed)


def _total(records: Sequence[Record], source: Mapping[str, Json]) -> str:
    """
    Return the sum of the durations that are shown.
    """
    lengths = (span_of(each) for record in records for each in values_or_null(record, source["show"]) if each)
    return format_duration(sum(lengths, dt.timedelta()))


def _shortest(records: Sequence[Record], source: Mapping[str, Json]) -> str | None:
    """
    Return the shortest of the durations that are shown, those of nothing apart; null if there is none.
    """
    lengths = {span_of(each) for record in records for each in values_or_null(record, source["show"]) if each}
    return format_duration(min(lengths - {dt.timedelta()})) if lengths - {dt.timedelta()} else None


#: rule's name to what the referring records make of the field.
_RULES: Mapping[str, Callable[[Sequence[Record], Mapping[str, Json]], Any]] = {
    "reverse": _shown,
    "count": lambda records, source: len(_shown(records, source)),
    "any": lambda records, _: bool(records),
    "first": lambda records, source: min(filter(None, _shown(records, source)), default=None),
    "last": lambda records, source: max(filter(None, _shown(records, source)), default=None),
    "one": lambda records, _: next(iter(records), None),
    "streak": _streak,
    "total": _total,
    "shortest": _shortest,
}


def derived_value(rule: Mapping[str, Json], entity: str, record: Record, references: ReferenceIndex) -> Any:
    """
    Return what a rule makes of a record of an entity, among all records.
    """
    (kind, source), *_ = rule.items()
    if kind in SUCCESSIONS:
        return succeed(kind, source, entity, record, references)
    return _RULES[kind](references.referring(source).get(id(record), []), source)
