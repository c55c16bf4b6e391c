"""
Records -> JSON bytes, made once for each record and shape, with places left open for what a request decides.

A link holds two characters that no text may contain: one where scheme and host go, one where the path ends
(a slash, or a suffix such as `.json`, then the `format` parameter if the request had one).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit

from apicontract.contract.templates import escaped
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS, link_header
from mockserver.http.answer import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.model import Api, Json, Record
    from apicontract.contract.paging import Paging
    from apicontract.contract.projection import Projector
    from mockserver.engine.collection import Collection
    from mockserver.engine.pagination import PageLinks
    from mockserver.http.answer import Headers

#: Shape name and record number to the JSON of a row, places left open.
RowMaker: TypeAlias = "Callable[[str, int], bytes]"

#: Unicode noncharacters: valid in a string, never exchanged.
ORIGIN = "\ufdd0"
TAIL = "\ufdd1"
_ORIGIN, _TAIL = ORIGIN.encode(), TAIL.encode()
#: Rows kept for a resource; about 2.5 KB each.
MOST_ROWS = 20_000
_IMAGE = re.compile(r"https?://([^\s/]+/[^\s?#]+\.(?:jpe?g|png|gif|webp|svg))", re.IGNORECASE)
#: Where the pictures are that the mock draws itself.
IMAGES = "/_images/"


def detail_path(api: Api, entity: str, identifier: Any, record: Record | None = None) -> str:
    """
    Return the path of a single record without what closes it.

    The resource named like the entity serves it, or else the first one that lists it, of those that list all.
    """
    listing = [each for each in api.resources.values() if each.entity == entity]
    resources = [each for each in listing if not each.selects] or listing
    resource = next((each for each in resources if each.name == entity), resources[0] if resources else None)
    folder = entity
    if resource is not None:
        folder = resource.route.below(resource.route.parents_in(record or {}))
    return f"{api.base_path}{folder}/{escaped(identifier)}"


def row_maker(
    api: Api,
    collection: Collection,
    projected: Callable[[str], Projector],
    *,
    local_images: bool = False,
    most_rows: int = MOST_ROWS,
) -> RowMaker:
    """
    Return the function that writes one record of a collection in one shape, and remembers so many of what it wrote.
    """
    identifiers = {each.entity: each.identifier.path for each in reversed([*api.resources.values()])}

    def link(entity: str, record: Record) -> str:
        identifier = record.get(identifiers.get(entity, "id"))
        return f"{ORIGIN}{detail_path(api, entity, identifier, record)}{TAIL}"

    @lru_cache(maxsize=most_rows)
    def row(shape: str, number: int) -> bytes:
        value = projected(shape)(collection.records[number], link)
        return compact(with_local_images(value) if local_images else value)

    return row


def with_local_images(value: Json) -> Json:
    """
    Return a value in which every URL of a picture leads to the mock.
    """
    if isinstance(value, dict):
        return {key: with_local_images(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_local_images(each) for each in value]
    match = _IMAGE.fullmatch(value) if isinstance(value, str) else None
    return f"{ORIGIN}{IMAGES}{match[1]}" if match else value


def tail(suffix: str | None, format_value: str | None, end: str = "/") -> str:
    """
    Return how a link ends: the request's format goes on, as suffix or as parameter.

    (`rest_framework.reverse.preserve_builtin_query_params`).
    """
    query = "" if format_value is None else f"?{urlencode({'format': format_value})}"
    return f"{f'.{suffix}' if suffix else end}{query}"


def fill(template: bytes, origin: str, ending: str) -> bytes:
    """
    Put scheme, host and ending into the links of a template.
    """
    return template.replace(_ORIGIN, origin.encode()).replace(_TAIL, ending.encode())


def envelope(
    paging: Paging,
    count: int,
    links: PageLinks,
    rows: Sequence[bytes],
    echoed: Mapping[str, int | None] = MappingProxyType({}),
) -> bytes:
    """
    Wrap the rows of a page, with what other keys repeat of it.
    """
    body = b"[" + b",".join(rows) + b"]"
    if not paging.rows:
        return body
    values = {
        paging.count: compact(count),
        paging.next: compact(links.next),
        paging.previous: compact(links.previous),
        paging.token: compact(_token(paging.start, links.next)),
        paging.back_token: compact(_token(paging.back or paging.start, links.previous)),
        paging.more: compact(links.next is not None),
        paging.rows: body,
    }
    values |= {key: compact(value) for key, value in echoed.items()}
    return _object([(key.split("."), values[key]) for key in paging.keys])


def _token(name: str, link: str | None) -> str | None:
    """
    Return the token that a parameter has in a link.
    """
    return dict(parse_qsl(urlsplit(link or "").query, keep_blank_values=True)).get(name)


def paging_headers(paging: Paging, count: int, links: PageLinks) -> Headers:
    """
    Return the headers in which a page has its links and its count, if they stand there.

    Without a link, there is no header of links.
    """
    targets = {NEXT: links.next, PREVIOUS: links.previous, FIRST: links.first, LAST: links.last}
    led = [(relation, target) for relation in paging.relations.split() if (target := targets[relation]) is not None]
    return (
        *([(paging.links, link_header(led))] if led else []),
        *([(paging.total, str(count))] if paging.total else []),
    )


def _object(members: Sequence[tuple[Sequence[str], bytes]]) -> bytes:
    """
    Write an object of members, each with the steps that lead to it; those with a first step in common stand together.
    """
    written = []
    for name in dict.fromkeys(steps[0] for steps, _ in members):
        inside = [(steps[1:], value) for steps, value in members if steps[0] == name]
        written.append(compact(name) + b":" + (_object(inside) if inside[0][0] else inside[0][1]))
    return b"{" + b",".join(written) + b"}"


def indented(body: bytes, indent: int) -> bytes:
    """
    Write compact JSON again with so many blanks for each level.
    """
    return json.dumps(json.loads(body), ensure_ascii=False, indent=indent).encode()
