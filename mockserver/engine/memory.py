"""
Complete answers remembered, within a bound of bytes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeAlias

from mockserver.engine.weights import weigh

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.http.answer import Answer

#: What an answer depends on.
Key: TypeAlias = "tuple[str, ...]"

#: Bytes of an entry apart from its texts and their tuples: an `Answer`, its place in the ordered table.
_OVERHEAD = 300


class Memory:
    """
    Answers by what they depend on; the one used longest ago leaves first.

    Attributes:
        most_bytes: the bound; 0 remembers nothing.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    @property
    def weight(self) -> int:
        """
        Roughly how many bytes the answers take.
        """
        return self._weight

    def recall(self, key: Key, make: Callable[[], tuple[Answer, bool]]) -> Answer:
        """
        Return the answer remembered, or make it; it is kept if it is said to last.
        """
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        answer, lasting = make()
        if lasting:
            self._keep(key, answer)
        return answer

    def clear(self) -> None:
        """
        Forget every answer.
        """
        with self._lock:
            self._answers.clear()
            self._weight = 0

    def _keep(self, key: Key, answer: Answer) -> None:
        weight = _weigh(key, answer)
        if weight > self.most_bytes // 8:
            return
        with self._lock:
            if key not in self._answers:
                self._answers[key] = answer
                self._weight += weight
            while self._weight > self.most_bytes:
                self._weight -= _weigh(*self._answers.popitem(last=False))


def _weigh(key: Key, answer: Answer) -> int:
    return _OVERHEAD + weigh(key, answer.headers, answer.body)
