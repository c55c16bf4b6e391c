"""
What is served is made anew when something genuine was seen: in the background, and at once if somebody waits for it.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: The world is made anew in a third of the time at the most, while nobody waits for it.
_PAUSES = 2.0
#: Seconds that an answer of the mock waits for: more would be worse than an answer that is a little older.
_PATIENCE = 20.0


class BackgroundReload:
    """
    Makes something anew, once for all that was asked for meanwhile.

    Args:
        make: does it.
        failed: told in one sentence what went wrong.
    """

    def __init__(self, make: Callable[[], None], failed: Callable[[str], None]) -> None:
        self._make = make
        self._failed = failed
        self._wanted = 0
        self._made = 0
        self._waiting = 0
        self._running = False
        self._changed = threading.Condition()

    @property
    def behind(self) -> bool:
        """
        Whether something was seen that is not served yet.
        """
        return self._made < self._wanted

    def need(self) -> None:
        """
        Tell that something was seen.
        """
        with self._changed:
            self._wanted += 1
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="reload", daemon=True).start()

    def wait(self, seconds: float = _PATIENCE) -> bool:
        """
        Wait until all that was seen by now is served; return whether it is.
        """
        with self._changed:
            wanted = self._wanted
            self._waiting += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: self._made >= wanted, seconds)
            finally:
                self._waiting -= 1

    def _run(self) -> None:
        last = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting, last * _PAUSES)
                if not self.behind:
                    self._running = False
                    return
                wanted = self._wanted
            began = time.monotonic()
            try:
                self._make()
            except Exception as error:  # noqa: BLE001 - whatever it is, what was served before goes on
                self._failed(f"what was recorded could not be read again: {type(error).__name__}: {error}")
            finally:
                last = time.monotonic() - began
                with self._changed:
                    self._made = wanted
                    self._changed.notify_all()
