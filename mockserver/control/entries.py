"""
Entries of the journal as the control API tells them.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from mockserver.control.copies import copies, copy_notes

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from mockserver.control.journal import Entry


def summarised(entry: Entry) -> dict[str, Any]:
    """
    Return what a list shows of an entry.
    """
    exchange = entry.exchange
    return {
        "number": entry.number,
        "moment": entry.moment,
        "milliseconds": round(entry.duration * 1000, 1),
        "method": exchange.method,
        "url": exchange.url,
        "status": exchange.status,
        "bytes": len(exchange.body),
        "hints": list(entry.hints),
    }


def detailed(api: Api, world: str, entry: Entry) -> dict[str, Any]:
    """
    Return an entry with headers and bodies, and its request as text to paste.

    Args:
        api: what is served.
        world: name of the host whose records are served.
        entry: of the journal.
    """
    exchange = entry.exchange
    return {
        **summarised(entry),
        "request": _message(exchange.request_headers, exchange.request_body),
        "response": _message(exchange.headers, exchange.body),
        "copies": copies(api, world, exchange),
        "notes": copy_notes(exchange),
    }


def _message(headers: tuple[tuple[str, str], ...], body: bytes) -> dict[str, Any]:
    return {"headers": [list(each) for each in headers], "body": _body(body)}


def _body(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode("ascii"), "encoding": "base64"}
