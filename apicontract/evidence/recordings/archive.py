"""
Entries of a HAR file (HTTP Archive 1.2, what browsers save) -> exchanges.

Cookies and credentials that a browser saved along are left out, and so are entries that hold no answer of the
service: no answer came, its body was not saved or breaks off, or the browser used its own copy (RFC 9110,
section 15.4.5).
"""

from __future__ import annotations

import base64
import binascii
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.model import Exchange
from apicontract.contract.redaction import is_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            lack = f"an entry without {error}" if isinstance(error, KeyError) else f"an entry of another form ({error})"
            raise DataError(here, lack, "request and response as HAR 1.2 has them") from error
        except binascii.Error as error:
            raise DataError(
                f"{here}/response/content", str(error), "text, or base64 where the encoding says so"
            ) from error
        except ValueError as error:
            raise DataError(here, str(error), "a URL and a status as HAR 1.2 has them") from error
        answered = exchange.status not in (0, HTTPStatus.NOT_MODIFIED)
        if answered and (exchange.method == "HEAD" or not _lost(entry["response"], exchange.body)):
            yield exchange


def _lost(response: Any, body: bytes) -> bool:
    """
    Whether there was a body that the file does not hold, or not to its end.
    """
    content = response.get("content", {})
    size = content.get("size") or 0
    if body:
        return size > len(body) and _broken(body)
    told = (value for name, value in _headers(response) if name.lower() == "content-length" and value.isdecimal())
    return size != 0 or max(response.get("bodySize") or 0, *map(int, told), 0) > 0


def _broken(body: bytes) -> bool:
    """
    Whether a text begins like JSON and is none.
    """
    if not body.lstrip().startswith((b"{", b"[")):
        return False
    try:
        json.loads(body)
    except ValueError:
        return True
    return False


def _exchange(entry: Any, source: str) -> Exchange:
    request, response = entry["request"], entry["response"]
    content = response.get("content", {})
    text = content.get("text") or ""
    body = base64.b64decode(text, validate=True) if content.get("encoding") == "base64" else text.encode()
    return Exchange(
        method=request["method"].upper(),
        url=_url(request["url"]),
        status=int(response["status"]),
        headers=_headers(response),
        body=body,
        request_headers=_headers(request),
        source=source,
    )


def _url(text: str) -> str:
    """
    Return the URL that was asked, without its fragment.

    Raises:
        ValueError: no parser reads it.
    """
    urlsplit(text)
    return text.partition("#")[0]


def _headers(message: Any) -> tuple[tuple[str, str], ...]:
    pairs = ((each["name"], each["value"]) for each in message.get("headers", ()))
    return tuple((name, value) for name, value in pairs if not is_secret(name) and not name.startswith(_PSEUDO))
