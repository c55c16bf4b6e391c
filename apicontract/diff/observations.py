"""
Recordings -> which records were seen in the form of which definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import is_integer
from apicontract.diff.facts import MISSING
from apicontract.diff.nodes import Definitions, SchemaNode, key_of
from apicontract.semantics.asked import ordering_asked, search_asked
from apicontract.semantics.modes import mode_of
from apicontract.semantics.routes import route_of
from apicontract.semantics.tolerance import MODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Json, Record, Resource


@dataclass(frozen=True, slots=True)
class Instance:
    """
    One record, or part of one, in the form of a definition.

    Attributes:
        value: the object itself.
        record: name, identifier and URL of the record in whose row it stood.
        host: that answered.
    """

    value: Record
    record: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """
    One exchange that could be assigned to a resource.

    Attributes:
        exchange: as recorded.
        resource: whose it is.
        mode: level of detail that was answered.
        rows: the records in it.
        count: size of the collection, where the answer says.
        detail: whether it is the answer of a single record.
        search: the text that was searched for, or None.
        ordering: the terms that were sorted by, or None.
    """

    exchange: Exchange
    resource: Resource
    mode: str
    rows: tuple[Record, ...]
    count: int | None = None
    detail: bool = False
    search: str | None = None
    ordering: str | None = None


def assigned(api: Api, exchanges: Iterable[Exchange]) -> Iterator[Seen]:
    """
    Yield the successful answers that belong to a resource of the API.
    """
    for exchange in exchanges:
        route = route_of(api, exchange.path)
        resource, detail = route.resource, bool(route.key)
        try:
            body = exchange.json
        except ValueError:
            continue
        if resource is None or exchange.status != 200 or not isinstance(body, dict | list):  # noqa: PLR2004 - HTTP OK
            continue
        mode = mode_of(resource, exchange.parameter(MODE), detail=detail)
        stated, rows = (None, [body]) if detail else api.paging.read(body, exchange.header)
        count = stated if is_integer(stated) else None
        if isinstance(rows, list):
            records = tuple(each for each in rows if isinstance(each, dict))
            asked = search_asked(api, exchange), ordering_asked(api, exchange)
            yield Seen(exchange, resource, mode, records, count, detail, *asked)


def instances(api: Api, seen: Iterable[Seen]) -> Mapping[str, list[Instance]]:
    """
    Return definition to what was seen in its form, nested records included.
    """
    definitions = Definitions(api.shapes.values())
    found: dict[str, list[Instance]] = {}
    for each in seen:
        shape = each.resource.shapes.get(each.mode)
        if shape is None:
            continue
        definition = definitions.named(shape)
        host = each.exchange.url.partition("//")[2].partition("/")[0]
        for row in each.rows:
            record = identity(row, each.resource, definition.schema)
            node = SchemaNode({"$ref": definition.uri}, definition.uri, definitions)
            _collect(node, row, Instance(row, record, host), found)
    return found


def _collect(node: SchemaNode, value: Json, row: Instance, found: dict[str, list[Instance]]) -> None:
    plain = node.expanded.plain
    if isinstance(value, list):
        items = plain.get("items", True)
        for each in value if not isinstance(items, list) else ():
            _collect(node.expanded.child(items), each, row, found)
    if not isinstance(value, dict):
        return
    for branch in plain.get("anyOf", ()):
        inner = node.expanded.child(branch)
        if _fits(inner, value):
            _collect(inner, value, row, found)
            break
    if node.target:
        found.setdefault(node.target.name, []).append(Instance(value, row.record, row.host))
    for name, schema in plain.get("properties", {}).items():
        if name in value:
            _collect(node.expanded.child(schema), value[name], row, found)


def _fits(node: SchemaNode, value: Record) -> bool:
    """
    Return whether an object has what an alternative requires, its constants included.
    """
    plain = node.expanded.plain
    constants = {name: node.expanded.child(each).values for name, each in plain.get("properties", {}).items()}
    return all(each in value for each in plain.get("required", ())) and all(
        key_of(value[name]) in allowed for name, allowed in constants.items() if allowed is not None and name in value
    )


def identity(row: Record, resource: Resource, schema: Mapping[str, Json]) -> str:
    """
    Return how to find a record: its name, its identifier and its own URL, as far as it has them.
    """
    links = [name for name, each in schema.get("properties", {}).items() if isinstance(each, dict) and "x-link" in each]
    names = [value for key, value in row.items() if key == "name" and isinstance(value, str)]
    parts = []
    if resource.identifier.name in row:
        parts.append(f"{resource.identifier.name} {row[resource.identifier.name]}")
    parts += [str(row[name]) for name in links if name in row]
    told = f"({', '.join(parts)})" if parts else ""
    return " ".join((*names[:1], told)).strip() or "a record without a name"


def values_at(value: Json, path: str) -> Iterator[Any]:
    """
    Yield the values at a dotted path, lists entered at `[]`; `MISSING` where an object lacks the last member.
    """
    step, _, rest = path.replace("[]", ".[]").strip(".").partition(".")
    if not step:
        yield value
    elif step == "[]":
        for each in value if isinstance(value, list) else ():
            yield from values_at(each, rest)
    elif isinstance(value, dict):
        if step in value:
            yield from values_at(value[step], rest)
        elif not rest:
            yield MISSING
