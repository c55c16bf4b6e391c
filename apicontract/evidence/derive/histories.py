"""
Observations of one record at several moments -> how each field behaves, and what cannot be true at one moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.moments import moment_of, written_moment
from apicontract.evidence.derive.declared import IDENTIFIERS
from apicontract.evidence.derive.field_stats import DURATION

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Iterator, Mapping

    from apicontract.evidence.derive.field_stats import Origin

#: A value runs with the clock if it grew by the time that went by, give or take what requests and caches take.
_SECONDS, _PART = 120.0, 0.01
_DURATION = re.compile(DURATION, re.ASCII)
_PARTS = re.compile(r"(\d+(?:\.\d+)?)([DHMS])")
_IN_SECONDS = {"D": 86400, "H": 3600, "M": 60, "S": 1}
_DATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?", re.ASCII)


@dataclass
class FieldHistory:
    """
    What became of a field between the moments at which its records were observed (an accumulator).

    Attributes:
        records: identities of the records that were observed at two moments.
        intervals: how often a record was observed again.
        changes: in how many intervals the value changed.
        falls: in how many it fell, or cannot be compared.
        clocked: in how many it grew by the time that went by.
        moments: the first and the last.
    """

    records: set[Hashable] = field(default_factory=set)
    intervals: int = 0
    changes: int = 0
    falls: int = 0
    clocked: int = 0
    moments: tuple[dt.datetime, ...] = ()

    @property
    def kind(self) -> str:
        """
        How the field behaves: "constant", "clock", "growing" or "changing".
        """
        if not self.changes:
            return "constant"
        if self.clocked == self.changes:
            return "clock"
        return "changing" if self.falls else "growing"

    @property
    def statement(self) -> dict[str, Any]:
        """
        The member `x-behaviour` of a field in a shape.
        """
        return {
            "kind": self.kind,
            "records": len(self.records),
            "intervals": self.intervals,
            "changes": self.changes,
            "since": written_moment(self.moments[0]),
            "until": written_moment(self.moments[-1]),
        }

    def add(self, identity: Hashable, before: tuple[dt.datetime, Any], after: tuple[dt.datetime, Any]) -> None:
        """
        Take in what a record showed at two moments, the earlier one first.
        """
        self.records.add(identity)
        self.intervals += 1
        moments = (*self.moments, before[0], after[0])
        self.moments = (min(moments), max(moments))
        if before[1] == after[1]:
            return
        self.changes += 1
        one, other = measured(before[1]), measured(after[1])
        if one is None or other is None or other < one:
            self.falls += 1
            return
        elapsed = (after[0] - before[0]).total_seconds()
        self.clocked += abs(other - one - elapsed) <= _SECONDS + _PART * elapsed


@dataclass
class Histories:
    """
    The histories of all fields (an accumulator); observations are given oldest first.

    Attributes:
        fields: (shape, field) to its history.
    """

    fields: dict[tuple[str, str], FieldHistory] = field(default_factory=dict)
    _last: dict[Hashable, tuple[Origin, dict[str, Any]]] = field(default_factory=dict)
    _contradictions: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, shape: str, record: Mapping[str, Any], origin: Origin) -> None:
        """
        Take in an observation of a record.
        """
        plain = dict(_plain(record))
        before = self._last.get((shape, origin.identity))
        self._last[shape, origin.identity] = (origin, plain)
        if before is None:
            return
        earlier, known = before
        if earlier.moment == origin.moment:
            for key in plain.keys() & known.keys() if plain != known else ():
                if plain[key] != known[key]:
                    self._contradict(shape, key, (earlier, known[key]), (origin, plain[key]))
        elif earlier.moment is not None and origin.moment is not None:
            for key in plain.keys() & known.keys():
                history = self.fields.setdefault((shape, key), FieldHistory())
                history.add(origin.identity, (earlier.moment, known[key]), (origin.moment, plain[key]))

    def contradictions(self) -> Iterator[str]:
        """
        Yield one sentence for each field of which two recordings of one moment show two values.
        """
        for (shape, key), told in sorted(self._contradictions.items()):
            more = f", and {len(told) - 1} more like it" if len(told) > 1 else ""
            yield f"{shape}: {key} {told[0]}{more}; the later recording stands"

    def _contradict(self, shape: str, key: str, one: tuple[Origin, Any], other: tuple[Origin, Any]) -> None:
        moment = other[0].moment
        when = f"at {written_moment(moment)}" if moment else "in recordings without a moment"
        told = f"is both {one[1]!r} and {other[1]!r} {when} ({one[0].source} and {other[0].source})"
        self._contradictions.setdefault((shape, key), []).append(told)


def measured(value: Any) -> float | None:
    """
    Return a value as a number: itself, the seconds of a duration, or those since 1970 of a date; None for any other.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        return None
    if _DURATION.fullmatch(value):
        seconds = sum(float(number) * _IN_SECONDS[unit] for number, unit in _PARTS.findall(value))
        return -seconds if value.startswith("-") else seconds
    moment = moment_of(value) if _DATED.fullmatch(value) else None
    return moment.timestamp() if moment else None


def _plain(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """
    Yield what can be compared: plain values, links without their query, lists of plain values, what a record refers to.
    """
    for key, value in record.items():
        if isinstance(value, dict):
            name = next((each for each in IDENTIFIERS if isinstance(value.get(each), str | int)), "")
            if name:
                yield key, (name, value[name])
        elif isinstance(value, list):
            if not any(isinstance(each, dict | list) for each in value):
                yield key, tuple(value)
        elif isinstance(value, str) and "://" in value:
            yield key, value.partition("?")[0]
        else:
            yield key, value
