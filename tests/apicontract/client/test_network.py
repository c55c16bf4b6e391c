"""
Connections within an allowance.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpcore
import pytest

from apicontract.client.allowance import Allowance, TooLarge
from apicontract.client.network import BoundedBackend, BoundedStream

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class _Stream(httpcore.NetworkStream):
    """
    A connection that notes what it is given, or fails.
    """

    failure: Exception | None = None
    given: list[Any] = field(default_factory=list)

    def _take(self, *what: Any) -> None:
        self.given.append(what)
        if self.failure:
            raise self.failure

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """
        Return four bytes.
        """
        self._take("read", max_bytes, timeout)
        return b"abcd"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """
        Take bytes.
        """
        self._take("write", buffer, timeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """
        Return the same connection.
        """
        self._take("tls", ssl_context, server_hostname, timeout)
        return self


class _Clock:
    """
    A clock that is moved by hand.
    """

    moment = 0.0

    def __call__(self) -> float:
        return self.moment


def _allowance(clock: _Clock, seconds: float = 8.0) -> Allowance:
    allowance = Allowance(most=10, elapsed=clock)
    allowance.begin(seconds)
    return allowance


CONTEXT = ssl.create_default_context()
#: What is done with a connection, what the connection gets, and the error when the time is over.
USES: tuple[tuple[Callable[[BoundedStream], Any], tuple[Any, ...], type[Exception], str], ...] = (
    (
        lambda stream: stream.read(7, 99.0),
        ("read", 7, 3.0),
        httpcore.ReadTimeout,
        "no complete response within 8 seconds",
    ),
    (
        lambda stream: stream.write(b"x", 99.0),
        ("write", b"x", 3.0),
        httpcore.WriteTimeout,
        "the request was not taken within 8 seconds",
    ),
    (
        lambda stream: stream.start_tls(CONTEXT, "a.example", 99.0),
        ("tls", CONTEXT, "a.example", 3.0),
        httpcore.ConnectTimeout,
        "no TLS connection within 8 seconds",
    ),
)


@pytest.mark.parametrize(("use", "given", "late", "message"), USES)
def test_each_use_gets_the_time_that_is_left(
    use: Callable[[BoundedStream], Any], given: tuple[Any, ...], late: type[Exception], message: str
) -> None:
    """
    What httpcore allows is not asked; with no time left nothing is begun, and a late end is told in our words.
    """
    clock = _Clock()
    stream, allowance = _Stream(), _allowance(clock)
    clock.moment = 5.0
    use(BoundedStream(stream, allowance))

    assert [given] == stream.given
    with pytest.raises(late, match=message):
        use(BoundedStream(_Stream(late("its own words")), allowance))
    clock.moment = 8.0
    with pytest.raises(late, match=message):
        use(BoundedStream(stream, allowance))
    assert [given] == stream.given


def test_bytes_are_counted() -> None:
    """
    As many bytes as are taken are read, and no more; a connection in TLS counts on.
    """
    bounded = BoundedStream(_Stream(), _allowance(_Clock()))
    secure = bounded.start_tls(CONTEXT)
    read = [bounded.read(9), secure.read(9)]

    assert [b"abcd", b"abcd"] == read
    with pytest.raises(TooLarge, match="more than 10 bytes as sent"):
        secure.read(9)


def _looked_up(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in addresses]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: rows)


def _connecting(monkeypatch: pytest.MonkeyPatch, answers: dict[str, Any]) -> list[tuple[str, float]]:
    tried: list[tuple[str, float]] = []

    def connect(_: Any, address: str, port: int, share: float, *__: Any) -> Any:
        assert 80 == port
        tried.append((address, share))
        if isinstance(answers[address], Exception):
            raise answers[address]
        return answers[address]

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return tried


def test_the_first_address_that_answers_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each address, tried once, gets an equal part of the time that is left.
    """
    stream = _Stream()
    _looked_up(monkeypatch, "a", "b", "a", "c")
    tried = _connecting(monkeypatch, {"a": httpcore.ConnectError("refused"), "b": stream, "c": stream})
    opened = BoundedBackend(_allowance(_Clock(), 9.0)).connect_tcp("x.example", 80)

    assert isinstance(opened, BoundedStream)
    assert stream is opened.stream
    assert [("a", 3.0), ("b", 4.5)] == tried


@pytest.mark.parametrize(
    ("failure", "error", "message"),
    [
        (httpcore.ConnectError("refused"), httpcore.ConnectError, "refused"),
        (httpcore.ConnectTimeout("late"), httpcore.ConnectTimeout, "no connection within 9 seconds"),
    ],
)
def test_no_address_answers(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, error: type[Exception], message: str
) -> None:
    """
    The last failure is told.
    """
    _looked_up(monkeypatch, "a", "b")
    _connecting(monkeypatch, {"a": httpcore.ConnectError("no"), "b": failure})

    with pytest.raises(error, match=message):
        BoundedBackend(_allowance(_Clock(), 9.0)).connect_tcp("x.example", 80)


def test_a_host_without_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A name that leads nowhere, or cannot be looked up, is no connection.
    """
    backend = BoundedBackend(_allowance(_Clock(), 9.0))
    _looked_up(monkeypatch)
    with pytest.raises(httpcore.ConnectError, match=r"x\.example has no address"):
        backend.connect_tcp("x.example", 80)

    def fail(*_: Any, **__: Any) -> None:
        raise OSError("unknown name")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    with pytest.raises(httpcore.ConnectError, match="unknown name"):
        backend.connect_tcp("x.example", 80)


def test_no_time_is_left_to_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    When the time is over, no further address is tried.
    """
    clock = _Clock()
    allowance = _allowance(clock)
    _looked_up(monkeypatch, "a", "b")
    tried: list[str] = []

    def connect(_: Any, address: str, *__: Any) -> None:
        tried.append(address)
        clock.moment = 8.0
        raise httpcore.ConnectTimeout("late")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectTimeout, match="no connection within 8 seconds"):
        BoundedBackend(allowance).connect_tcp("x.example", 80)
    assert ["a"] == tried
