"""
Rows -> field statistics: every value of every record, counted at the field of the shape in which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.evidence.derive.declared import references
from apicontract.evidence.derive.field_stats import FieldStats, ShapeStats
from apicontract.evidence.derive.places import bare_url, kinds, own_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.evidence.derive.declared import DeclaredFacts
    from apicontract.evidence.derive.places import ObjectKind, Path


#: A path of two steps, the resource and the mode, is the place of a row.
_ROOT_STEPS = 2


@dataclass(frozen=True, slots=True)
class SourceRow:
    """
    One record of a resource, as answered.

    Attributes:
        resource: name of the resource.
        mode: in which mode it stands.
        record: the record.
        source: the recording, for messages.
    """

    resource: str
    mode: str
    record: Mapping[str, Any]
    source: str


@dataclass
class Observation:
    """
    What all rows showed.

    Attributes:
        shapes: shape name to what was seen of it.
        kinds: place to what stands there, where nothing was declared.
        adopted: place to the declared shape that was recognised there.
        identifiers: shape name to the field that tells its records apart.
        roots: (resource, mode) to shape name.
    """

    shapes: dict[str, ShapeStats] = field(default_factory=dict)
    kinds: Mapping[Path, ObjectKind] = field(default_factory=dict)
    adopted: Mapping[Path, str] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    roots: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Object:
    path: Path
    shape: str
    record: Mapping[str, Any]
    source: str

    @property
    def own(self) -> Path:
        """
        The place below which its nested objects stand.
        """
        return (self.shape, "") if self.shape else self.path


def observe(rows: Iterable[SourceRow], facts: DeclaredFacts, base_path: str, mode_field: str) -> Observation:
    """
    Count every value of every row; give names to the shapes that nobody declared.
    """
    declared = {name: frozenset(facts.properties(name)) for name in facts.shapes}
    rows = list(rows)
    adopted: dict[Path, str] = {}
    while True:
        objects = [each for row in rows for each in _objects(_root(row, facts), facts, adopted)]
        places = ((each.path, each.record) for each in objects if not each.shape)
        found = kinds(places, base_path, mode_field, declared)
        more = {path: kind.shape for path, kind in found.items() if kind.shape in declared and len(path) > _ROOT_STEPS}
        if not more:
            break
        adopted |= more
    observation = Observation(kinds=found, adopted=adopted)
    for each in objects:
        _take_in(each, observation, facts, base_path)
    for path, kind in found.items():
        observation.identifiers.setdefault(kind.shape, kind.identifier)
        if len(path) == _ROOT_STEPS and path[1]:
            observation.roots[path[0], path[1]] = kind.shape
    return observation


def declared_reference(schema: Any) -> str:
    """
    Return the shape that a declared fragment refers to, or "".
    """
    return next(references(schema), "")


def _root(row: SourceRow, facts: DeclaredFacts) -> _Object:
    shape = facts.resources.get(row.resource, {}).get("modes", {}).get(row.mode, "")
    return _Object((row.resource, row.mode), shape, row.record, row.source)


def _objects(one: _Object, facts: DeclaredFacts, adopted: Mapping[Path, str]) -> Iterator[_Object]:
    yield one
    declared = facts.properties(one.shape)
    for key, value in one.record.items():
        path = (*one.own, key)
        shape = declared_reference(declared.get(key)) or adopted.get(path, "")
        for each in _flat(value):
            yield from _objects(_Object(path, shape, each, one.source), facts, adopted)


def _flat(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _flat(each)


def _take_in(one: _Object, observation: Observation, facts: DeclaredFacts, base_path: str) -> None:
    name = one.shape or observation.kinds[one.path].shape
    seen = observation.shapes.setdefault(name, ShapeStats())
    seen.begin(one.record, one.source)
    declared = facts.properties(one.shape)
    url = own_url(one.record, base_path)
    own = url[0] if url else bare_url(one.record, base_path) if len(one.path) == _ROOT_STEPS else ""
    for key, value in one.record.items():
        path = (*one.own, key)
        kind = observation.kinds.get(path)
        named = kind.shape if kind else observation.adopted.get(path)
        shape = declared_reference(declared.get(key)) or named
        stats = seen.field(key)
        _add(stats, value, one.source, shape)
        stats.links += key == own


def _add(stats: FieldStats, value: Any, source: str, shape: str | None) -> None:
    stats.add(value, source, shape if isinstance(value, dict) else None)
    if isinstance(value, list):
        stats.items = stats.items or FieldStats()
        for each in value:
            _add(stats.items, each, source, shape)
