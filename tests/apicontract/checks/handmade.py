"""
A small API and answers of it, made by hand for the tests of the checks.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from apicontract.checks import CheckResults, judge
from apicontract.contract.catalog import load_api
from apicontract.contract.model import (
    Api,
    Documentation,
    Exchange,
    Field,
    Grade,
    Host,
    Modes,
    Parameter,
    Resource,
    Setting,
    Shape,
)
from apicontract.contract.paging import STYLES

HOST = "https://things.example"
LIST = f"{HOST}/v1/things/"
HEADERS = (("Allow", "GET"), ("Content-Type", "application/json"), ("Vary", "Accept"))

KIND = {
    "$id": "https://things.example/schemas/kinds/default.schema.json",
    "x-entity": "kinds",
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string", "maxLength": 9}},
}


def thing_shape(mode: str, **more: Any) -> Shape:
    """
    Return the shape of a thing in a mode.
    """
    properties = {
        "response_mode": {"const": mode},
        "id": {"type": "integer"},
        "url": {"type": "string", "format": "uri", "x-link": "self"},
        "name": {"type": "string"},
        "ready": {"type": "boolean"},
        "size": {"type": ["integer", "null"], "x-behaviour": {"kind": "growing"}},
        "age": {"type": "string", "pattern": "^P", "x-ticking-while": "ready"},
        "kind": {"$ref": "../kinds/default.schema.json"},
        **more,
    }
    schema = {
        "$id": f"https://things.example/schemas/things/{mode}.schema.json",
        "x-entity": "things",
        "type": "object",
        "x-relations": [{"kind": "contains", "fields": ["page", "id"]}],
        "required": list(properties),
        "properties": properties,
    }
    return Shape(f"things/{mode}", str(schema["$id"]), "things", schema)


THINGS = Resource(
    name="things",
    title="Thing",
    entity="things",
    identifier=Field("id", "id", "integer"),
    modes=Modes(("normal", "detailed"), "normal", "detailed"),
    shapes={"normal": "things/normal", "detailed": "things/detailed"},
    parameters=(
        Parameter("kind", ("kind.id",), "exact", "related", related="kinds"),
        Parameter("name", ("name",), "exact", "text"),
        Parameter("ready", ("ready",), "exact", "boolean"),
        Parameter("size__gt", ("size",), "gt", "integer", grade=Grade.GUESS),
    ),
    search=(Field("name", "name"), Field("kind__name", "kind.name")),
    ordering=(Field("id", "id", "integer"), Field("size", "size", "integer"), Field("age", "age", "duration")),
)

BEHAVIOUR = {
    "unknown_choice": "refuse",
    "other_methods": 405,
    "methods": ["GET"],
    "not_found": "named",
    "nulls": "last",
    "append_slash": True,
    "closing_slash": True,
    "representations": ["json", "api"],
    "unknown_ordering": "ignore",
    "missing_parent": "refuse",
    "api_root": True,
    "quoted_search": True,
    "vary": "Accept",
    "cross_origin": True,
    "suffix_routes": False,
    "headers": {"X-Frame-Options": "DENY"},
}

API = Api(
    name="things-1",
    title="Things",
    version="1",
    base_path="/v1/",
    primary="things",
    hosts={"things": Host("things", HOST)},
    default_host="things",
    paging=replace(STYLES["limit-offset"], default_limit=3, maximum_limit=5),
    resources={"things": THINGS},
    shapes={
        "things/normal": thing_shape("normal"),
        "things/detailed": thing_shape("detailed", note={"type": ["string", "null"]}),
        "kinds/default": Shape("kinds/default", str(KIND["$id"]), "kinds", KIND),
    },
    singletons={"kind": "kinds/default"},
    behaviour={name: Setting(value, Grade.FRAMEWORK) for name, value in BEHAVIOUR.items()},
    promises=load_api().promises,
)


def thing(number: int, **changes: Any) -> dict[str, Any]:
    """
    Return a thing as a list shows it.
    """
    return {
        "response_mode": "normal",
        "id": number,
        "url": f"{LIST}{number}/",
        "name": f"Thing {number}",
        "ready": False,
        "size": number * 10,
        "age": f"P{number}D",
        "kind": {"id": 1, "name": "Plain"},
    } | changes


def answer(query: str = "", body: Any = None, *, path: str = "", status: int = 200, **more: Any) -> Exchange:
    """
    Return an answer to a request for things, compact as the service sends.
    """
    url = LIST + path + (f"?{query}" if query else "")
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Exchange(more.pop("method", "GET"), url, status, more.pop("headers", HEADERS), text, **more)


def page(query: str = "", rows: tuple[dict[str, Any], ...] = (), count: int | None = None, **changes: Any) -> Exchange:
    """
    Return a page that is right unless `changes` (of the body's keys) or the arguments say otherwise.
    """
    asked = dict(parse_qsl(query, keep_blank_values=True))
    limit, offset = int(asked.get("limit", 3)), int(asked.get("offset", 0))
    total = len(rows) if count is None else count
    body = {
        "count": total,
        "next": link(asked, limit, offset + limit) if offset + limit < total else None,
        "previous": link(asked, limit, max(0, offset - limit)) if offset > 0 else None,
        "results": list(rows),
    }
    return answer(query, body | changes)


def copied(*lines: tuple[str, str]) -> Exchange:
    """
    Return the text of a browsable page, with these lines of documentation below one heading.
    """
    return replace(page("format=api", (thing(1),)), documentation=Documentation((("Filters", lines),)))


def shown(exchange: Exchange) -> Exchange:
    """
    Return the same answer as a browsable page, asked for by its format.
    """
    body = b"<pre>HTTP 200 OK\n\n" + exchange.body + b"</pre>"
    headers = (*HEADERS[::2], ("Content-Type", "text/html; charset=utf-8"))
    return Exchange("GET", exchange.url + "?format=api", 200, headers, body)


def link(asked: dict[str, str], limit: int, offset: int) -> str:
    """
    Return a link to another page, its parameters in the order of their names.
    """
    parameters = {key: value for key, value in asked.items() if key != "offset"} | {"limit": str(limit)}
    if offset > 0:
        parameters["offset"] = str(offset)
    return f"{LIST}?{urlencode(sorted(parameters.items()))}"


def messages(check: str, *exchanges: Exchange, api: Api = API, strict: bool = True) -> list[str] | None:
    """
    Return what a check says about exchanges: place and message of each finding, or None if it is undecided.
    """
    outcome = judge(api, exchanges, strict=strict).outcomes[check]
    if outcome.verdict.value == "undecided":
        return None
    return [f"{each.place}: {each.message}" for each in outcome.violations]


def accused(check_results: CheckResults) -> list[str]:
    """
    Return the ids of the checks that found something, the weightiest first.
    """
    return list(dict.fromkeys(each.check for each in check_results.violations))
