"""
Entries of a HAR file (HTTP Archive 1.2, what browsers save) -> exchanges.

Cookies and credentials that a browser saved along are left out, and so are entries that hold no answer of the
service: no answer came, its body was not saved, or the browser used its own copy (RFC 9110, section 15.4.5).
"""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.errors import DataError
from apicontract.model import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECRET = {"authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key"}
#: HTTP/2 pseudo headers that some browsers save among the others.
_PSEUDO = ":"


def is_archive(document: Any) -> bool:
    """
    Return whether a JSON value looks like a HAR file.
    """
    return isinstance(document, dict) and isinstance(document.get("log"), dict) and "entries" in document["log"]


def read_archive(document: Any, place: str) -> tuple[Exchange, ...]:
    """
    Return the exchanges of a HAR document, in its order; entries without an answer of the service are left out.

    Raises:
        DataError: an entry lacks what the format requires, with its JSON pointer.
    """
    entries = document["log"]["entries"]
    if not isinstance(entries, list):
        raise DataError(f"{place}#/log/entries", f"a {type(entries).__name__}", "a list of entries")
    return tuple(_exchanges(entries, place))


def _exchanges(entries: list[Any], place: str) -> Iterator[Exchange]:
    for number, entry in enumerate(entries):
        here = f"{place}#/log/entries/{number}"
        try:
            exchange = _exchange(entry, f"entry {number + 1} of {place}")
        except (KeyError, TypeError, AttributeError) as error:
            raise DataError(here, f"an entry without {error}", "request and response as HAR 1.2 has them") from error
        except (binascii.Error, ValueError) as error:
            raise DataError(
                f"{here}/response/content", str(error), "text, or base64 where the encoding says so"
            ) from error
        if exchange.status and exchange.status != HTTPStatus.NOT_MODIFIED and not _lost(entry["response"]):
            yield exchange


def _lost(response: Any) -> bool:
    """
    Whether there was a body that the file does not hold.
    """
    content = response.get("content", {})
    return "text" not in content and (content.get("size", 0) != 0 or response.get("bodySize", 0) > 0)


def _exchange(entry: Any, source: str) -> Exchange:
    request, response = entry["request"], entry["response"]
    content = response.get("content", {})
    text = content.get("text", "")
    body = base64.b64decode(text, validate=True) if content.get("encoding") == "base64" else text.encode()
    return Exchange(
        method=request["method"].upper(),
        url=request["url"].partition("#")[0],
        status=int(response["status"]),
        headers=_headers(response),
        body=body,
        request_headers=_headers(request),
        source=source,
    )


def _headers(message: Any) -> tuple[tuple[str, str], ...]:
    pairs = ((each["name"], each["value"]) for each in message.get("headers", ()))
    return tuple((name, value) for name, value in pairs if name.lower() not in _SECRET and not name.startswith(_PSEUDO))
