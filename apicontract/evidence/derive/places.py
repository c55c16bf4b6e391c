"""
Where objects stand in answers -> which kind of record they are, by looking at them.

A *place* is a path of keys from the row of a resource (lists are entered without a step). Objects that name
their own URL belong to the folder of that URL. Others are told apart by their fields and their identifiers: two places
hold one kind of record if they have the same fields, the objects in them too, and no identifier names two different
records. Few fields prove nothing: then the key or a record must be the same as well.
Objects of different forms at one place are places of their own (`step`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from apicontract.evidence.derive.declared import IDENTIFIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

#: From the row of a resource to an object in it; the first step names the resource, the second the mode.
Path: TypeAlias = "tuple[str, ...]"

#: Field in which hyperlinked records name themselves (`rest_framework.settings.DEFAULTS`: URL_FIELD_NAME).
_OWN = "url"
_ROOT_STEPS = 2
_TELLING = 4
#: Parts a key from the number of a form; no key of JSON needs it to be read.
_FORM = "\n"


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
    sources: list[str] = field(default_factory=list)
    children: dict[str, list[_Place]] = field(default_factory=dict)
    identifier: str = ""
    folder: str = ""
    group: int = 0

    @property
    def key(self) -> str:
        return _key(self.path[-1])

    @cached_property
    def fields(self) -> frozenset[str]:
        return frozenset(key for record in self.records for key in record)

    @property
    def is_root(self) -> bool:
        return len(self.path) == _ROOT_STEPS

    @cached_property
    def table(self) -> dict[Any, dict[str, dict[str, Any]]]:
        """
        The plain values of each record, by identifier and source.
        """
        table: dict[Any, dict[str, dict[str, Any]]] = {}
        for record, source in zip(self.records, self.sources, strict=True):
            table.setdefault(record[self.identifier], {})[source] = _plain(record, self.identifier)
        return table


def step(key: str, form: int) -> str:
    """
    Return the step of a path that leads to the objects of a form under a key.
    """
    return f"{key}{_FORM}{form}" if form else key


def _key(step: str) -> str:
    return step.partition(_FORM)[0]


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
    return "" if any(each in record for each in IDENTIFIERS) or not path.startswith(base_path) else _OWN


def _without_keys(folder: str, name: str) -> str:
    """
    Return the name of a list in place of the folder of its records, if it stands below other records.
    """
    steps = iter(folder.split("/"))
    return name if all(step in steps for step in name.split("/")) else folder


def kinds(
    objects: Iterable[tuple[Path, Mapping[str, Any], str]],
    base_path: str,
    mode_field: str,
    declared: Mapping[str, frozenset[str]] | None = None,
    fits: Callable[[str, Mapping[str, Any]], bool] = lambda _shape, _record: True,
) -> dict[Path, ObjectKind]:
    """
    Return what stands at each place.

    Args:
        objects: each object with its place and the recording that shows it, oldest first.
        base_path: of the API; URLs below it name a folder.
        mode_field: the field that says in which mode an object is, or "".
        declared: name and fields of each declared shape; a place with the same name and fields has that shape.
        fits: whether what is nested in a record is what a declared shape says.
    """
    places: dict[Path, _Place] = {}
    for path, record, source in objects:
        place = places.setdefault(path, _Place(path))
        place.records.append(record)
        place.sources.append(source)
    for path, place in places.items():
        if path[:-1] in places:
            places[path[:-1]].children.setdefault(place.key, []).append(place)
    ordered = sorted(places.values(), key=lambda place: (len(place.path), place.path))
    for number, place in enumerate(ordered):
        _identify(place, base_path)
        place.group = number
    _merge([place for place in ordered if place.identifier and not place.folder and not place.is_root])
    return _named(ordered, mode_field, declared or {}, fits)


def _identify(place: _Place, base_path: str) -> None:
    found = Counter(filter(None, (own_url(record, base_path) for record in place.records)))
    if found:
        (_, place.folder, place.identifier), _ = found.most_common(1)[0]
        place.folder = _without_keys(place.folder, place.path[0]) if place.is_root else place.folder
        return
    for name in IDENTIFIERS:
        if all(isinstance(record.get(name), int | str) for record in place.records):
            place.identifier = name
            return


def _merge(places: Sequence[_Place]) -> None:
    groups: list[list[_Place]] = []
    for place in places:
        group = next((each for each in groups if all(_same_kind(place, other) for other in each)), None)
        if group is None:
            groups.append([place])
        else:
            place.group = group[0].group
            group.append(place)


def _same_kind(one: _Place, other: _Place) -> bool:
    if one.identifier != other.identifier or not _same_form(one, other):
        return False
    mine, theirs = one.table, other.table
    shared = mine.keys() & theirs.keys()
    if any(not _one_record(mine[key], theirs[key]) for key in shared) or not _one_type(mine, theirs):
        return False
    return len(one.fields) >= _TELLING or (one.key == other.key and bool(shared))


def _same_form(one: _Place, other: _Place) -> bool:
    """
    Return whether two places have the same fields, and what is nested in one is nested in the other.

    What was null or empty at one of them tells nothing.
    """
    if one.fields != other.fields:
        return False
    return all(
        _within(mine, other.children[key]) or _within(other.children[key], mine)
        for key, mine in one.children.items()
        if key in other.children
    )


def _within(some: Sequence[_Place], others: Sequence[_Place]) -> bool:
    return all(any(_same_form(each, other) for other in others) for each in some)


def _one_type(mine: Iterable[Any], theirs: Iterable[Any]) -> bool:
    return {type(each) for each in mine} == {type(each) for each in theirs}


def _one_record(mine: Mapping[str, dict[str, Any]], theirs: Mapping[str, dict[str, Any]]) -> bool:
    """
    Return whether what two places show under one identifier, by source, can be one record.

    In one answer it is the same; in different ones most of it is, for a record changes.
    """
    if any(mine[source] != theirs[source] for source in mine.keys() & theirs.keys()):
        return False
    return any(
        one == other or 2 * sum(one[key] == other.get(key) for key in one) > len(one)
        for one in mine.values()
        for other in theirs.values()
    )


def _plain(record: Mapping[str, Any], identifier: str) -> dict[str, Any]:
    """
    Return the plain values of a record; URLs are left out, for they differ between hosts.
    """
    return {
        key: value
        for key, value in record.items()
        if key != identifier and not isinstance(value, dict | list) and not str(value).startswith("http")
    }


def _named(
    places: Sequence[_Place],
    mode_field: str,
    declared: Mapping[str, frozenset[str]],
    fits: Callable[[str, Mapping[str, Any]], bool],
) -> dict[Path, ObjectKind]:
    entities = _entities(places)
    served = {entities[place.path] for place in places if place.is_root}
    kinds: dict[Path, ObjectKind] = {}
    of_name: dict[str, list[_Place]] = {}

    def taken(name: str, place: _Place) -> bool:
        if name in declared and (place.fields != declared[name] or not all(fits(name, each) for each in place.records)):
            return True
        return any(not _same_form(each, place) for each in of_name.get(name, ()))

    for place in places:
        entity = entities[place.path]
        name = _shape_name(place, entity, mode_field, kinds, served)
        stem, number = name, 1
        while taken(name, place):
            number += 1
            name = f"{stem}_{number}"
        of_name.setdefault(name, []).append(place)
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
