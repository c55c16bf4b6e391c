"""
Names and types that were seen -> the paging of an API: by what its parameters and the keys of its bodies are called.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.paging import STYLES, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from apicontract.contract.model import Exchange
    from apicontract.contract.paging import Paging

#: What is taken where nothing says more.
USUAL = STYLES["limit-offset"]
#: The style of lists that are bare arrays.
UNPAGED = "none"
#: How the keys of a body are called: the first of these that it has counts.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "count": ("count", "total", "total_count", "totalCount", "meta.count", "meta.total", "meta.total_count"),
    "next": ("next", "links.next", "meta.next"),
    "previous": ("previous", "prev", "links.previous", "links.prev", "meta.previous", "meta.prev"),
    "rows": ("results", "data", "items", "records", "rows"),
}
_TYPES: Mapping[str, str] = {"count": "integer", "rows": "array"}
#: How the parameters are called: for each style where a page begins, and the rows of a page.
_STARTS: Mapping[str, tuple[str, ...]] = {
    "limit-offset": ("offset", "skip"),
    "page-number": ("page", "page[number]", "page_number", "pageNumber"),
}
_SIZES = ("limit", "page_size", "page[size]", "per_page", "pageSize", "size")


def recognised(types: Mapping[str, str], names: Collection[str]) -> Paging | None:
    """
    Return the paging of a body, or None if it is not that of a list in a known form.

    Args:
        types: key to JSON type of its value, those of objects inside dotted.
        names: of the parameters that a list was seen to have; without one that pages, the usual style is taken.
    """
    found = {
        part: next((key for key in keys if key in types and types[key] == _TYPES.get(part, types[key])), "")
        for part, keys in _KEYS.items()
    }
    if set(types) == {found["rows"]}:
        return replace(STYLES[UNPAGED], rows=found["rows"])
    if not found["count"] or not found["rows"]:
        return None
    style, start = next(
        ((style, name) for style, known in _STARTS.items() for name in known if name in names), (USUAL.style, "")
    )
    usual = STYLES[style]
    sizes = [each for each in (usual.size, *_SIZES) if each in names]
    size = sizes[0] if sizes else "" if start and usual.unit == "pages" else usual.size
    changes: dict[str, Any] = {**found, "start": start or usual.start, "size": size}
    return replace(usual, **changes)


def recorded_paging(exchanges: Sequence[Exchange]) -> Paging | None:
    """
    Return the paging of recorded lists, by the links in them; None if there is no list in a known form.
    """
    lists = [(each, body) for each in exchanges if recognised(types_in(body := _json(each)), ()) is not None]
    if not lists:
        bare = any(is_bare_list(_json(each)) for each in exchanges)
        return STYLES[UNPAGED] if bare else None
    types = types_in(lists[0][1])
    names = {name for exchange, body in lists for name in _names(exchange, body)}
    paging = recognised(types, names)
    if paging is None or paging.unit != "pages":
        return paging
    size = paging.size or STYLES[paging.style].size
    return replace(paging, size=size, first=min((_first(paging, *each) for each in lists), default=1))


def is_bare_list(body: Any) -> bool:
    """
    Return whether a body is an array of records and nothing else.
    """
    return isinstance(body, list) and bool(body) and all(isinstance(each, dict) for each in body)


def types_in(body: Any, before: str = "") -> dict[str, str]:
    """
    Return key to JSON type of the values of a body, those of objects inside dotted.
    """
    found: dict[str, str] = {}
    for key, value in body.items() if isinstance(body, dict) else ():
        if isinstance(value, dict) and not before:
            found |= types_in(value, f"{key}.")
        whole = isinstance(value, int) and not isinstance(value, bool)
        rows = isinstance(value, list) and all(isinstance(each, dict) for each in value)
        found[f"{before}{key}"] = "integer" if whole else "array" if rows else "other"
    return found


def types_described(schema: Any, followed: Callable[[Any], Mapping[str, Any]], before: str = "") -> dict[str, str]:
    """
    Return key to JSON type of what a schema describes, as `types_in` does of a body.

    Args:
        schema: of the body.
        followed: returns what a schema refers to, or itself.
        before: dotted path of the body in which it stands.
    """
    found: dict[str, str] = {}
    properties = followed(schema).get("properties")
    for key, each in properties.items() if isinstance(properties, dict) else ():
        inner = followed(each)
        if not before:
            found |= types_described(inner, followed, f"{key}.")
        stated = inner.get("type", "")
        types = [stated] if isinstance(stated, str) else list(stated)
        found[f"{before}{key}"] = next((name for name in ("integer", "array") if name in types), "other")
    return found


def _json(exchange: Exchange) -> Any:
    try:
        return exchange.json
    except ValueError:
        return None


def _links(body: Any) -> Iterator[str]:
    for part in ("next", "previous"):
        yield from (link for key in _KEYS[part] if isinstance(link := value_at(body, key), str))


def _names(exchange: Exchange, body: Any) -> Iterator[str]:
    yield from (name for name, _ in exchange.query)
    for link in _links(body):
        yield from (name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True))


def _first(paging: Paging, exchange: Exchange, body: Any) -> int:
    """
    Return the number of the first page, as the link from it to the second shows; otherwise the usual one.
    """
    following = dict(parse_qsl(urlsplit(str(value_at(body, paging.next))).query)).get(paging.start, "")
    opening = exchange.parameter(paging.start) is None
    return int(following) - 1 if opening and following in {"1", "2"} else 1
