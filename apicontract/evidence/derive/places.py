"""
Where objects stand in answers -> which kind of record they are, by looking at them.

A *place* is a path of keys from the row of a resource (lists are entered without a step). Objects that name
their own URL belong to the folder of that URL. Others are told apart by their keys, their identifiers and the
key under which they stand: two places hold one kind of record if they share a record or stand under the same
key with the same fields, and if nothing contradicts it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

#: From the row of a resource to an object in it; the first step names the resource, the second the mode.
Path: TypeAlias = "tuple[str, ...]"

#: Field in which hyperlinked records name themselves (`rest_framework.settings.DEFAULTS`: URL_FIELD_NAME).
_OWN = "url"
_IDENTIFIERS = ("id", "uuid", "pk", "key", "slug", "code")
_ROOT_STEPS = 2
_TELLING = 4


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """
    What the objects at a place are.

    Attributes:
        shape: name of the shape they have.
        entity: the table that holds them, or "" for a value object.
        identifier: the field that tells them apart, or "".
    """

    shape: str
    entity: str
    identifier: str


@dataclass
class _Place:
    path: Path
    records: list[Mapping[str, Any]] = field(default_factory=list)
    identifier: str = ""
    folder: str = ""
    group: int = 0

    @property
    def key(self) -> str:
        return self.path[-1]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(key for record in self.records for key in record)

    @property
    def is_root(self) -> bool:
        return len(self.path) == _ROOT_STEPS


def own_url(record: Mapping[str, Any], base_path: str) -> tuple[str, str, str] | None:
    """
    Return (key, folder, identifier's key) of the URL that is a record's own, if it names one.

    It is a text whose path below the base path ends in the value of another field.
    """
    scalars = {str(value): key for key, value in record.items() if isinstance(value, int | str) and value is not True}
    for key, value in record.items():
        if isinstance(value, str) and value.startswith(("https://", "http://")):
            path = urlsplit(value).path
            folder, _, last = path.rstrip("/").rpartition("/")
            if last in scalars and folder.startswith(base_path) and len(folder) > len(base_path) - 1:
                return key, folder[len(base_path) :], scalars[last]
    return None


def bare_url(record: Mapping[str, Any], base_path: str) -> str:
    """
    Return the key of the URL that is a record's own where it shows no identifier beside it, or "".
    """
    path = urlsplit(str(record.get(_OWN, ""))).path
    return "" if any(each in record for each in _IDENTIFIERS) or not path.startswith(base_path) else _OWN


def _without_keys(folder: str, name: str) -> str:
    """
    Return the name of a list in place of the folder of its records, if it stands below other records.
    """
    steps = iter(folder.split("/"))
    return name if all(step in steps for step in name.split("/")) else folder


def kinds(
    objects: Iterable[tuple[Path, Mapping[str, Any]]],
    base_path: str,
    mode_field: str,
    declared: Mapping[str, frozenset[str]] | None = None,
) -> dict[Path, ObjectKind]:
    """
    Return what stands at each place.

    Args:
        objects: each object with its place.
        base_path: of the API; URLs below it name a folder.
        mode_field: the field that says in which mode an object is, or "".
        declared: name and fields of each declared shape; a place with the same name and fields has that shape.
    """
    places: dict[Path, _Place] = {}
    for path, record in objects:
        places.setdefault(path, _Place(path)).records.append(record)
    ordered = sorted(places.values(), key=lambda place: (len(place.path), place.path))
    for number, place in enumerate(ordered):
        _identify(place, base_path)
        place.group = number
    _merge([place for place in ordered if place.identifier and not place.folder and not place.is_root])
    return _named(ordered, mode_field, declared or {})


def _identify(place: _Place, base_path: str) -> None:
    found = Counter(filter(None, (own_url(record, base_path) for record in place.records)))
    if found:
        (_, place.folder, place.identifier), _ = found.most_common(1)[0]
        place.folder = _without_keys(place.folder, place.path[0]) if place.is_root else place.folder
        return
    for name in _IDENTIFIERS:
        if all(isinstance(record.get(name), int | str) for record in place.records):
            place.identifier = name
            return


def _merge(places: Sequence[_Place]) -> None:
    for index, one in enumerate(places):
        for other in places[:index]:
            if one.group != other.group and _same_kind(one, other):
                old, new = one.group, other.group
                for each in places:
                    each.group = new if each.group == old else each.group


def _same_kind(one: _Place, other: _Place) -> bool:
    if one.fields != other.fields or one.identifier != other.identifier:
        return False
    mine, theirs = _table(one), _table(other)
    shared = mine.keys() & theirs.keys()
    if any(mine[key] != theirs[key] for key in shared):
        return False
    telling = len(one.fields) >= _TELLING
    return (one.key == other.key and (telling or bool(shared))) or (telling and bool(shared))


def _table(place: _Place) -> dict[Any, dict[str, Any]]:
    """
    Return the plain values of each record, by identifier; URLs are left out, for they differ between hosts.
    """
    return {
        record[place.identifier]: {
            key: value
            for key, value in record.items()
            if not isinstance(value, dict | list) and not str(value).startswith("http")
        }
        for record in place.records
    }


def _named(places: Sequence[_Place], mode_field: str, declared: Mapping[str, frozenset[str]]) -> dict[Path, ObjectKind]:
    entities = _entities(places)
    served = {entities[place.path] for place in places if place.is_root}
    kinds: dict[Path, ObjectKind] = {}
    fields = dict(declared)
    for place in places:
        entity = entities[place.path]
        name = _shape_name(place, entity, mode_field, kinds, served)
        stem, number = name, 1
        while fields.get(name, place.fields) != place.fields:
            number += 1
            name = f"{stem}_{number}"
        fields[name] = place.fields
        kinds[place.path] = ObjectKind(name, entity, place.identifier)
    return kinds


def _entities(places: Sequence[_Place]) -> dict[Path, str]:
    found: dict[Path, str] = {}
    names: dict[int, str] = {}
    keys: dict[str, set[int]] = {}
    for place in places:
        if place.identifier and not place.folder and not place.is_root:
            keys.setdefault(place.key, set()).add(place.group)
    for place in places:
        if place.folder or place.is_root:
            found[place.path] = place.folder or place.path[0]
        elif place.identifier:
            parent = found.get(place.path[:-1], place.path[0])
            plain = len(keys[place.key]) == 1 and place.key not in found.values()
            names.setdefault(place.group, place.key if plain else f"{parent}_{place.key}")
            found[place.path] = names[place.group]
        else:
            found[place.path] = ""
    return found


def _shape_name(
    place: _Place, entity: str, mode_field: str, kinds: Mapping[Path, ObjectKind], served: Collection[str]
) -> str:
    if place.is_root:
        return f"{entity}/{place.path[1]}"
    if not entity:
        parent = kinds.get(place.path[:-1])
        return f"{(parent.entity if parent else '') or place.path[0].split('/')[0]}/{place.key}"
    modes = {str(record.get(mode_field, "")) for record in place.records} if mode_field else set()
    if len(modes) == 1 and modes != {""}:
        return f"{entity}/{modes.pop()}"
    return f"{entity}/nested" if entity in served else f"{entity}/default"
