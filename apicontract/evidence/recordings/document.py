"""
An exchange as a JSON document of our own (`schemas/meta/exchange.schema.json`) <-> `Exchange`.

The body stands in it as JSON where that loses nothing, so that people can read and compare it;
otherwise as text, or as base64 where it is not even text.

A document stands for a period: an answer that was given again unchanged is not written again, but the moment at
which it was last given (`recorded_until`).
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import hold_to
from apicontract.contract.exchange import Exchange
from apicontract.contract.redaction import redacted_headers, redacted_url

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_document(document: Any) -> bool:
    """
    Return whether a JSON value looks like an exchange document.
    """
    return isinstance(document, dict) and {"request", "response"} <= document.keys()


def read_document(document: Mapping[str, Any], place: str) -> Exchange:
    """
    Read an exchange document.

    Raises:
        DataError: it does not follow `schemas/meta/exchange.schema.json`, with the JSON pointer.
    """
    hold_to(document, "exchange", place)
    request, response = document["request"], document["response"]
    return Exchange(
        method=request.get("method", "GET"),
        url=request["url"],
        status=response["status"],
        headers=tuple((name, value) for name, value in response.get("headers", ())),
        body=_bytes(response),
        request_headers=tuple((name, value) for name, value in request.get("headers", ())),
        source=place,
        recorded_at=document.get("recorded_at", ""),
    )


def read_period(document: Mapping[str, Any], place: str) -> tuple[Exchange, ...]:
    """
    Read an exchange document as what was observed: the answer when it was first given, and again when it was last.

    Raises:
        DataError: as `read_document` does.
    """
    first = read_document(document, place)
    until = document.get("recorded_until", "")
    if not until:
        return (first,)
    # The `Date` header is that of the first answer, and would stand for the moment.
    headers = tuple(each for each in first.headers if each[0].lower() != "date")
    return first, replace(first, headers=headers, recorded_at=until)


def render_document(exchange: Exchange, until: str = "") -> str:
    """
    Return the text of an exchange document; reading it gives the exchange back.

    `until` is when the same answer was last given, "" if only once.
    Its documentation is left out, and the credentials in its headers and its URL are hidden.
    """
    request: dict[str, Any] = {"method": exchange.method, "url": redacted_url(exchange.url)}
    response: dict[str, Any] = {"status": exchange.status}
    for message, headers in ((request, exchange.request_headers), (response, exchange.headers)):
        if headers:
            message["headers"] = [list(each) for each in redacted_headers(headers)]
    response |= _body(exchange.body)
    moment = {"recorded_at": exchange.recorded_at} if exchange.recorded_at else {}
    moment |= {"recorded_until": until} if until else {}
    return json.dumps({**moment, "request": request, "response": response}, indent=2, ensure_ascii=False) + "\n"


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _body(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    try:
        value = json.loads(text)
        faithful = _dumped(value) == body
    except (ValueError, UnicodeEncodeError):
        faithful = False
    return {"body": value} if faithful else {"text": text}


def _bytes(response: Mapping[str, Any]) -> bytes:
    if "base64" in response:
        return base64.b64decode(response["base64"])
    return response["text"].encode() if "text" in response else _dumped(response["body"]) if "body" in response else b""
