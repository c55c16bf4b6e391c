"""
The lists that stand within an answer that is no collection.

A property says with `x-list` which list it holds: the `resource`, the `query` that selects its rows, and the `mode` if
that is not the one asked for. A property with the `x-value` `request.mode` holds that mode itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apicontract.contract.projection import Schemas
from mockserver.http.answer import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from apicontract.contract.model import Api, Json, Shape

#: `x-value` of a property that holds the level of detail.
ASKED_MODE = "request.mode"


@dataclass(frozen=True, slots=True)
class ListPart:
    """
    A list within an answer.

    Attributes:
        path: where it stands.
        resource: whose list it is.
        query: what selects its rows, in a URL's form.
    """

    path: tuple[str, ...]
    resource: str
    query: str


def with_parts(api: Api, shape: Shape, body: bytes, mode: str | None, write: Callable[[ListPart], bytes]) -> bytes:
    """
    Put the lists, as they are written, into an answer.

    Args:
        api: what is promised.
        shape: of the answer.
        body: the answer without them.
        mode: the level of detail that the request names; one that there is not counts as none.
        write: what writes the rows of a list.
    """
    members = list(_properties(api, shape.schema, shape.uri, ()))
    modes = {path: schema for path, schema in members if schema.get("x-value") == ASKED_MODE}
    asked = str(next((mode if mode in each["enum"] else each["default"] for each in modes.values()), mode or ""))
    parts = [_part(path, schema["x-list"], asked) for path, schema in members if schema.get("x-list")]
    if not parts and not modes:
        return body
    value = json.loads(body)
    for path in modes:
        _put(value, path, asked)
    # No text of an answer has this form: it is made of shapes alone.
    places = {f"\ue000{number}\ue000": part for number, part in enumerate(parts)}
    for place, part in places.items():
        _put(value, part.path, place)
    written = compact(value)
    for place, part in places.items():
        written = written.replace(compact(place), write(part))
    return written


def _part(path: tuple[str, ...], declared: Mapping[str, Json], asked: str) -> ListPart:
    return ListPart(path, declared["resource"], urlencode({"mode": asked, **declared.get("query", {})}))


def _properties(
    api: Api, schema: Mapping[str, Json], uri: str, above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Json]]]:
    schemas = Schemas(api.shapes)
    for name, each in schema.get("properties", {}).items():
        inner, place = schemas.resolve(each, uri)
        yield (*above, name), inner
        yield from _properties(api, inner, place, (*above, name))


def _put(value: Json, path: tuple[str, ...], content: Json) -> None:
    *ways, last = path
    for step in ways:
        value = value.setdefault(step, {})
    value[last] = content
