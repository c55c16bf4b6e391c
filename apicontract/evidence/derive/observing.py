"""
Rows -> field statistics: every value of every record, counted at the field of the shape in which it stands.

A nested object has the declared shape only if it has the form of it; otherwise it is told apart by looking.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from apicontract.evidence.derive.declared import references
from apicontract.evidence.derive.field_stats import FieldStats, Origin, ShapeStats
from apicontract.evidence.derive.likeness import alike, flat, forms_by_key, outline
from apicontract.evidence.derive.places import bare_url, kinds, own_url, step

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from apicontract.evidence.derive.declared import DeclaredFacts
    from apicontract.evidence.derive.likeness import Outline
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
        host: scheme and authority of the service that answered.
        moment: when, in UTC; None if unknown.
    """

    resource: str
    mode: str
    record: Mapping[str, Any]
    source: str
    host: str = ""
    moment: dt.datetime | None = None


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
    """
    An object of an answer.

    Attributes:
        path: where it stands.
        shape: the declared shape that it has, or "".
        record: the object.
        row: the row in which it stands.
    """

    path: Path
    shape: str
    record: Mapping[str, Any]
    row: SourceRow

    @property
    def own(self) -> Path:
        """
        The place below which its nested objects stand.
        """
        return (self.shape, "") if self.shape else self.path


@dataclass(frozen=True)
class _Telling:
    """
    What tells nested objects apart.
    """

    facts: DeclaredFacts
    mode_field: str
    forms: Mapping[str, Mapping[Outline, int]]
    adopted: Mapping[Path, str] = field(default_factory=dict)
    _names: dict[str, frozenset[str]] = field(default_factory=dict)

    def names(self, shape: str) -> frozenset[str]:
        """
        Return the names of the declared fields of a shape.
        """
        if shape not in self._names:
            self._names[shape] = frozenset(self.facts.properties(shape))
        return self._names[shape]

    def nested(self, one: _Object, key: str, record: Mapping[str, Any]) -> tuple[Path, str]:
        """
        Return the place of an object under a key of another, and the declared shape that it has, or "".
        """
        told = outline(record, self.mode_field)
        path = (*one.own, step(key, self.forms[key][told]))
        declared = self.meant(self.facts.properties(one.shape).get(key), told[1]) if one.shape else ""
        return path, declared or self.adopted.get(path, "")

    def meant(self, schema: Any, fields: frozenset[str]) -> str:
        """
        Return which of the shapes that a declared fragment refers to has the form of these fields, or "".
        """
        return next(
            (each for each in references(schema) if not self.names(each) or alike(self.names(each), fields)), ""
        )

    def fits(self, shape: str, record: Mapping[str, Any]) -> bool:
        """
        Return whether all objects in a record have the form that a declared shape says.
        """
        for key, schema in self.facts.properties(shape).items():
            for each in flat(record.get(key)) if any(references(schema)) else ():
                inner = self.meant(schema, frozenset(each))
                if not inner or not self.fits(inner, each):
                    return False
        return True


def observe(rows: Iterable[SourceRow], facts: DeclaredFacts, base_path: str, mode_field: str) -> Observation:
    """
    Count every value of every row, oldest first; give names to the shapes that nobody declared.
    """
    rows = list(rows)
    declared = {name: frozenset(facts.properties(name)) for name in facts.shapes}
    telling = _Telling(facts, mode_field, forms_by_key((row.record for row in rows), mode_field))
    while True:
        objects = [each for row in rows for each in _objects(_root(row, facts), telling)]
        places = ((each.path, each.record, each.row.source) for each in objects if not each.shape)
        found = kinds(places, base_path, mode_field, declared, telling.fits)
        more = {path: kind.shape for path, kind in found.items() if kind.shape in declared and len(path) > _ROOT_STEPS}
        if not more:
            break
        telling = replace(telling, adopted={**telling.adopted, **more})
    observation = Observation(kinds=found, adopted=telling.adopted)
    count = _Count(observation, telling, base_path)
    for row in rows:
        count.take_in(_root(row, facts), (row.resource,))
    for path, kind in found.items():
        observation.identifiers.setdefault(kind.shape, kind.identifier)
        if len(path) == _ROOT_STEPS and path[1]:
            observation.roots[path[0], path[1]] = kind.shape
    return observation


def _root(row: SourceRow, facts: DeclaredFacts) -> _Object:
    shape = facts.resources.get(row.resource, {}).get("modes", {}).get(row.mode, "")
    return _Object((row.resource, row.mode), shape, row.record, row)


def _objects(one: _Object, telling: _Telling) -> Iterator[_Object]:
    yield one
    for key, value in one.record.items():
        if isinstance(value, dict | list):
            for each in flat(value):
                path, shape = telling.nested(one, key, each)
                yield from _objects(_Object(path, shape, each, one.row), telling)


@dataclass(frozen=True)
class _Count:
    """
    The counting of rows, when it is known what stands where.
    """

    observation: Observation
    telling: _Telling
    base_path: str

    def take_in(self, one: _Object, above: tuple[Hashable, ...]) -> None:
        """
        Count an object and all in it; `above` is the identity of what it stands in, and where it stands there.
        """
        facts = self.telling.facts
        name = one.shape or self.observation.kinds[one.path].shape
        identity = self._identity(one, name, above)
        seen = self.observation.shapes.setdefault(name, ShapeStats())
        seen.begin(one.record, Origin(one.row.source, one.row.host, one.row.moment, identity))
        url = own_url(one.record, self.base_path)
        own = url[0] if url else bare_url(one.record, self.base_path) if len(one.path) == _ROOT_STEPS else ""
        for key, value in one.record.items():
            stats = seen.field(key)
            _add(stats, value, one.row.source, partial(self._shape, one, key), identity)
            stats.links += key == own
            stats.breach = stats.breach or facts.breach(name, key, value, one.row.source)
            for number, each in enumerate(flat(value)):
                path, shape = self.telling.nested(one, key, each)
                self.take_in(_Object(path, shape, each, one.row), (*identity, key, number))

    def _identity(self, one: _Object, shape: str, above: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
        """
        Return what the observations of a record have in common: host, shape and identifier, else where it stands.
        """
        kind = self.observation.kinds.get(one.path) if not one.shape else None
        name = kind.identifier if kind else self.telling.facts.identifier(shape)
        value = one.record.get(name) if name else None
        if isinstance(value, str | int):
            return (one.row.host, shape, value)
        if len(one.path) > _ROOT_STEPS or not one.path[1]:
            return above
        link = one.record.get(bare_url(one.record, self.base_path))
        return (one.row.host, shape, str(link) if link else repr(one.record))

    def _shape(self, one: _Object, key: str, record: Mapping[str, Any]) -> str:
        path, declared = self.telling.nested(one, key, record)
        return declared or self.observation.kinds[path].shape


def _add(
    stats: FieldStats, value: Any, source: str, shape_of: Callable[[Mapping[str, Any]], str], identity: Hashable
) -> None:
    stats.add(value, source, shape_of(value) if isinstance(value, dict) else None, identity)
    if isinstance(value, list):
        stats.items = stats.items or FieldStats()
        for each in value:
            _add(stats.items, each, source, shape_of, identity)
