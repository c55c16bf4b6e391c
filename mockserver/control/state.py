"""
Everything of a running mock that changes: journal, failures, throttle, clock, named faults, edits of the world.

One process, several threads: whatever changes lives in a `State` and is touched under its lock alone, which is
held for moments; what takes longer is made outside it, from values.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName, UsageError
from mockserver.control.clock import WALL_CLOCK, AdjustableClock, ClockStart
from mockserver.control.failures import given
from mockserver.control.journal import Journal
from mockserver.control.throttle import RollingWindow
from mockserver.engine.weights import weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apicontract.contract.model import Record, Throttle
    from mockserver.control.failures import Failure, Given
    from mockserver.control.mock import Mock

#: Failures that wait in one scope: each is tried with every request, in about a microsecond.
MOST_SCHEDULED = 1_000
#: Edits of one scope: each is looked at again when a data file changes, in about ten milliseconds.
MOST_EDITS = 1_000
#: Bytes of what is scheduled and edited in one scope: a thousand of each with records of four kilobytes.
MOST_SWITCHED = 8_000_000
#: Notices kept: as many as a page shows.
_MOST_NOTICES = 20
#: Bytes of a state in which nothing was switched on: random numbers, locks, tables.
_OVERHEAD = 10_000
#: Bytes of a failure or an edit apart from its texts: the value, what is prepared to compare it.
_SWITCHED = 2_000


@dataclass(frozen=True, slots=True)
class Edit:
    """
    A change of the world.

    Attributes:
        entity: the table.
        record: the fields to set; with the identifier of a record that exists it changes that record,
            otherwise it adds one.
    """

    entity: str
    record: Record


@dataclass(frozen=True, slots=True)
class Switches:
    """
    What is switched on when a mock starts, and again after a reset.

    Attributes:
        faults: names of faults.
        failures: failures that wait for their requests.
        throttle: the limit in force, or None.
        clock: where the clock stands.
    """

    faults: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    throttle: Throttle | None = None
    clock: ClockStart = WALL_CLOCK


@dataclass
class ScheduledFailure:
    """
    A failure that waits for its requests.
    """

    number: int
    failure: Failure
    left: int | None
    weight: int = 0

    def __post_init__(self) -> None:
        self.fits: Callable[[str, str, Given, Given], bool] = self.failure.match.matcher()


@dataclass(frozen=True, slots=True)
class Built:
    """
    What answers for a state.

    Attributes:
        key: the version of the state and the generation of the data files from which it was made.
        mock: it.
        weight: bytes of its records, where they are its own.
    """

    key: tuple[int, int]
    mock: Mock
    weight: int = 0


@dataclass
class State:
    """
    What changes while a mock runs. Every method holds the lock; the attributes are read under it.

    Attributes:
        start: what is switched on at the start.
        lock: guards everything here.
        clock, journal, window: see their modules.
        pending: failures that wait, in the order in which they were scheduled.
        faults: names of the faults switched on, in order.
        edits: changes of the world, in order.
        built: what answers, until something changes.
        version: grows with every change of faults or edits, so that what was built from them can be rebuilt.
        held: the generation of the data files to which the edits were held.
        making: held by whoever makes what answers or an edit; never awaited while `lock` is held.
        notices: what was given up, and why.
    """

    start: Switches = field(default_factory=Switches)
    clock: AdjustableClock = field(default_factory=AdjustableClock)
    journal: Journal = field(default_factory=Journal)
    window: RollingWindow = field(default_factory=RollingWindow)
    random_source: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - reproducible, no secret
    pending: list[ScheduledFailure] = field(default_factory=list)
    faults: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    version: int = 0
    held: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    making: threading.RLock = field(default_factory=threading.RLock, repr=False)
    built: Built | None = field(default=None, repr=False)
    notices: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_NOTICES))
    _unsaid: list[str] = field(default_factory=list)
    _numbers: int = 0
    _switched: int = 0

    def __post_init__(self) -> None:
        self.clock.start = self.start.clock
        self.reset()

    @property
    def altered(self) -> bool:
        """
        Whether something was switched on that another server would not show: faults, edits, a throttle, another time.
        """
        return bool(self.faults or self.edits) or self.window.rate is not None or self.clock.moved

    @property
    def weight(self) -> int:
        """
        Roughly how many bytes the state takes.
        """
        with self.lock:
            built = self.built.weight + self.built.mock.pipeline.memory.weight if self.built else 0
            return _OVERHEAD + self.journal.weight + self.window.weight + self._switched + built

    def give_up(self, weight: int, *, world: bool = True) -> int:
        """
        Free about so many bytes: what can be made anew first, then the oldest of the journal.

        Args:
            weight: bytes.
            world: whether what answers is given up, or the answers it remembers alone.

        Returns:
            How many entries of the journal are gone.
        """
        with self.lock:
            before = self.weight
            if self.built:
                self.built.mock.pipeline.memory.clear()
                self.built = None if world else self.built
            return self.journal.give_up(max(weight - (before - self.weight), 0))

    def notify(self, sentence: str) -> None:
        """
        Keep a sentence about what was given up, for who looks at the state and for the journal's next entry.
        """
        with self.lock:
            self.notices.append(sentence)
            self._unsaid = [*self._unsaid, sentence][-_MOST_NOTICES:]

    def unsaid(self) -> tuple[str, ...]:
        """
        Return the notices that no entry of the journal has told, once.
        """
        if not self._unsaid:
            return ()
        with self.lock:
            told, self._unsaid = tuple(self._unsaid), []
            return told

    def schedule(self, failure: Failure) -> int:
        """
        Let a failure wait for its requests, and return the number by which it can be cancelled.

        Raises:
            UsageError: too many wait, or too much is kept.
        """
        match = failure.match
        texts = (match.path, match.method, match.parameters, match.headers, failure.body or "", failure.headers)
        weight = _SWITCHED + weigh(*texts)
        with self.lock:
            if len(self.pending) >= MOST_SCHEDULED:
                raise UsageError(f"{len(self.pending)} failures wait already", "cancel some, or reset the scope")
            self._take(weight)
            self._numbers += 1
            self.pending.append(ScheduledFailure(self._numbers, failure, failure.times, weight))
            return self._numbers

    def cancel(self, number: int) -> None:
        """
        Take a failure back.

        Raises:
            UnknownName: none waits under that number (its times are used up, say).
        """
        with self.lock:
            waiting = [each for each in self.pending if each.number != number]
            if len(waiting) == len(self.pending):
                raise UnknownName("failure", str(number), tuple(str(each.number) for each in self.pending))
            self._keep(waiting)

    def trigger(
        self, method: str, path: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]
    ) -> tuple[Failure, ...]:
        """
        Return the failures that happen to a request, one of each kind, and use up one of their times.

        Of several of a kind, those for a number of times come first, in the order in which they were scheduled, so that
        they make a sequence; then the latest of the lasting ones counts.
        """
        if not self.pending:
            return ()
        pairs, lines = given(query), given(headers, fold=str.lower)
        chosen: dict[str, ScheduledFailure] = {}
        with self.lock:
            for each in self.pending:
                if each.fits(path, method.upper(), pairs, lines) and self.random_source.random() < each.failure.rate:
                    before = chosen.setdefault(each.failure.kind, each)
                    chosen[each.failure.kind] = each if before.left is None else before
            for each in chosen.values():
                each.left = None if each.left is None else each.left - 1
            if chosen:
                self._keep([each for each in self.pending if each.left is None or each.left > 0])
        return tuple(each.failure for each in chosen.values())

    def own_random(self) -> random.Random:
        """
        Return random numbers of its own for what happens to one request, which takes its time outside the lock.
        """
        with self.lock:
            return random.Random(self.random_source.getrandbits(64))  # noqa: S311 - reproducible, no secret

    def switch(self, faults: Iterable[str]) -> None:
        """
        Switch exactly these named faults on.
        """
        with self.lock:
            self.faults = tuple(dict.fromkeys(faults))
            self.version += 1

    def edit(self, change: Edit) -> None:
        """
        Change the world for the requests that follow.

        Raises:
            UsageError: too many edits were made, or too much is kept.
        """
        weight = _SWITCHED + weigh(change.entity, change.record)
        with self.lock:
            if len(self.edits) >= MOST_EDITS:
                raise UsageError(f"{len(self.edits)} edits were made already", "reset the scope")
            self._take(weight)
            self.edits = (*self.edits, change)
            self.version += 1

    def retain(self, edits: tuple[Edit, ...]) -> None:
        """
        Drop every edit but these.
        """
        with self.lock:
            self.edits = edits
            self._switched = sum(each.weight for each in self.pending)
            self._switched += sum(_SWITCHED + weigh(each.entity, each.record) for each in edits)
            self.version += 1

    def reset(self) -> None:
        """
        Return to the state of the start, with an empty journal and an unedited world.
        """
        with self.lock:
            self.clock.reset()
            self.journal.reset()
            self.window.reset()
            self.random_source.seed(0)
            self.window.rate = self.start.throttle
            self.pending, self.faults, self.edits = [], self.start.faults, ()
            self.built, self._switched, self._unsaid = None, 0, []
            self.notices.clear()
            self.version += 1
            for failure in self.start.failures:
                self.schedule(failure)

    def _take(self, weight: int) -> None:
        if self._switched + weight > MOST_SWITCHED:
            problem = f"failures and edits of more than {MOST_SWITCHED} bytes in one scope"
            raise UsageError(problem, "cancel some, or reset the scope")
        self._switched += weight

    def _keep(self, pending: list[ScheduledFailure]) -> None:
        self._switched -= sum(each.weight for each in self.pending) - sum(each.weight for each in pending)
        self.pending = pending
