"""
Names and types that were seen -> the paging of an API: by what its parameters and the keys of its bodies are called.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.jsontypes import is_integer, types_of
from apicontract.contract.paging import STYLES, value_at
from apicontract.contract.weblinks import NEXT, links_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.paging import Paging

#: What is taken where nothing says more.
USUAL = STYLES["limit-offset"]
#: The style of lists that are bare arrays.
UNPAGED = "none"
#: How the keys of a body are called: the first of these that it has counts.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "count": ("count", "total", "total_count", "totalCount", "meta.count", "meta.total", "meta.total_count"),
    # Where a URL stands beside a token, the URL is the link.
    "next": ("next_url", "nextUrl", "next", "links.next", "meta.next"),
    "previous": ("previous", "prev", "links.previous", "links.prev", "meta.previous", "meta.prev"),
    "token": ("next_cursor", "nextCursor", "meta.next_cursor", "next_page_token", "nextPageToken"),
    "back_token": (
        "prev_cursor",
        "previous_cursor",
        "prevCursor",
        "previousCursor",
        "meta.prev_cursor",
        "prev_page_token",
    ),
    "more": ("has_more", "hasMore", "meta.has_more"),
    "rows": ("results", "data", "items", "records", "rows"),
}
_TYPES: Mapping[str, str] = {"count": "integer", "rows": "array"}
#: How the parameters are called: for each style where a page begins, and the rows of a page.
STARTS: Mapping[str, tuple[str, ...]] = {
    "limit-offset": ("offset", "skip", "_start", "page[offset]", "start"),
    "page-number": ("page", "page[number]", "page_number", "pageNumber", "_page"),
}
#: Style of lists whose pages only tokens lead to, and how the parameter of these is called.
CURSOR = "cursor"
TOKEN_NAMES = ("cursor", "_next", "after", "page_token", "pageToken", "page[after]", "starting_after")
#: How the parameter is called that asks for the page that ends before a token.
_BACKS = ("before", "page[before]", "ending_before")
#: How keys are called that repeat something of the page.
_ECHOES: Mapping[str, tuple[str, ...]] = {
    "size": ("per_page", "page_size", "limit", "size", "perPage", "pageSize"),
    "number": ("page", "current_page", "page_number", "currentPage", "pageNumber"),
    "pages": ("pages", "total_pages", "last_page", "totalPages", "page_count", "pageCount", "num_pages"),
    "before": ("offset", "skip", "start"),
    "shown": ("shown", "returned", "count"),
}
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
#: Style of bare arrays whose links stand in a header, and how a header with a count is called.
LINKED = "link-header"
TOTALS = ("X-Total-Count", "X-Total", "X-Count", "Total-Count", "X-WP-Total", "X-Pagination-Total-Count")
SIZES = (
    "limit",
    "page_size",
    "page[size]",
    "per_page",
    "pageSize",
    "size",
    "_limit",
    "perPage",
    "page[limit]",
    "_size",
)


def recognised(
    types: Mapping[str, str], names: Collection[str], headers: Mapping[str, str] = NO_HEADERS
) -> Paging | None:
    """
    Return the paging of a body, or None if it is not that of a list in a known form.

    Args:
        types: key to JSON type of its value, those of objects inside dotted; none of a bare array.
        names: of the parameters that a list was seen to have; without one that pages, the usual style is taken.
        headers: of the answer, each with its value, if that was seen, or ""; with links in one, a bare array is a page,
            and a body that has links of its own is what these make it.
    """
    sent, linked = {name.lower(): value for name, value in headers.items()}, STYLES[LINKED]
    if linked.links.lower() in sent and not types:
        relations = _relations(sent[linked.links.lower()]) or linked.led_to
        total = next((each for each in TOTALS if each.lower() in sent), "")
        return replace(_asked(linked, names), total=total, relations=" ".join(relations))
    found = {
        part: next((key for key in keys if key in types and types[key] == _TYPES.get(part, types[key])), "")
        for part, keys in _KEYS.items()
    }
    if set(types) == {found["rows"]}:
        return replace(STYLES[UNPAGED], rows=found["rows"])
    if not found["count"] or not found["rows"]:
        return _by_tokens(found, names) if found["rows"] and not found["count"] else None
    found |= {"token": "", "back_token": "", "more": ""}
    style = next((style for style, known in STARTS.items() if not set(known).isdisjoint(names)), USUAL.style)
    return _asked(replace(STYLES[style], **cast("dict[str, Any]", found)), names)


def _by_tokens(found: Mapping[str, str], names: Collection[str]) -> Paging | None:
    """
    Return the paging of a body without a count that leads on by tokens, in a link or beside the rows; None if none is.
    """
    start = next((each for each in TOKEN_NAMES if each in names), "")
    usual = STYLES[CURSOR]
    if not (found["next"] or found["token"]) or (names and not start and not found["token"]):
        return None
    back = next((each for each in _BACKS if each in names), "") if start else ""
    sizes = [each for each in (usual.size, *SIZES) if each in names]
    changes = {**found, **({"next": "", "previous": ""} if found["token"] else {"back_token": ""})}
    size = sizes[0] if sizes else "" if start else usual.size
    return replace(usual, **cast("dict[str, Any]", changes), start=start or usual.start, back=back, size=size)


def _asked(usual: Paging, names: Collection[str]) -> Paging:
    """
    Return a style with the parameters that were seen; where a header has the links, also with what they count.
    """
    style, start = next(((style, name) for style, known in STARTS.items() for name in known if name in names), ("", ""))
    unit = STYLES[style].unit if start else usual.unit
    sizes = [each for each in (usual.size, *SIZES) if each in names]
    size = sizes[0] if sizes else "" if start and unit == "pages" else usual.size
    return replace(usual, unit=unit, start=start or usual.start, size=size)


def as_sent(paging: Paging, body: Any) -> Paging:
    """
    Return a paging with the keys of a body in the order sent, and with what others than its own repeat of the page.
    """
    if not isinstance(body, dict) or not paging.rows:
        return paging
    own = set(paging.keys)
    keys = list(_leaves(body))
    echoes = tuple((key, _echoed(key)) for key in keys if key not in own)
    told = replace(paging, echoes=echoes)
    # One with a blank in it cannot be listed.
    return (
        told if tuple(keys) == paging.keys or any(" " in key for key in keys) else replace(told, order=" ".join(keys))
    )


def _leaves(body: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in body.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and value and not before:
            yield from _leaves(value, f"{name}.")
        else:
            yield name


def _echoed(key: str) -> str:
    """
    Return what a key repeats of the page, by its name; `open` where that says nothing.
    """
    last = key.rpartition(".")[2]
    return next((meaning for meaning, names in _ECHOES.items() if last in names), "open")


def unlinked(rows: str, names: Collection[str], total: str = "") -> Paging:
    """
    Return the paging of lists that are asked for by parameters alone: no link leads on.

    Args:
        rows: key of the rows, "" of a bare array.
        names: of the parameters that page; without one that says where a page begins, a list is one page.
        total: header that has the count, "" if none does.
    """
    style = next((style for style, known in STARTS.items() if not set(known).isdisjoint(names)), "")
    if not style:
        return replace(STYLES[UNPAGED], rows=rows)
    bare = replace(STYLES[style], count="", next="", previous="", rows=rows, total=total, last="")
    return _asked(bare, names)


def recorded_paging(exchanges: Sequence[Exchange]) -> Paging | None:
    """
    Return the paging of recorded lists, by the links in them; None if there is no list in a known form.
    """
    bodies = [(each, _json(each)) for each in exchanges]
    lists = [(each, body) for each, body in bodies if recognised(types_in(body), ()) is not None]
    bare = [(each, body) for each, body in bodies if is_bare_list(body)]
    headers = {} if lists else _most_linked(each for each, _ in bare)
    if not lists and not headers:
        return STYLES[UNPAGED] if bare else None
    wrapped = {each.path for each, _ in lists}
    begins = any(each.path in wrapped for each, _ in bare)
    lists = lists or bare
    names = {name for exchange, body in lists for name in _names(exchange, body)}
    paging = recognised(types_in(lists[-1][1]), names, headers)
    paging = None if paging is None else as_sent(paging, lists[-1][1])
    paging = None if paging is None else replace(paging, begins_on_size=begins)
    if paging is None or paging.unit != "pages":
        return paging
    size = paging.size or STYLES[paging.style].size
    return replace(paging, size=size, first=min((_first(paging, *each) for each in lists), default=1))


def paged_alternative(
    schema: Mapping[str, Any], followed: Callable[[Any], Mapping[str, Any]]
) -> tuple[Mapping[str, Any], bool]:
    """
    Return the schema of a page, where a list is described as that or as a bare array, and True; else what is given.

    Args:
        schema: of the body.
        followed: returns what a schema refers to, or itself.
    """
    branches = [followed(each) for key in ("anyOf", "oneOf") for each in schema.get(key, ())]
    pages = [each for each in branches if "properties" in each]
    bare = any(each.get("type") == "array" for each in branches)
    return (pages[0], True) if bare and len(pages) == 1 else (schema, False)


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
        rows = isinstance(value, list) and all(isinstance(each, dict) for each in value)
        found[f"{before}{key}"] = "integer" if is_integer(value) else "array" if rows else "other"
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
        types = types_of(inner)
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


def _relations(header: str) -> list[str]:
    """
    Return the relation types of the links in a header that lead to pages, in the order sent.
    """
    return [each for each in links_in(header) if each in STYLES[LINKED].led_to]


def _most_linked(exchanges: Iterable[Exchange]) -> Mapping[str, str]:
    """
    Return the headers of the answer that has the most links to pages in one; nothing, if none has.
    """
    name = STYLES[LINKED].links.lower()
    sent = [{key.lower(): value for key, value in each.headers} for each in exchanges]
    most = max(sent, key=lambda each: len(_relations(each.get(name, ""))), default={})
    return most if _relations(most.get(name, "")) else {}


def _names(exchange: Exchange, body: Any) -> Iterator[str]:
    yield from (name for name, _ in exchange.query)
    for link in (*_links(body), *links_in(exchange.header(STYLES[LINKED].links) or "").values()):
        yield from (name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True))


def _first(paging: Paging, exchange: Exchange, body: Any) -> int:
    """
    Return the number of the first page, as the link from it to the second shows; otherwise the usual one.
    """
    link = paging.linked(body, exchange.header).get(NEXT)
    following = dict(parse_qsl(urlsplit(str(link)).query)).get(paging.start, "")
    opening = exchange.parameter(paging.start) is None
    return int(following) - 1 if opening and following in {"1", "2"} else 1
