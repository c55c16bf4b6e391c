"""
The inputs of commands that tests alter: a document, the command that reads it, and how it ends.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from small import SMALL, SMALL_DATA, small_api

from apicontract.contract.openapi import openapi_document
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Input:
    """
    One kind of input.

    Attributes:
        file: where the document is put.
        document: as it is right.
        command: what reads it.
        status: with which the command ends on the right document.
        schema: the schema of `schemas/meta` that the document must follow, "" if there is none.
    """

    file: str
    document: Any
    command: tuple[str, ...]
    status: int = 0
    schema: str = ""


def _item(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_LIST = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "next": {"type": "string", "nullable": True},
        "previous": {"type": "string", "nullable": True},
        "results": {"type": "array", "items": _item("Book")},
    },
}
_BOOK = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "title": {"type": "string", "maxLength": 20},
        "state": {"type": "string", "enum": ["lent", "free"]},
        "author": {"allOf": [_item("Author")], "nullable": True},
    },
}


def _answer(name: str) -> dict[str, Any]:
    return {"responses": {"200": {"content": {"application/json": {"schema": _item(name)}}}}}


_DESCRIPTION: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shelf", "version": "1"},
    "servers": [{"url": "https://shelf.example/api"}],
    "paths": {
        "/books/": {
            "get": {
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10, "maximum": 50}},
                    {"name": "state", "in": "query", "schema": {"type": "string", "enum": ["lent", "free"]}},
                ],
                **_answer("Books"),
            }
        },
        "/books/{id}/": {
            "get": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                **_answer("Book"),
            },
            "post": {"requestBody": {"content": {"application/json": {"schema": _item("Book")}}}, **_answer("Book")},
        },
    },
    "components": {
        "schemas": {
            "Books": _LIST,
            "Book": _BOOK,
            "Author": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
        }
    },
}
_REPORT = {
    "$schema": "https://apicontract.example/meta/report.schema.json",
    "tool": "check",
    "version": "0",
    "target": "mock",
    "api": "ll2-small",
    "started_at": None,
    "summary": {"requests": 0, "verdicts": {"kept": 1, "violated": 0, "undecided": 0}, "findings": {}},
    "rules": [],
    "verdicts": [],
    "findings": [],
    "remarks": ["x"],
}
_BASELINE = {
    "$schema": "https://apicontract.example/meta/baseline.schema.json",
    "findings": [
        {"fingerprint": "0" * 64, "rule": "retyped", "message": "x", "reason": "known", "expires": "2999-12-31"},
    ],
}


@cache
def _recorded() -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return the first packaged recording as a HAR document and as an exchange document, with two rows.
    """
    api = small_api()
    exchange = recordings_of(api)[0]
    body = exchange.json | {"results": exchange.json["results"][:2]}
    headers = [{"name": name, "value": value} for name, value in exchange.headers]
    request = {"method": "GET", "url": exchange.url.replace("format=api&", ""), "headers": []}
    content = {"mimeType": "application/json", "text": json.dumps(body)}
    har = {
        "log": {"entries": [{"request": request, "response": {"status": 200, "headers": headers, "content": content}}]}
    }
    response = {"status": 200, "headers": list(map(list, exchange.headers)), "body": body}
    plain = {"request": request, "response": response}
    return har, plain


def _contract(name: str) -> Any:
    return json.loads((SMALL_DATA / "schemas" / SMALL / name).read_text(encoding="utf-8"))


@cache
def _own_description() -> dict[str, Any]:
    return openapi_document(small_api())


_HAR, _PLAIN = _recorded()
#: Name to input.
INPUTS: Mapping[str, Input] = {
    "import openapi": Input(
        "in.json", _DESCRIPTION, ("import", "openapi", "in.json", "--api", "shelf", "--data", "made"),
        schema="description.schema.json",
    ),
    "diff": Input("in.json", _DESCRIPTION, ("diff", "right.json", "in.json"), schema="description.schema.json"),
    "diff from": Input("in.json", _DESCRIPTION, ("diff", "in.json", "right.json"), schema="description.schema.json"),
    "check har": Input("in.har", _HAR, ("check", "in.har"), 1),
    "import har": Input("in.har", _HAR, ("import", "har", "in.har", "--data", "made")),
    "check recording": Input("in.json", _PLAIN, ("check", "in.json"), 1, "exchange.schema.json"),
    "report": Input("in.json", _REPORT, ("report", "in.json"), schema="report.schema.json"),
    "replay": Input("in.json", _REPORT, ("replay", "in.json"), schema="report.schema.json"),
    "baseline": Input(
        "in.json", _BASELINE, ("diff", "right.json", "right.json", "--baseline", "in.json"),
        schema="baseline.schema.json",
    ),
    "api": Input(
        "data/schemas/ll2-small/api.json", _contract("api.json"), ("check", "right.har", "--data", "data"), 1,
        schema="api.schema.json",
    ),
    "contract": Input(
        "data/schemas/ll2-small/spacecraft/contract.json", _contract("spacecraft/contract.json"),
        ("check", "right.har", "--data", "data"), 1, schema="contract.schema.json",
    ),
}  # fmt: skip


def prepared(kind: Input, text: str, folder: Path) -> None:
    """
    Put an input, and what stands beside it, into a folder that holds nothing else of other inputs.
    """
    for each in ("made", "data", "in.json", "in.har"):
        path = folder / each
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
    (folder / "right.json").write_text(json.dumps(_DESCRIPTION), encoding="utf-8")
    (folder / "right.har").write_text(json.dumps(_HAR), encoding="utf-8")
    path = folder / kind.file
    if path.is_relative_to(folder / "data"):
        shutil.copytree(SMALL_DATA, folder / "data")
    path.write_text(text, encoding="utf-8")
