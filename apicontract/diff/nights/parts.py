"""
Answers -> the objects in them, each with its place, the entity whose it is and the record in whose row it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.contract.keys import key_of
from apicontract.diff.nodes import Definitions, SchemaNode
from apicontract.diff.observations import identity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from apicontract.contract.model import Api, Json, Record
    from apicontract.diff.observations import Seen


@dataclass(frozen=True, slots=True)
class RecordKey:
    """
    Which record of a host: the path of its list, and what identifies it there.
    """

    path: str
    key: Json


@dataclass(frozen=True, slots=True)
class Part:
    """
    An object in a row, the row itself included.

    Attributes:
        record: in whose row it stands.
        label: name, identifier and URL of that record.
        variant: resource and form of the row ("books (normal list)"); rows of one variant have the same fields.
        place: dotted path in the row, "" for the row itself; `[]` enters a list.
        home: resource or entity whose object it is, as far as the contract says.
        path: dotted path below the row, or below the object, that is of that entity.
        value: the object.
        moment: when it was answered; None if unknown.
    """

    record: RecordKey
    label: str
    variant: str
    place: str
    home: str
    path: str
    value: Record
    moment: dt.datetime | None


def below(path: str, name: str) -> str:
    """
    Return the dotted path of a member.
    """
    return f"{path}.{name}" if path else name


class PartReader:
    """
    Reads answers by the contract of one API; what it knows of a place it keeps.
    """

    def __init__(self, api: Api) -> None:
        self._definitions = Definitions(api.shapes.values())
        self._homes: dict[tuple[str, str], tuple[str, str, SchemaNode | None]] = {}

    def parts(self, seen: Iterable[Seen]) -> Iterator[Part]:
        """
        Yield every object of every row.
        """
        for page in seen:
            shape = page.resource.shapes.get(page.mode, "")
            schema = self._definitions.named(shape).schema if shape else {}
            variant = f"{page.resource.name} ({page.mode or 'one mode'} {'record' if page.detail else 'list'})"
            for row in page.rows:
                label = identity(row, page.resource, schema if isinstance(schema, dict) else {})
                whole = Part(
                    record_key(page, row), label, variant, "", page.resource.name, "", row, page.exchange.moment
                )
                yield from self._within(whole, shape)

    def _within(self, part: Part, shape: str) -> Iterator[Part]:
        yield part
        for name, value in part.value.items():
            place = below(part.place, name)
            for each, here in _objects(value, place):
                home, path, _ = self._home(part.variant.partition(" ")[0], shape, here)
                inner = Part(part.record, part.label, part.variant, here, home, path, each, part.moment)
                yield from self._within(inner, shape)

    def _home(self, resource: str, shape: str, place: str) -> tuple[str, str, SchemaNode | None]:
        """
        Return entity, path below it and schema of a place, as the nearest definition around it says.
        """
        known = self._homes.get((f"{resource} {shape}", place))
        if known is None:
            known = self._homes[f"{resource} {shape}", place] = self._found(resource, shape, place)
        return known

    def _found(self, resource: str, shape: str, place: str) -> tuple[str, str, SchemaNode | None]:
        if not place:
            return resource, "", self._root(shape)
        outer, step = (place[:-2], "[]") if place.endswith("[]") else _parted(place)
        home, path, node = self._home(resource, shape, outer)
        inner = _member(node, step) if node else None
        entity = self._definitions.entity(inner.target.name) if inner and inner.target else ""
        if entity:
            return entity, "", inner
        return home, f"{path}[]" if step == "[]" else below(path, step), inner

    def _root(self, shape: str) -> SchemaNode | None:
        if not shape:
            return None
        definition = self._definitions.named(shape)
        return SchemaNode({"$ref": definition.uri}, definition.uri, self._definitions)


def record_key(page: Seen, row: Record) -> RecordKey:
    """
    Return which record a row is.
    """
    path = unquote(page.exchange.path).strip("/")
    return RecordKey(path.rpartition("/")[0] if page.detail else path, key_of(page.resource, row))


def _objects(value: Any, place: str) -> Iterator[tuple[Record, str]]:
    if isinstance(value, dict):
        yield value, place
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each, f"{place}[]")


def _parted(place: str) -> tuple[str, str]:
    outer, _, step = place.rpartition(".")
    return outer, step


def _member(node: SchemaNode, step: str) -> SchemaNode | None:
    """
    Return the schema of a member, of the alternative that is an object or a list.
    """
    plain = _described(node).expanded.plain
    schema = plain.get("items") if step == "[]" else plain.get("properties", {}).get(step)
    if schema is None or isinstance(schema, list):
        return None
    return _described(_described(node).expanded.child(schema))


def _described(node: SchemaNode) -> SchemaNode:
    plain = node.expanded.plain
    branches = [node.expanded.child(each) for each in plain.get("anyOf", ())]
    kinds = {"properties", "items"}
    return next((each for each in branches if each.target or kinds & each.expanded.plain.keys()), node)
