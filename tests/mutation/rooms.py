"""
Which tests hold which room: one command each, quick enough to be run for every mutant.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Of the tests of a room, an unmutated run takes at most so many seconds on two idle cores.
QUICK = 30


@dataclass(frozen=True, slots=True)
class Room:
    """
    A package, or a folder of modules, and the tests that must notice a change in it.

    Attributes:
        name: path of the package, from the root of the checkout.
        tests: files and folders given to pytest.
        without: files and tests of those folders that are left out, because they are long: servers started, whole runs.
    """

    name: str
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """
        What pytest is given to find the tests.
        """
        return (*self.tests, *(f"--{'deselect' if '::' in each else 'ignore'}={each}" for each in self.without))


def _room(name: str, *without: str, more: tuple[str, ...] = ()) -> Room:
    folder = f"tests/{name}"
    return Room(name, (folder, *more), tuple(f"{folder}/{each}" for each in without))


#: Innermost first: a file belongs to the first room whose name its path begins with.
ROOMS = (
    _room("apicontract/contract", "test_openapi.py::test_linter_finds_nothing"),
    _room("apicontract/semantics"),
    _room("apicontract/client", "test_kills.py"),
    _room("apicontract/dataset"),
    _room("apicontract/evidence"),
    _room("apicontract/checks", "test_no_false_alarm.py"),
    _room("apicontract/planner", "test_run.py", "test_last_pages.py", "test_right_servers.py"),
    _room("apicontract/diff"),
    _room("apicontract/explore"),
    _room("apicontract/reports"),
    _room("apicontract/cli", "test_check_kills.py", "test_throttled.py"),
    _room("apicontract/pytest_plugin", "test_suite.py"),
    _room("mockserver/http"),
    _room("mockserver/pages"),
    _room("mockserver/engine", more=("tests/mockserver/test_settings.py", "tests/mockserver/test_app.py")),
    _room("mockserver/faults"),
    _room("mockserver/control"),
    Room("mockserver", tuple(f"tests/mockserver/test_{each}.py" for each in ("app", "settings", "web", "serve"))),
)


def room_of(path: str) -> Room | None:
    """
    Return the room of a file, given from the root of the checkout; None if there is none.
    """
    return next((each for each in ROOMS if path.startswith(f"{each.name}/")), None)
