"""
Failures of the way between server and client: what a client must survive although the server is right.

(Answers that are wrong in themselves are named faults, in `mockserver.faults`.)
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field, fields, replace
from fnmatch import translate
from functools import reduce
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.errors import UnknownName, UsageError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mockserver.control.repeatable import Repeatable

Headers = tuple[tuple[str, str], ...]
#: Name to every value given under it.
Given: TypeAlias = "Mapping[str, Sequence[str]]"
#: Seconds that a server gets to send what it has.
_FLUSH = 0.05
#: Seconds by which an answer can be late: a day.
LONGEST = 86_400
#: Characters of a shell pattern: each is tried with every request.
_MOST_PATTERN = 500
#: Statuses of answers that have no body (RFC 9110, 15.3.5 and 15.4.5).
_BODILESS = frozenset({204, 304})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: What a header's value may hold; WSGI sends it in Latin-1 (RFC 9110, 5.5; PEP 3333).
_VALUE = re.compile(r"[\t -~\x80-\xff]*")
#: Headers of the connection, which is the server's own (RFC 9110, 7.6.1; PEP 3333 forbids them).
_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


@dataclass(frozen=True, slots=True)
class Wire:
    """
    An answer on its way to the client.

    Attributes:
        status: HTTP status code.
        headers: in order.
        chunks: the body; may be slow, or shorter than the headers say.
        hints: what may have been meant instead, one sentence each.
        repeatable: what it takes to answer the same request again, if it will have the same answer.
        source: from where the answer of a mock with an upstream comes.
    """

    status: int
    headers: Headers
    chunks: Iterable[bytes]
    hints: tuple[str, ...] = ()
    repeatable: Repeatable | None = None
    source: str = ""

    def with_header(self, name: str, value: str) -> Wire:
        """
        Return the same answer with one header set.
        """
        kept = tuple(each for each in self.headers if each[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))


@dataclass(frozen=True, slots=True)
class Match:
    """
    Which requests are meant. Every text is a shell pattern (`*`, `?`, `[...]`); `*` means any.

    Attributes:
        path: of the URL, without the query.
        method: HTTP method.
        parameters: query parameters that must be there.
        headers: request headers that must be there.
    """

    path: str = "*"
    method: str = "*"
    parameters: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def fits(
        self, method: str, path: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]
    ) -> bool:
        """
        Tell whether a request is meant.
        """
        return self.matcher()(path, method.upper(), given(query), given(headers, fold=str.lower))

    def matcher(self) -> Callable[[str, str, Given, Given], bool]:
        """
        Return `fits` prepared for many requests.

        It takes the path, the method in upper case, and what `given` makes of the query and of the headers, their
        names in lower case.
        """
        path, method = _pattern(self.path), _pattern(self.method.upper())
        parameters = [(name, _pattern(value)) for name, value in self.parameters]
        headers = [(name.lower(), _pattern(value)) for name, value in self.headers]

        def fits(asked: str, by: str, query: Given, lines: Given) -> bool:
            return path(asked) and method(by) and _all_there(parameters, query) and _all_there(headers, lines)

        return fits

    def __post_init__(self) -> None:
        pairs = (*self.parameters, *self.headers)
        texts: tuple[Any, ...] = (self.path, self.method, *(each for pair in pairs for each in pair))
        for text in texts:
            if not isinstance(text, str) or len(text) > _MOST_PATTERN:
                raise UsageError(f"{str(text)[:20]!r} as a pattern", f"give a text of up to {_MOST_PATTERN} characters")


def given(pairs: Iterable[tuple[str, str]], fold: Callable[[str], str] = str) -> Given:
    """
    Return the values of each name, the names folded.
    """
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(fold(name), []).append(value)
    return found


def _pattern(text: str) -> Callable[[str], bool]:
    """
    Return whether a text is what a shell pattern means, prepared once.
    """
    if text == "*":
        return lambda _: True
    if not set(text) & set("*?["):
        return lambda value: value == text
    found = re.compile(translate(text)).match
    return lambda value: found(value) is not None


@dataclass(frozen=True, slots=True)
class Failure:
    """
    One failure on demand.

    Attributes:
        kind: key of `FAILURE_KINDS`.
        match: which requests it happens to.
        times: how often it happens before it is gone; None means until it is removed.
        rate: with which likelihood it happens to a request that is meant, 0 to 1.
        status: for `status`: what is answered.
        seconds: for `latency` and `drip`: how long it takes.
        jitter: seconds added at the most, evenly distributed.
        body: for `status`: the body; without one, the status's name as JSON.
        headers: for `status`: headers of the answer, instead of its own of that name; its length is always its own.
    """

    kind: str
    match: Match = field(default_factory=Match)
    times: int | None = None
    rate: float = 1.0
    status: int = 503
    seconds: float = 1.0
    jitter: float = 0.0
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in FAILURE_KINDS:
            raise UnknownName("failure", self.kind, tuple(FAILURE_KINDS))
        for name, wrong in (
            ("rate", not 0 <= self.rate <= 1),
            ("times", self.times is not None and self.times < 1),
            ("status", self.status not in range(200, 600)),
            ("seconds", not 0 <= self.seconds <= LONGEST),
            ("jitter", not 0 <= self.jitter <= LONGEST),
            ("body", not _sendable(self.body, self.status)),
        ):
            if wrong:
                told = str(getattr(self, name))[:40].encode("ascii", "backslashreplace").decode()
                raise UsageError(f"{name} {told} of failure {self.kind!r}", _RANGES[name])
        for name, value in self.headers:
            _hold_header(name, value)


@dataclass(frozen=True, slots=True)
class FailureKind:
    """
    A way to fail.

    Attributes:
        sentence: what the client meets.
        apply: failure, answer and random numbers to the answer that is sent instead.
    """

    sentence: str
    apply: Callable[[Failure, Wire, random.Random], Wire]


_RANGES = {
    "rate": "give a probability from 0 to 1",
    "times": "give at least 1, or leave it out for no end",
    "status": "give an HTTP status from 200 to 599",
    "seconds": f"give 0 to {LONGEST} seconds",
    "jitter": f"give 0 to {LONGEST} seconds",
    "body": "give a text that UTF-8 can encode, and none with status 204 or 304",
}


def _sendable(body: str | None, status: int) -> bool:
    try:
        return not (body or "").encode() or status not in _BODILESS
    except UnicodeEncodeError:
        return False


def _hold_header(name: str, value: Any) -> None:
    told = name[:40].encode("ascii", "backslashreplace").decode()
    if not _TOKEN.fullmatch(name):
        raise UsageError(f"header name {told!r}", "give one of letters, digits and hyphens")
    if name.lower() in _HOP:
        raise UsageError(f"header {told}", "leave it out: the connection is the server's own")
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        raise UsageError(f"the value of header {told}", "give a text of one line, in characters of Latin-1")


def failure_from(document: Mapping[str, Any]) -> Failure:
    """
    Read a failure from its JSON form (`{"kind": "status", "status": 503, "path": "/v1/*", "times": 2}`).

    Raises:
        UnknownName: an unknown kind or member.
        UsageError: a value out of its range.
    """
    members = {each.name for each in fields(Failure)} - {"match"} | {"path", "method", "parameters", "request_headers"}
    unknown = next((each for each in document if each not in members), None)
    if unknown is not None:
        raise UnknownName("member of a failure", unknown, tuple(sorted(members)))
    match = Match(
        path=document.get("path", "*"),
        method=document.get("method", "*"),
        parameters=tuple(document.get("parameters", {}).items()),
        headers=tuple(document.get("request_headers", {}).items()),
    )
    rest = {
        name: document[name] for name in document if name in {"times", "rate", "status", "seconds", "jitter", "body"}
    }
    return Failure(
        kind=document.get("kind", ""), match=match, headers=tuple(document.get("headers", {}).items()), **rest
    )


def _all_there(wanted: Sequence[tuple[str, Callable[[str], bool]]], there: Given) -> bool:
    return all(any(map(fits, there.get(name, ()))) for name, fits in wanted)


def _status(failure: Failure, wire: Wire, _: random.Random) -> Wire:
    # Without what opens the answer to its page, a front-end would see a failed fetch instead of the status.
    opened = [each for each in wire.headers if each[0].lower().startswith("access-control-")]
    if failure.status in _BODILESS:
        wire = Wire(failure.status, tuple(opened), ())
        kept = [each for each in failure.headers if each[0].lower() != "content-length"]
        return reduce(lambda made, each: made.with_header(*each), kept, wire)
    name = next((each.phrase for each in HTTPStatus if each.value == failure.status), "Failure on demand")
    body = (failure.body if failure.body is not None else json.dumps({"detail": name})).encode()
    wire = Wire(failure.status, (("Content-Type", "application/json"), *opened), (body,))
    for each in (*failure.headers, ("Content-Length", str(len(body)))):
        wire = wire.with_header(*each)
    return wire


def _latency(failure: Failure, wire: Wire, random_source: random.Random) -> Wire:
    time.sleep(failure.seconds + random_source.uniform(0, failure.jitter))
    return wire


def _close(_: Failure, wire: Wire, __: random.Random) -> Wire:
    # WSGI has no socket: a body shorter than its length makes the server drop the connection.
    length = str(max(sum(map(len, wire.chunks)), 1))
    return Wire(wire.status, wire.with_header("Content-Length", length).headers, iter(()))


def _truncate(_: Failure, wire: Wire, __: random.Random) -> Wire:
    body = b"".join(wire.chunks)
    length = str(max(len(body), 2))
    return Wire(wire.status, wire.with_header("Content-Length", length).headers, _half(body))


def _half(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    # Time for the server to send what it has; it would drop it with the connection otherwise.
    time.sleep(_FLUSH)


def _drip(failure: Failure, wire: Wire, _: random.Random) -> Wire:
    body = b"".join(wire.chunks)
    return replace(wire, chunks=_slowly(body, failure.seconds))


def _slowly(body: bytes, seconds: float, pieces: int = 10) -> Iterator[bytes]:
    size = max(-(-len(body) // pieces), 1)
    for start in range(0, len(body), size):
        time.sleep(seconds / pieces)
        yield body[start : start + size]


def _malformed(_: Failure, wire: Wire, __: random.Random) -> Wire:
    body = b"".join(wire.chunks)[:-1] + b","
    return Wire(wire.status, wire.with_header("Content-Length", str(len(body))).headers, (body,))


def _content_type(_: Failure, wire: Wire, __: random.Random) -> Wire:
    return wire.with_header("Content-Type", "text/plain; charset=utf-8")


#: kind of failure to what it does.
FAILURE_KINDS: Mapping[str, FailureKind] = {
    "status": FailureKind("another status instead of the response", _status),
    "latency": FailureKind("the response is delayed", _latency),
    "close": FailureKind("the connection closes without a response", _close),
    "truncate": FailureKind("the connection closes in the middle of the body", _truncate),
    "drip": FailureKind("the body is sent slowly in small pieces", _drip),
    "malformed": FailureKind("the body is not JSON", _malformed),
    "content-type": FailureKind("the body is declared as plain text", _content_type),
}
