"""
What the mock was asked and what it answered: the last exchanges, bounded in number and in bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from apicontract.contract.redaction import redacted_headers, redacted_text, redacted_url
from mockserver.control.secret_bodies import redacted_request_body
from mockserver.engine.weights import weigh
from mockserver.http.request import folded_headers, headers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.contract.exchange import Exchange

#: Bytes of an entry apart from its texts and their tuples: `Entry`, `Exchange` and its dictionary, as
#: `sys.getsizeof` tells for CPython 3.11 to 3.13, rounded up.
_OVERHEAD = 700
#: Bytes of a header as it came, apart from its name and value: two `bytes`, their tuple, its place in the list.
_HEADER = 130


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One exchange in the journal.

    Attributes:
        number: counts from 1 since the start or the last reset.
        moment: seconds since the epoch.
        duration: seconds that the answer took to make.
        exchange: what was asked and answered.
        hints: what may have been meant instead, one sentence each.
        weight: roughly how many bytes of memory the entry takes.
    """

    number: int
    moment: float
    duration: float
    exchange: Exchange
    hints: tuple[str, ...] = ()
    weight: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """
    An entry as it was written down; its credentials are hidden when somebody reads it.

    Attributes:
        raw: the entry, credentials included.
    """

    raw: Entry

    @property
    def number(self) -> int:
        """
        See `Entry`.
        """
        return self.raw.number

    @property
    def weight(self) -> int:
        """
        See `Entry`.
        """
        return self.raw.weight

    def entry(self) -> Entry:
        """
        Return the entry, credentials hidden.
        """
        return _weighed(replace(self.raw, exchange=_without_secrets(self.raw.exchange)))


class Repetition(NamedTuple):
    """
    An exchange like one before: written down by reference, and made when somebody reads it.

    It is a tuple, because a frozen dataclass takes four times as long to make, and one is made for each request.

    Attributes:
        number, moment, duration: see `Entry`.
        first: the entry of the exchange before; only the headers of the request may differ.
        headers: of the request, as they came (ASGI).
        notices: what the journal tells before the hints.
        weight: roughly how many bytes of memory it takes, with a body that it may be the last to hold.
    """

    number: int
    moment: float
    duration: float
    first: Entry
    headers: Sequence[tuple[bytes, bytes]]
    notices: tuple[str, ...] = ()
    weight: int = 0

    def entry(self) -> Entry:
        """
        Return the entry, credentials hidden.
        """
        sent = redacted_headers(tuple(headers_of(folded_headers(self.headers)).items()))
        return replace(
            self.first,
            number=self.number,
            moment=self.moment,
            duration=self.duration,
            exchange=replace(self.first.exchange, request_headers=sent),
            hints=(*self.notices, *self.first.hints),
        )


@dataclass
class Journal:
    """
    The last exchanges; the oldest leave first.

    Attributes:
        most_entries, most_bytes: the bounds. An answer larger than the byte bound is kept without its body.
        total: exchanges seen since the start or the last reset, those that left included.
        statuses: how often each status was answered, likewise.
    """

    most_entries: int = 1_000
    most_bytes: int = 16_000_000
    total: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    _entries: deque[Unread | Repetition] = field(default_factory=deque)
    _weight: int = 0

    def __iter__(self) -> Iterator[Entry]:
        return self.after(0)

    def __len__(self) -> int:
        return len(self._entries)

    def after(self, number: int) -> Iterator[Entry]:
        """
        Return the entries of now with a greater number, oldest first, each made on the way.
        """
        kept = [each for each in self._entries if each.number > number]
        return (each.entry() for each in kept)

    @property
    def weight(self) -> int:
        """
        Roughly how many bytes the journal takes.
        """
        return self._weight

    def add(self, exchange: Exchange, moment: float, duration: float, hints: Iterable[str] = ()) -> Unread:
        """
        Write an exchange down and return what was written.
        """
        self._count(exchange.status)
        entry = _weighed(Entry(self.total, moment, duration, exchange, tuple(hints)))
        unread = Unread(entry if entry.weight <= self.most_bytes else _weighed(_without_body(entry)))
        self._append(unread)
        return unread

    def repeat(
        self,
        first: Entry,
        headers: Sequence[tuple[bytes, bytes]],
        moment: float,
        duration: float,
        notices: tuple[str, ...] = (),
    ) -> None:
        """
        Write down that an exchange happened again.

        Args:
            first: the entry of the exchange before, whose request had the same method, URL and body.
            headers: of the request, as they came (ASGI).
            moment: seconds since the epoch.
            duration: seconds that the answer took.
            notices: what to tell before the hints.
        """
        self._count(first.exchange.status)
        weight = first.weight + _HEADER * len(headers) + sum([len(name) + len(value) for name, value in headers])
        self._append(Repetition(self.total, moment, duration, first, headers, notices, weight))

    def _count(self, status: int) -> None:
        self.total += 1
        self.statuses[status] += 1

    def _append(self, entry: Unread | Repetition) -> None:
        self._entries.append(entry)
        self._weight += entry.weight
        while len(self._entries) > self.most_entries or self._weight > self.most_bytes:
            self._leave()

    def give_up(self, weight: int) -> int:
        """
        Let the oldest entries leave until so many bytes are free, or none is left; return how many left.
        """
        least, before = self._weight - weight, len(self._entries)
        while self._entries and self._weight > least:
            self._leave()
        return before - len(self._entries)

    def _leave(self) -> None:
        self._weight -= self._entries.popleft().weight

    def reset(self) -> None:
        """
        Forget everything.
        """
        self._entries.clear()
        self.statuses.clear()
        self.total = self._weight = 0


def har(entries: Iterable[Entry], creator: tuple[str, str]) -> dict[str, Any]:
    """
    Return the entries as an HTTP Archive 1.2, which browsers, proxies and `apicontract check` read.
    """
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": creator[0], "version": creator[1]},
            "entries": [_har_entry(each) for each in entries],
        }
    }


def _har_entry(entry: Entry) -> dict[str, Any]:
    exchange = entry.exchange
    milliseconds = round(entry.duration * 1000, 3)
    return {
        "startedDateTime": dt.datetime.fromtimestamp(entry.moment, dt.UTC).isoformat(),
        "time": milliseconds,
        "request": {
            "method": exchange.method,
            "url": exchange.url,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(exchange.request_headers),
            "queryString": _pairs(_query(exchange.url)),
            "headersSize": -1,
            "bodySize": len(exchange.request_body),
            **_post_data(exchange),
        },
        "response": {
            "status": exchange.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(exchange.headers),
            "content": _content(exchange),
            "redirectURL": exchange.header("Location") or "",
            "headersSize": -1,
            "bodySize": len(exchange.body),
        },
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }


def _post_data(exchange: Exchange) -> dict[str, Any]:
    """
    Return the body of a request as HTTP Archive 1.2 has it, which knows texts alone.
    """
    try:
        text = exchange.request_body.decode("utf-8")
    except UnicodeDecodeError:
        return {"comment": f"a binary body of {len(exchange.request_body)} bytes"}
    return {"postData": {"mimeType": _content_type(exchange), "params": [], "text": text}} if text else {}


def _content_type(exchange: Exchange) -> str:
    return next((value for name, value in exchange.request_headers if name.lower() == "content-type"), "")


def _query(url: str) -> list[tuple[str, str]]:
    """
    Return the pairs of a URL's query; the host may be one that no parser reads, as it was sent.
    """
    return parse_qsl(url.partition("#")[0].partition("?")[2], keep_blank_values=True)


def _content(exchange: Exchange) -> dict[str, Any]:
    content = {"size": len(exchange.body), "mimeType": exchange.header("Content-Type") or ""}
    try:
        return {**content, "text": exchange.body.decode("utf-8")}
    except UnicodeDecodeError:
        return {**content, "text": base64.b64encode(exchange.body).decode("ascii"), "encoding": "base64"}


def _pairs(items: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in items]


def _without_secrets(exchange: Exchange) -> Exchange:
    """
    Hide the credentials of an exchange: what a journal holds is exported and shared.
    """
    url = redacted_url(exchange.url)
    # Links to other pages repeat the query, credentials included.
    body = exchange.body if url == exchange.url else _redacted_body(exchange.body)
    return replace(
        exchange,
        url=url,
        headers=redacted_headers(exchange.headers),
        request_headers=redacted_headers(exchange.request_headers),
        request_body=redacted_request_body(exchange.request_body, _content_type(exchange)),
        body=body,
    )


def _redacted_body(body: bytes) -> bytes:
    return redacted_text(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _weighed(entry: Entry) -> Entry:
    exchange = entry.exchange
    texts = (exchange.method, exchange.url, exchange.headers, exchange.body, exchange.request_headers)
    return replace(entry, weight=_OVERHEAD + weigh(*texts, exchange.request_body, entry.hints))


def _without_body(entry: Entry) -> Entry:
    return replace(entry, exchange=replace(entry.exchange, body=b""))
