"""
Complete answers remembered, within a bound of bytes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from mockserver.engine.weights import weigh

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.http.answer import Answer

#: What an answer depends on.
Key: TypeAlias = "tuple[Any, ...]"

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
        self._kept: OrderedDict[Key, tuple[Any, int]] = OrderedDict()
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
        known: Answer | None = self.get(key)
        if known is not None:
            return known
        answer, lasting = make()
        if lasting:
            self.keep(key, replace(answer, remembered=True, key=key), weigh(answer.headers, answer.body))
        return answer

    def get(self, key: Key) -> Any:
        """
        Return what is kept under a key, or None.
        """
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Key, value: Any, weight: int, instead: Key = ()) -> None:
        """
        Keep a value under a key that has none, unless it takes more than an eighth of the bound.

        Args:
            key: of texts, numbers and tuples of them.
            value: not None.
            weight: bytes that the value takes, without the key.
            instead: key of a value that is forgotten, since this one serves who would ask for it.
        """
        weight += _OVERHEAD + weigh(key)
        if weight > self.most_bytes // 8:
            return
        with self._lock:
            self._weight -= self._kept.pop(instead, (None, 0))[1]
            if key not in self._kept:
                self._kept[key] = (value, weight)
                self._weight += weight
            while self._weight > self.most_bytes:
                self._weight -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """
        Forget every answer.
        """
        with self._lock:
            self._kept.clear()
            self._weight = 0
