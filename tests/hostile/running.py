"""
The requests of a run, sent by several threads, and each answer judged.
"""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hostile.shot import Manner
from hostile.table import CONVERSATION, shot
from hostile.tally import Tally
from hostile.wires import Answer, Connection, Left

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hostile.served import Served
    from hostile.shot import Shot

_THREADS = 4
#: Sockets that each thread leaves open; in all twice as many as the server has threads.
_LEFT_OPEN = 16
#: Requests sent before the first answer is read.
_DEPTH = 8
#: A pipeline stays within what the kernel takes at once.
_PIPELINE = 30_000
#: A server that answers before it has read a body resets the connection, and with it sometimes what it answered.
_TRIES = 4
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Target:
    """
    The server that is attacked.

    Attributes:
        address: host and port.
        served: what it says of itself.
        expected: raw bytes of an ordinary request to its right answer.
    """

    address: tuple[str, int]
    served: Served
    expected: Mapping[bytes, Answer]


def attack(target: Target, seed: int, numbers: range) -> Tally:
    """
    Send the requests of these numbers and return what came of them.
    """
    tally = Tally()
    counter, lock = itertools.count(numbers.start // CONVERSATION), threading.Lock()

    def conversations() -> Iterator[range]:
        while True:
            with lock:
                start = next(counter) * CONVERSATION
            if start >= numbers.stop:
                return
            yield range(max(start, numbers.start), min(start + CONVERSATION, numbers.stop))

    def talk() -> None:
        attacker = Attacker(target, tally)
        for some in conversations():
            attacker.converse([shot(target.served, seed, number) for number in some])
        attacker.leave()

    with ThreadPoolExecutor(_THREADS) as pool:
        for done in [pool.submit(talk) for _ in range(_THREADS)]:
            done.result()
    return tally


class Attacker:
    """
    One client: it judges the answers that it gets, and has sockets that it left open.
    """

    def __init__(self, target: Target, tally: Tally) -> None:
        self._target = target
        self._tally = tally
        self._left: deque[tuple[Shot, Left]] = deque()

    def converse(self, shots: Sequence[Shot]) -> None:
        """
        Send requests in order, each in its manner.
        """
        for manner, group in itertools.groupby(shots, key=lambda each: each.draft.manner):
            if manner is Manner.FRAMED:
                for batch in batches(list(group)):
                    self._pipeline(batch)
                continue
            for each in group:
                if len(self._left) >= _LEFT_OPEN:
                    self._leave_one()
                self._left.append((each, Left(self._target.address, each.draft.raw)))

    def leave(self) -> None:
        """
        Close what was left open, and judge what came over it.
        """
        while self._left:
            self._leave_one()

    def _leave_one(self) -> None:
        each, socket = self._left.popleft()
        statuses, received = socket.end()
        self._tally.add(each, tuple(map(str, statuses)) or ("no answer",))
        if each.draft.manner is Manner.LOOSE and any(status >= _SERVER_ERROR for status in statuses):
            self._tally.breach(each, f"answered {statuses}: {received[-300:]!r}")

    def _pipeline(self, shots: Sequence[Shot]) -> None:
        """
        Send requests one behind the other; those behind an answer that ends the connection are sent again.
        """
        waiting, tries = deque(shots), 0
        while waiting:
            connection, began = Connection(self._target.address), time.perf_counter()
            try:
                connection.send([each.draft for each in waiting])
                error = self._read(connection, waiting)
            finally:
                connection.close()
            tries = tries + 1 if isinstance(error, ConnectionResetError) else 0
            if error is not None and tries in {0, _TRIES}:
                each, tries = waiting.popleft(), 0
                self._tally.add(each, (type(error).__name__,), time.perf_counter() - began)
                self._tally.breach(each, f"no answer: {error!r}")

    def _read(self, connection: Connection, waiting: deque[Shot]) -> Exception | None:
        """
        Judge the answers of a connection; return why the first request that waits then has none, if that is wrong.
        """
        first = True
        while waiting:
            began = time.perf_counter()
            try:
                answer, last = connection.read(waiting[0].draft.method)
            except http.client.LineTooLong:
                # It was answered: with a redirect to a target that is too long to be read here.
                self._tally.add(waiting.popleft(), ("long header",), time.perf_counter() - began)
                return None
            except (OSError, http.client.HTTPException) as error:
                return error if first or isinstance(error, TimeoutError) else None
            self._judge(waiting.popleft(), answer, time.perf_counter() - began)
            first = False
            if last:
                return None
        return None

    def _judge(self, each: Shot, answer: Answer, seconds: float) -> None:
        self._tally.add(each, (str(answer.status),), seconds)
        if answer.status >= _SERVER_ERROR:
            self._tally.breach(each, f"answered {answer.status}: {answer.body[:300]!r}")
        right = self._target.expected.get(each.draft.raw)
        if right is not None and right != answer:
            self._tally.breach(
                each, f"an ordinary request answered {answer.status} {answer.headers}: {answer.body[:300]!r}"
            )


def batches(shots: Sequence[Shot]) -> Iterator[list[Shot]]:
    """
    Yield requests in groups that may be sent at once.
    """
    batch: list[Shot] = []
    for each in shots:
        if batch and (len(batch) >= _DEPTH or sum(len(one.draft.raw) for one in (*batch, each)) > _PIPELINE):
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch
