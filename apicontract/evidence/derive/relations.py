"""
Records -> relations of their fields that always held, and that chance does not explain.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.evidence.derive.histories import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

#: A relation is stated if fields that have nothing to do with each other would show it by chance less often than this.
_CHANCE = 0.001


@dataclass
class Relations:
    """
    The records of one shape (an accumulator).

    Attributes:
        observations: identity and record, as often as it was observed.
        hosts: that showed them.
    """

    observations: list[tuple[Hashable, Mapping[str, Any]]] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def statements(self, identifier: str) -> list[dict[str, Any]]:
        """
        Return the member `x-relations` of a shape; `identifier` is the field that tells its records apart, or "".
        """
        found = [*self._ordered(identifier), *self._counted(), *self._containing(identifier)]
        hosts = sorted(filter(None, self.hosts))
        return [{"kind": kind, "fields": list(fields), "records": n, "hosts": hosts} for kind, fields, n in found]

    def _ordered(self, identifier: str) -> Iterator[tuple[str, tuple[str, str], int]]:
        columns = {name: self._column(name, measured) for name in self._names() if name != identifier}
        kinds = {name: _kind(record.get(name) for _, record in self.observations) for name in columns}
        usable = [name for name in columns if kinds[name] and columns[name]]
        for one in usable:
            for other in usable:
                if one == other or kinds[one] != kinds[other]:
                    continue
                pairs = self._pairs(columns[one], columns[other])
                held = bool(pairs) and all(first <= second for _, first, second in pairs)
                if held and any(first != second for _, first, second in pairs) and _unlikely(pairs, _at_most):
                    yield "at-most", (one, other), len({identity for identity, _, _ in pairs})

    def _counted(self) -> Iterator[tuple[str, tuple[str, str], int]]:
        lists = {name: self._column(name, _length) for name in self._names()}
        counts = {name: self._column(name, _whole) for name in self._names()}
        for one in (name for name, column in counts.items() if column):
            for other in (name for name, column in lists.items() if column):
                pairs = self._pairs(counts[one], lists[other])
                held = bool(pairs) and all(first == second for _, first, second in pairs)
                if held and len({second for _, _, second in pairs}) > 1 and _unlikely(pairs, _equal):
                    yield "length", (one, other), len({identity for identity, _, _ in pairs})

    def _containing(self, identifier: str) -> Iterator[tuple[str, tuple[str, str], int]]:
        shown = [(identity, record) for identity, record in self.observations if identifier in record]
        for name in self._names():
            links = [(identity, record[name], record[identifier]) for identity, record in shown if record.get(name)]
            several = {key for _, _, key in links}
            if len(several) > 1 and all(contains(link, key) for _, link, key in links):
                yield "contains", (name, identifier), len({identity for identity, _, _ in links})

    def _names(self) -> list[str]:
        return sorted({name for _, record in self.observations for name in record})

    def _column(self, name: str, read: Callable[[Any], float | None]) -> dict[int, float]:
        found = ((number, read(record.get(name))) for number, (_, record) in enumerate(self.observations))
        return {number: value for number, value in found if value is not None}

    def _pairs(self, one: Mapping[int, float], other: Mapping[int, float]) -> list[tuple[Hashable, float, float]]:
        return [(self.observations[number][0], one[number], other[number]) for number in one if number in other]


def contains(link: Any, key: Any) -> bool:
    """
    Return whether a value is a URL in whose path a key is a step.
    """
    return isinstance(link, str) and "://" in link and str(key) in urlsplit(link).path.split("/")


def _kind(values: Iterator[Any]) -> str:
    """
    Return what the values of a field are measured in: "number", "duration" or "date"; "" if they differ.
    """
    kinds = {
        "number" if not isinstance(value, str) else "duration" if value.lstrip("-").startswith("P") else "date"
        for value in values
        if value is not None
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _length(value: Any) -> float | None:
    return float(len(value)) if isinstance(value, list) else None


def _whole(value: Any) -> float | None:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _unlikely(pairs: Sequence[tuple[Hashable, float, float]], share: Callable[[float, list[float]], float]) -> bool:
    """
    Whether values that were dealt out to the records at random would seldom show a relation in all of them.

    Each record counts once, as it was last observed.
    """
    last = {identity: (one, other) for identity, one, other in pairs}
    others = sorted(other for _, other in last.values())
    shares = [share(one, others) for one, _ in last.values()]
    return sum(map(math.log, shares)) < math.log(_CHANCE)


def _at_most(value: float, others: list[float]) -> float:
    return (len(others) - bisect_left(others, value)) / len(others)


def _equal(value: float, others: list[float]) -> float:
    return others.count(value) / len(others)
