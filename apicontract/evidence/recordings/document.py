"""
An exchange as a JSON document of our own (`schemas/meta/exchange.schema.json`) <-> `Exchange`.

The body stands in it as JSON where that loses nothing, so that people can read and compare it;
otherwise as text, or as base64 where it is not even text.
"""

from __future__ import annotations

import base64
import json
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


def render_document(exchange: Exchange) -> str:
    """
    Return the text of an exchange document; reading it gives the exchange back.

    Its documentation is left out, and the credentials in its headers and its URL are hidden.
    """
    request: dict[str, Any] = {"method": exchange.method, "url": redacted_url(exchange.url)}
    response: dict[str, Any] = {"status": exchange.status}
    for message, headers in ((request, exchange.request_headers), (response, exchange.headers)):
        if headers:
            message["headers"] = [list(each) for each in redacted_headers(headers)]
    response |= _body(exchange.body)
    moment = {"recorded_at": exchange.recorded_at} if exchange.recorded_at else {}
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
