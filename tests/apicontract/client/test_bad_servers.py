"""
A server that breaks HTTP costs a request its time or its bytes, and no more.
"""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from bad_servers import REDIRECTING, WITHOUT_ANSWER, double_bomb, gzip_bomb, interim_flood, not_accepting, serving

from apicontract.client import Budget, Client, Deadline, Target
from apicontract.contract.errors import OutOfTime, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bad_servers import Answer

#: Seconds for an answer, and seconds within which everything is over on a busy machine.
_TIMEOUT, _GENEROUS = 0.4, 10.0
_BYTES = 300_000


def _client(url: str, **options: object) -> Client:
    settings = {"budget": Budget(50), "timeout": _TIMEOUT, "most_bytes": _BYTES, **options}
    return Client(Target("bad", url), **settings)  # type: ignore[arg-type] # each test gives what it needs


@pytest.mark.parametrize("answer", WITHOUT_ANSWER, ids=lambda each: each.__name__)
def test_a_bad_server_gives_no_answer(answer: Answer) -> None:
    """
    However it fails, the request ends within its time, with the reason in one line.
    """
    begun = time.monotonic()
    with (
        serving(answer) as url,
        _client(url) as client,
        pytest.raises(Unreachable, match=WITHOUT_ANSWER[answer]) as told,
    ):
        client.get("/")

    assert len(str(told.value).splitlines()) == 1
    assert time.monotonic() - begun < _GENEROUS


@pytest.mark.parametrize("answer", REDIRECTING, ids=lambda each: each.__name__)
def test_redirects_are_bounded(answer: Answer) -> None:
    """
    Redirects that lead round in a circle, on and on, or elsewhere end as no answer.
    """
    with serving(answer) as url, _client(url) as client, pytest.raises(Unreachable, match=REDIRECTING[answer]):
        client.get("/")


def test_a_connection_that_is_never_made_ends() -> None:
    """
    The time of a request counts from before the connection.
    """
    with not_accepting() as url, _client(url) as client, pytest.raises(Unreachable, match=r"no connection within 0\.4"):
        client.get("/")


def test_a_host_whose_name_is_never_found_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The time of a request counts from before the look-up of its host.
    """
    over = threading.Event()
    # What is found in the end: nothing.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [over.wait()][:0])

    with _client("http://server.invalid") as client, pytest.raises(Unreachable, match=r"no connection within 0\.4"):
        client.get("/")
    over.set()


def test_addresses_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A host whose first address never answers is reached at its second one.
    """
    with not_accepting() as silent, serving(double_bomb) as url:
        ports = {"192.0.2.1": int(silent.rpartition(":")[2]), "192.0.2.2": int(url.rpartition(":")[2])}
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80)) for address in ports]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
        monkeypatch.setattr(socket, "create_connection", _moved(ports))
        with _client("http://server.invalid", timeout=2.0) as client:
            assert client.get("/").status == 200


def _moved(ports: Mapping[str, int]) -> Callable[..., socket.socket]:
    """
    Return a function that connects to a port of this machine instead of an address that is for documents alone.
    """

    def moved(address: tuple[str, int], timeout: float, **_: object) -> socket.socket:
        made = socket.socket()
        made.settimeout(timeout)
        try:
            made.connect(("127.0.0.1", ports[address[0]]))
        except OSError:
            made.close()
            raise
        return made

    return moved


def test_what_was_not_asked_for_is_not_unpacked() -> None:
    """
    A body in two codings, or in one that was not asked for, is judged as it was sent.
    """
    with serving(double_bomb) as url, _client(url) as client:
        exchange = client.get("/")

    assert (exchange.status, exchange.body[:2], exchange.header("content-encoding")) == (200, b"\x1f\x8b", None)
    assert len(exchange.body) < 100_000


def test_what_is_no_body_has_its_bytes_counted_too() -> None:
    """
    Interim answers without end exceed the bytes of an answer, if there is time enough.
    """
    with (
        serving(interim_flood) as url,
        _client(url, timeout=60.0) as client,
        pytest.raises(Unreachable, match="more than 300,000 bytes as sent"),
    ):
        client.get("/")


def test_a_body_is_unpacked_piece_by_piece() -> None:
    """
    What is thrown away for being too large was never in memory as a whole.
    """
    with serving(gzip_bomb) as url, _client(url, timeout=30.0) as client:
        tracemalloc.start()
        try:
            with pytest.raises(Unreachable, match="as unpacked"):
                client.get("/")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak < 20_000_000


def test_the_deadline_cuts_an_answer_off() -> None:
    """
    An answer that the end of the run has cut off says nothing about the server.
    """
    answer = next(iter(WITHOUT_ANSWER))
    with (
        serving(answer) as url,
        _client(url, timeout=60.0, deadline=Deadline(0.3)) as client,
        pytest.raises(OutOfTime, match=r"the deadline of the run, 0\.3 seconds, has passed"),
    ):
        client.get("/")
