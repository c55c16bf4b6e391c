"""
What came of the requests: a table by kind, and what broke a promise.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hostile.shot import Shot

#: Of a request that is longer, a failure shows the beginning; its number brings back the whole.
_SHOWN = 4_000
#: Broken promises shown of each kind: two tell whether they are alike.
_EACH = 2


@dataclass
class Line:
    """
    One kind: how many requests, which outcomes, and the slowest answer in seconds with its number.
    """

    requests: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)


@dataclass(frozen=True)
class Breach:
    """
    A broken promise.

    Attributes:
        shot: the request.
        what: what came instead.
    """

    shot: Shot
    what: str

    def __str__(self) -> str:
        raw = self.shot.draft.raw
        more = f" ... {len(raw)} bytes in all" if len(raw) > _SHOWN else ""
        return f"number {self.shot.number} ({self.shot.kind}): {self.what}\n    {raw[:_SHOWN]!r}{more}"


class Tally:
    """
    What came of the requests of a run; several threads may add to it.
    """

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.breaches: list[Breach] = []
        self._lock = threading.Lock()

    def add(self, shot: Shot, outcomes: tuple[str, ...], seconds: float = 0.0) -> None:
        """
        Count a request with its outcomes, such as statuses.
        """
        with self._lock:
            line = self.lines.setdefault(shot.kind, Line())
            line.requests += 1
            line.outcomes.update(outcomes)
            line.slowest = max(line.slowest, (seconds, shot.number))

    def breach(self, shot: Shot, what: str) -> None:
        """
        Note a broken promise.
        """
        with self._lock:
            self.breaches.append(Breach(shot, what))

    def table(self) -> str:
        """
        Return a table by kind.
        """
        rows = [f"{'kind':27}{'requests':>9}{'slowest':>10}  outcomes"]
        for kind, line in sorted(self.lines.items()):
            outcomes = ", ".join(f"{name}: {times}" for name, times in sorted(line.outcomes.items()))
            rows.append(f"{kind:27}{line.requests:9}{line.slowest[0]:8.2f} s  {outcomes}")
        return "\n".join(rows)

    def failures(self) -> str:
        """
        Return the first broken promises of each kind of request.
        """
        kinds: defaultdict[str, list[Breach]] = defaultdict(list)
        for each in sorted(self.breaches, key=lambda each: each.shot.number):
            kinds[each.shot.kind].append(each)
        shown = [str(each) for found in kinds.values() for each in found[:_EACH]]
        return "\n".join([f"{len(self.breaches)} broken promises", *shown])
