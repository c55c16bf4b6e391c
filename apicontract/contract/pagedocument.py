"""
How lists are asked for and wrapped, as OpenAPI describes it: parameters, body, headers of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.paging import ECHOES, UNITS
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS, link_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Json
    from apicontract.contract.paging import Paging


_BACK = "Token, from another answer, of the page that ends before it."


def page_parameters(paging: Paging) -> list[dict[str, Any]]:
    """
    Return the parameters of a list that page.
    """
    size = {"type": "integer", "minimum": 1, "maximum": paging.maximum_limit}
    size |= {} if paging.begins_on_size else {"default": paging.default_limit}
    start = UNITS[paging.unit].schema(paging)
    about = start.pop("description", "")
    text = f"Records a page; more than {paging.maximum_limit} is cut to that."
    text += " Without it, all records are sent." if paging.begins_on_size else ""
    return [
        *([{"name": paging.size, "in": "query", "description": text, "schema": size}] if paging.size else []),
        *([{"name": paging.start, "in": "query", "description": about, "schema": start}] if start else []),
        *([{"name": paging.back, "in": "query", "description": _BACK, "schema": start}] if paging.back else []),
    ]


def page_schema(paging: Paging, name: str, row: Json) -> dict[str, Any]:
    """
    Return the schema of the body of a list of that name, whose rows have a schema.
    """
    link = {"type": ["string", "null"], "format": "uri"}
    fixed = {"maxItems": paging.default_limit} if paging.start and not paging.size else {}
    listed: dict[str, Any] = {"type": "array", "items": row, **fixed}
    if not paging.rows:
        return {"description": f"{'A page' if paging.start else 'The records'} of {name}.", **listed}
    parts = {
        paging.count: {"type": "integer", "minimum": 0},
        paging.next: link,
        paging.previous: link,
        paging.token: {"type": ["string", "null"], "description": "Token of the next page, null on the last one."},
        paging.back_token: {
            "type": ["string", "null"],
            "description": "Token of the previous page, null on the first one.",
        },
        paging.more: {"type": "boolean", "description": "Whether there is a next page."},
        paging.rows: listed,
    }
    parts |= {key: dict(ECHOES[meaning]) for key, meaning in paging.echoes}
    page = _object([(tuple(key.split(".")), parts[key]) for key in paging.keys])
    made = {"type": page.pop("type"), "description": f"A page of {name}.", **page}
    return {"anyOf": [made, page_schema(paging.unpaged, name, row)]} if paging.begins_on_size else made


def page_headers(paging: Paging) -> dict[str, Any]:
    """
    Return the headers of a list that page, by name.
    """
    led = ", ".join(f"`{each}`" for each in paging.led_to)
    links = f"Links to pages by relation type (RFC 8288): {led}; none where there is no such page."
    return {
        **({paging.links: {"description": links, "schema": _links_schema(paging)}} if paging.links else {}),
        **(
            {paging.total: {"description": "Records of the whole list.", "schema": {"type": "integer", "minimum": 0}}}
            if paging.total
            else {}
        ),
    }


def _links_schema(paging: Paging) -> Json:
    """
    Return the schema of a header of links, with an example that has each of them.
    """
    base = f"https://example.org/?{paging.start}="
    return {"type": "string", "examples": [link_header((each, base + number) for each, number in _example(paging))]}


def _example(paging: Paging) -> Iterator[tuple[str, str]]:
    """
    Yield relation type and place of each link of a page in the middle of a list.
    """
    places = {FIRST: 0, PREVIOUS: 1, NEXT: 3, LAST: 9}
    for relation in paging.led_to:
        row = places[relation] * paging.default_limit
        yield relation, dict(paging.starting(row, paging.default_limit) or ()).get(paging.start, str(paging.first))


def _object(members: Sequence[tuple[tuple[str, ...], Json]]) -> dict[str, Any]:
    """
    Return the schema of an object of members, each with the steps that lead to it.
    """
    inside = {name: [(steps[1:], each) for steps, each in members if steps[0] == name] for (name, *_), _ in members}
    properties = {name: parts[0][1] if parts[0][0] == () else _object(parts) for name, parts in inside.items()}
    return {"type": "object", "required": [*properties], "properties": properties}
