"""
Servers that are wrong in one way each, and the checks that may claim the kill.

The servers are the named faults of the mock (`mockserver.faults`); what is written here is which check speaks
of exactly that fault, so that a report which names another one first can be told from one that names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kills import OWN_CHECKS

from apicontract.contract.model import Throttle
from mockserver.app import create_app
from mockserver.control.state import Switches
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from flask import Flask

    from apicontract.contract.model import Api, World

#: The data folder of an API that belongs to the tests.
LIBRARY = Path(__file__).parent / "data" / "library"
#: Resource whose contract has comparisons, substrings, lists, dates and nulls, and whose lists hide some of what
#: they can be filtered and sorted by.
_RICH = "agencies"
#: Faults that the primary resource cannot show, with one that can.
_ELSEWHERE = {
    "substring-ignores-case": _RICH,
    "substring-at-start-only": _RICH,
    "comparison-includes-bound": _RICH,
    "comparison-excludes-bound": _RICH,
    "comparison-reversed": _RICH,
    "number-filter-ignored": _RICH,
    "list-filter-takes-first": _RICH,
    "row-misplaced-descending": _RICH,
    "count-off-under-boolean": _RICH,
}
#: Faults that only the API of the tests can show: nulls in a field that can be sorted by, and every kind of filter.
_IN_THE_LIBRARY = {
    "nulls-misplaced": "books",
    "folding-filter-respects-case": "books",
    "beginning-or-end-anywhere": "books",
    "null-filter-inverted": "books",
    "choice-filter-ignored": "books",
}
#: Faults that show only on a server that lets a client ask a few times.
_THROTTLED = {"throttle-untold": Throttle(requests=10, seconds=3600)}


@dataclass(frozen=True, slots=True)
class Miniature:
    """
    A wrong server.

    Attributes:
        fault: its name in `FAULTS`.
        resource: the one that is asked.
        checks: ids of those that say what is wrong with it.
        throttle: the limit that it keeps, if any.
        data: the data folder of its API, if not the packaged one.
    """

    fault: str
    resource: str
    checks: tuple[str, ...]
    throttle: Throttle | None = None
    data: Path | None = None

    def application(self, api: Api, world: World) -> Flask:
        """
        Return the server.
        """
        return create_app(api, world, switches=Switches(faults=(self.fault,), throttle=self.throttle))


def miniatures(api: Api) -> tuple[Miniature, ...]:
    """
    Return one wrong server for every named fault.
    """
    return tuple(_miniature(name, api) for name in FAULTS)


def _miniature(name: str, api: Api) -> Miniature:
    if name in _IN_THE_LIBRARY:
        return Miniature(name, _IN_THE_LIBRARY[name], OWN_CHECKS[name], data=LIBRARY)
    return Miniature(name, _ELSEWHERE.get(name, api.primary), OWN_CHECKS[name], _THROTTLED.get(name))
