"""
The judge of hostile runs sees every promise that a server breaks.
"""

from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING

import pytest

from hostile import wires
from hostile.example import SERVED
from hostile.running import Attacker, Target
from hostile.shot import Draft, Manner, Shot, request
from hostile.tally import Tally
from hostile.wires import Answer, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RAW = request(b"/v1/books/")
RIGHT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: now\r\n\r\nok"
OTHER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: now\r\n\r\nko"
FAILED = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
#: Released for every answer that was sent.
ANSWERED = threading.Semaphore(0)
EXPECTED = {RAW: Answer(200, (("Content-Length", "2"),), b"ok")}


class Server(socketserver.ThreadingTCPServer):
    """
    A server that answers every head with the same bytes; with none, it closes the connection.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> tuple[str, int]:
        """
        Host and port.
        """
        return "127.0.0.1", int(self.server_address[1])


class Handler(socketserver.StreamRequestHandler):
    """
    Answers head after head, until an answer says that it is the last one.
    """

    server: Server

    def handle(self) -> None:
        """
        Answer one connection.
        """
        for line in self.rfile:
            if line == b"\r\n" and self.server.answer:
                self.wfile.write(self.server.answer)
                ANSWERED.release()
            if line == b"\r\n" and (not self.server.answer or b"close" in self.server.answer):
                return


@pytest.fixture
def serving() -> Iterator[Callable[[bytes], Target]]:
    """
    Start servers that answer with given bytes.
    """
    servers: list[Server] = []

    def start(answer: bytes) -> Target:
        while ANSWERED.acquire(blocking=False):
            pass
        servers.append(Server(answer))
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
        return Target(servers[-1].address, SERVED, EXPECTED)

    yield start
    for each in servers:
        each.shutdown()
        each.server_close()


def judged(target: Target, manner: Manner = Manner.FRAMED, times: int = 3) -> list[str]:
    """
    Send requests in a manner and return what the judge says of each.
    """
    tally = Tally()
    attacker = Attacker(target, tally)
    attacker.converse([Shot(number, "ordinary", Draft(RAW, manner=manner)) for number in range(times)])
    if manner is not Manner.FRAMED:
        assert ANSWERED.acquire(timeout=10)
    attacker.leave()
    assert times == tally.lines["ordinary"].requests
    return [each.what for each in tally.breaches]


def test_right_answers_break_no_promise(serving: Callable[[bytes], Target]) -> None:
    """
    A server that answers every request rightly is not accused.
    """
    assert [] == judged(serving(RIGHT), times=20)


def test_the_last_answer_of_a_connection_is_no_failure(serving: Callable[[bytes], Target]) -> None:
    """
    What stood behind it is sent again, on another connection.
    """
    target = serving(LAST)
    right = {RAW: ask(target.address, Draft(RAW))}

    assert [] == judged(Target(target.address, SERVED, right), times=20)


def test_a_server_error_is_seen(serving: Callable[[bytes], Target]) -> None:
    """
    500 is noted for each request that it answers, and so is the answer that was not right.
    """
    found = judged(serving(FAILED), times=1)

    assert ["answered 500: b''", "an ordinary request answered 500 (('Content-Length', '0'),): b''"] == found


def test_wrong_bytes_are_seen(serving: Callable[[bytes], Target]) -> None:
    """
    An ordinary request that is answered with other bytes than before is noted.
    """
    assert ["an ordinary request answered 200 (('Content-Length', '2'),): b'ko'"] == judged(serving(OTHER), times=1)


def test_a_closed_connection_is_seen(serving: Callable[[bytes], Target]) -> None:
    """
    A request that is well framed and not answered at all is noted.
    """
    found = judged(serving(b""), times=2)

    assert 2 == len(found)
    assert {"no answer"} == {each.partition(":")[0] for each in found}


def test_a_hang_is_seen(serving: Callable[[bytes], Target], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A request whose answer does not end within the patience is noted.
    """
    monkeypatch.setattr(wires, "PATIENCE", 0.2)
    found = judged(serving(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"), times=1)

    assert ["no answer: TimeoutError('timed out')"] == found


def test_a_server_error_on_an_open_socket_is_seen(serving: Callable[[bytes], Target]) -> None:
    """
    What nobody waits for is judged as well, unless the failure was asked for.
    """
    target = serving(FAILED)

    assert ["answered (500,)"] == [each.partition(":")[0] for each in judged(target, Manner.LOOSE, times=1)]
    assert [] == judged(target, Manner.ASKED, times=1)
