"""
The states of a mock by name, within one budget of bytes.

A *scope* is a state of its own, chosen by a request header, so that tests that run in parallel against one
mock do not disturb each other. Where memory runs short, the scope used longest ago gives up first: what can be
made anew, then the oldest of its journal, then itself; whatever is lost is said.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from apicontract.contract.errors import UsageError
from mockserver.control.state import State
from mockserver.control.terminal import say
from mockserver.http.request import SCOPE_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Scopes kept at the most: as many tests at once as a large machine runs; each takes 10 KB before it is used.
MOST_SCOPES = 256
#: Bytes of all scopes together: the answers and journals of two that are full, a fourth of a usual container's 512 MB.
MOST_BYTES = 128 * 1024 * 1024
#: Bytes by which the journal of a scope may grow before it is weighed: an eighth of the budget, in all scopes together.
SLACK = MOST_BYTES // MOST_SCOPES // 8
#: Of the budget, what is kept when it was exceeded, so that not every request exceeds it anew.
_KEPT = 0.9
#: Notices kept, and dropped scopes whose reason is remembered.
_MOST_NOTICES, _MOST_GONE = 20, 256
_COMMON = ""
#: Printable ASCII; a comma would stand for two headers that were joined, a blank at an end is cut on the way.
_NAME = re.compile(r"[!-+\--~](?:[ -+\--~]{0,198}[!-+\--~])?")


def scope_name(header: str | None) -> str:
    """
    Return the scope that a request names, or nothing for the common one.

    Raises:
        UsageError: it is not a name that can be kept.
    """
    if header is None:
        return _COMMON
    if not _NAME.fullmatch(header):
        told = header[:20].encode("ascii", "backslashreplace").decode()
        problem = f"{SCOPE_HEADER} {told!r}{'...' if len(header) > len(told) else ''} of {len(header)} characters"
        raise UsageError(problem, "give 1 to 200 characters of printable ASCII, no comma, no blank at either end")
    return header


class Scopes:
    """
    The states of a mock, by the name that requests give in `SCOPE_HEADER`; no name is the common one.

    Attributes:
        most, most_bytes: the bounds of their number and of their bytes.
        common: the state of requests that name no scope; it is never dropped.
    """

    def __init__(
        self,
        make: Callable[[], State] = State,
        most: int = MOST_SCOPES,
        most_bytes: int = MOST_BYTES,
        report: Callable[[str], None] = say,
    ) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self.common = make()
        self._make = make
        self._report = report
        self._lock = threading.Lock()
        self._states: OrderedDict[str, State] = OrderedDict({_COMMON: self.common})
        self._weights: dict[str, int] = {}
        self._journals: dict[str, int] = {}
        self._weight = 0
        self._trimmed: set[str] = set()
        self._gone: OrderedDict[str, str] = OrderedDict()
        self._notices: deque[str] = deque(maxlen=_MOST_NOTICES)

    @property
    def weight(self) -> int:
        """
        Roughly how many bytes all scopes take.
        """
        return self._weight

    def notices(self) -> tuple[str, ...]:
        """
        Return the last sentences about scopes that were dropped, or whose journals were cut.
        """
        with self._lock:
            return tuple(self._notices)

    def of(self, name: str) -> State:
        """
        Return the state of a scope, made when it is first named.

        Raises:
            UsageError: it is not a name that can be kept.
        """
        if name != _COMMON:
            scope_name(name)
        with self._lock:
            state = self._states.get(name)
            said = [] if state else self._open(name)
            self._states.move_to_end(name)
            state = self._states[name]
        self._tell(said)
        return state

    def enforce_budget(self, name: str, state: State, slack: int = 0) -> None:
        """
        Weigh a scope after something was done in it, and keep all of them within the budget.

        Args:
            name: of the scope.
            state: what it was then.
            slack: bytes by which its journal may have grown unweighed, where nothing else was done.
        """
        if slack and abs(state.journal.weight - self._journals.get(name, 0)) < slack:
            return
        with self._lock:
            if self._states.get(name) is not state:
                return
            self._weigh(name)
            said = list(self._shrink(name)) if self._weight > self.most_bytes else []
        self._tell(said)

    def close(self, name: str) -> None:
        """
        Forget a scope; the common one is reset.
        """
        if name == _COMMON:
            self.common.reset()
            self.enforce_budget(name, self.common)
            return
        with self._lock:
            if name in self._states:
                self._forget(name)
            self._gone.pop(name, None)

    def _open(self, name: str) -> list[str]:
        state = self._states[name] = self._make()
        reason = self._gone.pop(name, None)
        if reason:
            state.notify(reason)
        self._weigh(name)
        # The first one is the oldest that has a name, or the common one.
        oldest = [each for each in list(self._states)[:2] if each != _COMMON]
        return [self._drop(oldest[0], f"more than {self.most} are in use")] if len(self._states) - 1 > self.most else []

    def _shrink(self, name: str) -> Iterator[str]:
        """
        Let the others give up first, the one used longest ago before the rest; then drop them; then the one in use.
        """
        others = [each for each in self._states if each != name]
        for each in others:
            yield from self._trim(each)
        for each in others:
            if each != _COMMON and self._excess() > 0:
                yield self._drop(each, f"all scopes together take more than {self.most_bytes} bytes")
        yield from self._trim(name, world=False)

    def _trim(self, name: str, *, world: bool = True) -> Iterator[str]:
        excess = self._excess()
        if excess <= 0:
            return
        lost = self._states[name].give_up(excess, world=world)
        self._weigh(name)
        if lost and name not in self._trimmed:
            self._trimmed.add(name)
            reason = f"all scopes together take more than {self.most_bytes} bytes"
            sentence = f"the journal of {_called(name)} lost its oldest entries: {reason}"
            self._states[name].notify(sentence)
            self._notices.append(sentence)
            yield sentence

    def _drop(self, name: str, reason: str) -> str:
        state = self._states[name]
        with state.lock:
            held = f"{len(state.pending)} failures, {len(state.edits)} edits and {len(state.journal)} entries"
        sentence = f"{_called(name)} was dropped with {held}: {reason}"
        self._forget(name)
        self._gone[name] = sentence
        while len(self._gone) > _MOST_GONE:
            self._gone.popitem(last=False)
        self._notices.append(sentence)
        return sentence

    def _forget(self, name: str) -> None:
        del self._states[name]
        self._trimmed.discard(name)
        self._weight -= self._weights.pop(name, 0)
        self._journals.pop(name, None)

    def _weigh(self, name: str) -> None:
        weight = self._states[name].weight
        self._weight += weight - self._weights.get(name, 0)
        self._weights[name] = weight
        self._journals[name] = self._states[name].journal.weight

    def _excess(self) -> int:
        return self._weight - int(self.most_bytes * _KEPT)

    def _tell(self, sentences: list[str]) -> None:
        for each in sentences:
            self._report(each)


def _called(name: str) -> str:
    return f"scope {name!r}" if name else "the common scope"
