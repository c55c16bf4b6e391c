"""
Entries of a HAR file (HTTP Archive 1.2, what browsers save) -> exchanges.

Cookies and credentials that a browser saved along are left out, and so are entries that hold no answer of the
service: no answer came, its body was not saved or breaks off, or the browser used its own copy (RFC 9110,
section 15.4.5).
Each entry is read by itself, those of other hosts not at all; one that cannot be read is skipped and told.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.exchange import Exchange
from apicontract.contract.jsontext import hold_depth
from apicontract.contract.moments import moment_of, written_moment
from apicontract.contract.redaction import is_secret
from apicontract.evidence.recordings.bodies import body_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: HTTP/2 pseudo headers that some browsers save among the others.
_PSEUDO = ":"
#: Characters of a value that a message quotes.
_SHOWN = 60
#: Sizes are below 2 to the power of 53, the whole numbers that every JSON reader keeps (RFC 8259, section 6).
_LARGEST = 2**53
_MOST_DIGITS = 15
#: A status has three digits (RFC 9110, section 15); browsers write 0 where no answer came.
_HIGHEST = 999


def is_archive(document: Any) -> bool:
    """
    Return whether a JSON value looks like a HAR file.
    """
    return isinstance(document, dict) and isinstance(document.get("log"), dict) and "entries" in document["log"]


def read_archive(
    document: Any, place: str, hosts: Sequence[str] = (), skipped: Callable[[DataError], None] | None = None
) -> tuple[Exchange, ...]:
    """
    Return the exchanges of a HAR document, in its order; entries without an answer of the service are left out.

    Args:
        document: the JSON value.
        place: the file, for messages.
        hosts: names (with ports) of the only hosts whose entries are looked at; any host if none is given.
        skipped: told of each entry that cannot be read.

    Raises:
        DataError: there are entries, and none can be read; the first of them, with its JSON pointer.
    """
    entries = document["log"]["entries"]
    if not isinstance(entries, list):
        raise DataError(f"{place}#/log/entries", f"a {type(entries).__name__}", "a list of entries")
    ours = [(number, each) for number, each in enumerate(entries) if not hosts or _host(each) in hosts]
    odd: list[DataError] = []
    exchanges = tuple(_exchanges(ours, place, odd))
    if odd and len(odd) == len(ours):
        raise odd[0]
    if skipped:
        for each in odd:
            skipped(each)
    return exchanges


def _exchanges(entries: Sequence[tuple[int, Any]], place: str, odd: list[DataError]) -> Iterator[Exchange]:
    for number, entry in entries:
        try:
            exchange = _read(entry, number, place)
            lost = _lost(entry["response"], exchange.body)
        except DataError as error:
            odd.append(error)
            continue
        answered = exchange.status not in (0, HTTPStatus.NOT_MODIFIED)
        if answered and (exchange.method == "HEAD" or not lost):
            yield exchange


def _read(entry: Any, number: int, place: str) -> Exchange:
    """
    Read one entry.

    Raises:
        DataError: it lacks what the format requires, with its JSON pointer.
    """
    here = f"{place}#/log/entries/{number}"
    try:
        return _exchange(entry, f"entry {number + 1} of {place}")
    except (KeyError, TypeError, AttributeError) as error:
        lack = f"an entry without {error}" if isinstance(error, KeyError) else f"an entry of another form ({error})"
        raise DataError(here, lack, "request and response as HAR 1.2 has them") from error
    except ValueError as error:
        raise DataError(here, str(error), "a URL, a status and a body as HAR 1.2 has them") from error


def _host(entry: Any) -> str:
    """
    Return the host of an entry, with its port, as far as it says one.
    """
    try:
        return urlsplit(_text(entry["request"]["url"])).netloc.rpartition("@")[2].lower()
    except (KeyError, TypeError, AttributeError, ValueError):
        return ""


def _lost(response: Any, body: bytes) -> bool:
    """
    Whether there was a body that the file does not hold, or not to its end.
    """
    size = _number(response.get("content", {}).get("size"))
    if body:
        return size > len(body) and _broken(body)
    told = (value for name, value in _headers(response) if name.lower() == "content-length")
    return size != 0 or max(_number(response.get("bodySize")), *map(_number, told), 0) > 0


def _broken(body: bytes) -> bool:
    """
    Whether a text begins like JSON and is none.
    """
    if not body.lstrip().startswith((b"{", b"[")):
        return False
    try:
        hold_depth(body.decode("utf-8", "replace"))
        json.loads(body)
    except ValueError:
        return True
    return False


def _exchange(entry: Any, source: str) -> Exchange:
    request, response = entry["request"], entry["response"]
    content = response.get("content", {})
    headers = _headers(response)
    coding = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    body = body_of(_text(content.get("text") or ""), content.get("encoding"), coding)
    return Exchange(
        method=_text(request["method"]).upper(),
        url=_url(_text(request["url"])),
        status=_status(response["status"]),
        headers=headers,
        body=body,
        request_headers=_headers(request),
        source=source,
        recorded_at=_moment(entry),
    )


def _moment(entry: Any) -> str:
    """
    Return when the request began, "" where the entry does not say so.
    """
    stated = entry.get("startedDateTime")
    moment = moment_of(stated) if isinstance(stated, str) else None
    return written_moment(moment) if moment else ""


def _url(text: str) -> str:
    """
    Return the URL that was asked, without its fragment.

    Raises:
        ValueError: no parser reads it.
    """
    urlsplit(text)
    return text.partition("#")[0]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        msg = f"{json.dumps(value)[:_SHOWN]} where a text must stand"
        raise TypeError(msg)
    return value


def _number(value: Any) -> int:
    """
    Return a size: a whole number, also one that some tools write as a text; 0 where it says nothing.
    """
    digits = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
    return int(value) if digits or (isinstance(value, int | float) and -1 <= value < _LARGEST) else 0


def _status(value: Any) -> int:
    status = _number(value)
    if isinstance(value, bool) or not (status or value in {0, "0"}) or status > _HIGHEST:
        msg = f"the status {json.dumps(value)[:_SHOWN]}"
        raise ValueError(msg)
    return status


def _headers(message: Any) -> tuple[tuple[str, str], ...]:
    given = message.get("headers") or ()
    listed = given.items() if isinstance(given, dict) else ((each.get("name"), each.get("value")) for each in given)
    pairs = ((name, value) for name, value in listed if isinstance(name, str) and isinstance(value, str))
    return tuple((name, value) for name, value in pairs if not is_secret(name) and not name.startswith(_PSEUDO))
