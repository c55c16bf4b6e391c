"""
Data files that change while the mock runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apicontract.contract.model import Api


class Watch:
    """
    The files from which an API and its world are made, and whether one has changed since they were last looked at.

    Folders are watched too, so that a file that comes or goes is a change.
    """

    def __init__(self, api: Api) -> None:
        self._roots = [folder / kind / api.name for folder in api.folders for kind in ("schemas", "fixtures")]
        self._seen = self._look()

    def changed(self) -> bool:
        """
        Tell whether a file has changed since this was last asked.
        """
        if all(_moment(place) == moment for place, moment in self._seen.items()):
            return False
        self._seen = self._look()
        return True

    def _look(self) -> Mapping[Path, int]:
        places = [place for root in self._roots if root.is_dir() for place in (root, *root.rglob("*"))]
        return {place: _moment(place) for place in places}


def _moment(place: Path) -> int:
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0
