"""
Data files that change while the mock runs.

A server has a thread that looks at them, so that no request waits for the file system; an application without one
looks while it answers. Either way the files are looked at once in a while, however many requests there are.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from apicontract.contract.model import Api

#: Seconds between two looks: soon enough for who edits a file, and a thousand files cost 0.3 % of a core.
LOOK_SECONDS = 1.0


class Watch:
    """
    The files from which an API and its world are made, and whether one has changed since they were last looked at.

    Folders are watched too, so that a file that comes or goes is a change.

    Args:
        api: whose files.
        seconds: from the end of one look to the next one at the least.
        clock: seconds that never go back.
        ignored: tells of a place whether a change of it is none.
    """

    def __init__(
        self,
        api: Api,
        seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        ignored: Callable[[Path], bool] = lambda _: False,
    ) -> None:
        self._roots = [folder / kind / api.name for folder in api.folders for kind in ("schemas", "fixtures")]
        self.seconds = LOOK_SECONDS if seconds is None else seconds
        self._clock = clock
        self._ignored = ignored
        self._seen = self._look()
        self._looked = clock()

    def changed(self) -> bool:
        """
        Tell whether a file has changed since this last said so; False, without a look, where the last one was just now.
        """
        if self._clock() < self._looked + self.seconds:
            return False
        try:
            return self._differs()
        finally:
            self._looked = self._clock()

    def catch_up(self) -> None:
        """
        Take the files as they are now for seen.
        """
        self._seen, self._looked = self._look(), self._clock()

    def _differs(self) -> bool:
        if all(_moment(place) == moment for place, moment in self._seen.items()):
            return False
        self._seen = self._look()
        return True

    def _look(self) -> Mapping[Path, int]:
        places = [place for root in self._roots if root.is_dir() for place in (root, *root.rglob("*"))]
        return {place: _moment(place) for place in places if not self._ignored(place)}


def _moment(place: Path) -> int:
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0
