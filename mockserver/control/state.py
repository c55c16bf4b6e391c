"""
Everything of a running mock that changes: journal, failures, throttle, clock, named faults, edits of the world.

One process, several threads: whatever changes lives in a `State` and is touched under its lock alone.
A *scope* is a state of its own, chosen by a request header, so that tests that run in parallel against one
mock do not disturb each other.
"""

from __future__ import annotations

import random
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName, UsageError
from mockserver.control.clock import Clock
from mockserver.control.journal import Journal
from mockserver.control.throttle import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apicontract.contract.model import Record, Throttle
    from mockserver.control.failures import Failure
    from mockserver.control.mock import Mock

#: Scopes kept at the most; the one used longest ago leaves first.
MOST_SCOPES = 256


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
    """

    faults: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    throttle: Throttle | None = None


@dataclass
class Armed:
    """
    A failure that waits for its requests.
    """

    number: int
    failure: Failure
    left: int | None


@dataclass
class State:
    """
    What changes while a mock runs. Every method holds the lock; the attributes are read under it.

    Attributes:
        start: what is switched on at the start.
        lock: guards everything here.
        clock, journal, window: see their modules.
        armed: failures that wait, in the order in which they were armed.
        faults: names of the faults switched on, in order.
        edits: changes of the world, in order.
        built: the mock made from these, with what it was made from.
        version: grows with every change of faults or edits, so that what was built from them can be rebuilt.
    """

    start: Switches = field(default_factory=Switches)
    clock: Clock = field(default_factory=Clock)
    journal: Journal = field(default_factory=Journal)
    window: Window = field(default_factory=Window)
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - reproducible, no secret
    armed: list[Armed] = field(default_factory=list)
    faults: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    version: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    built: tuple[tuple[int, int], Mock] | None = field(default=None, repr=False)
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.reset()

    def arm(self, failure: Failure) -> int:
        """
        Let a failure wait for its requests, and return the number by which it can be disarmed.
        """
        with self.lock:
            self._numbers += 1
            self.armed.append(Armed(self._numbers, failure, failure.times))
            return self._numbers

    def disarm(self, number: int) -> None:
        """
        Take a failure back.

        Raises:
            UnknownName: none waits under that number (its times are used up, say).
        """
        with self.lock:
            waiting = [each for each in self.armed if each.number != number]
            if len(waiting) == len(self.armed):
                raise UnknownName("failure", str(number), tuple(str(each.number) for each in self.armed))
            self.armed = waiting

    def strike(
        self, method: str, path: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]
    ) -> tuple[Failure, ...]:
        """
        Return the failures that happen to a request, one of each kind, and use up one of their times.

        Of several of a kind, those for a number of times come first, in the order in which they were armed, so that
        they make a sequence; then the latest of the lasting ones counts.
        """
        pairs, lines = tuple(query), tuple(headers)
        chosen: dict[str, Armed] = {}
        with self.lock:
            for each in self.armed:
                if each.failure.match.fits(method, path, pairs, lines) and self.chance.random() < each.failure.rate:
                    before = chosen.setdefault(each.failure.kind, each)
                    chosen[each.failure.kind] = each if before.left is None else before
            for each in chosen.values():
                each.left = None if each.left is None else each.left - 1
            self.armed = [each for each in self.armed if each.left is None or each.left > 0]
        return tuple(each.failure for each in chosen.values())

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
        """
        with self.lock:
            self.edits = (*self.edits, change)
            self.version += 1

    def reset(self) -> None:
        """
        Return to the state of the start, with an empty journal and an unedited world.
        """
        with self.lock:
            self.clock.reset()
            self.journal.reset()
            self.window.reset()
            self.chance.seed(0)
            self.window.rate = self.start.throttle
            self.armed, self.faults, self.edits = [], self.start.faults, ()
            self.version += 1
            for failure in self.start.failures:
                self.arm(failure)


class Scopes:
    """
    The states of a mock, by the name that requests give in `SCOPE_HEADER`; no name is the common one.
    """

    def __init__(self, make: Callable[[], State] = State, most: int = MOST_SCOPES) -> None:
        self._make = make
        self._most = most
        self._lock = threading.Lock()
        self._named: OrderedDict[str, State] = OrderedDict()
        self.common = make()

    def of(self, name: str) -> State:
        """
        Return the state of a scope, made when it is first named.

        Raises:
            UsageError: the name is too long to be kept.
        """
        if not name:
            return self.common
        if len(name) > 200:  # noqa: PLR2004 - a bound on memory, not a measure
            raise UsageError(f"a scope named {name[:20]!r}... of {len(name)} characters", "use 200 at the most")
        with self._lock:
            state = self._named[name] if name in self._named else self._named.setdefault(name, self._make())
            self._named.move_to_end(name)
            while len(self._named) > self._most:
                self._named.popitem(last=False)
            return state

    def close(self, name: str) -> None:
        """
        Forget a scope; the common one is reset.
        """
        if not name:
            self.common.reset()
        with self._lock:
            self._named.pop(name, None)
