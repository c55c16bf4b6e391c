"""
Which tests hold which room: one command each, quick enough to be run for every mutant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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

    def arguments(self, root: Path, module: str = "") -> tuple[str, ...]:
        """
        Return what pytest is given: all test files, those that speak of a module first, and what is left out of them.

        Most changes are noticed by the tests of the module itself, and a run ends with the first failure.

        Args:
            root: the checkout.
            module: path of the module that is changed, from the root; "" if none is.
        """
        files = [
            file.relative_to(root).as_posix()
            for each in self.tests
            for file in (sorted((root / each).rglob("test_*.py")) if (root / each).is_dir() else (root / each,))
        ]
        ordered = sorted(set(files) - set(self.without), key=lambda file: (_distance(root / file, module), file))
        return (*ordered, *(f"--deselect={each}" for each in self.without if "::" in each))


def _distance(file: Path, module: str) -> int:
    """
    Return how far a test file is from a module: 0 named like it, 1 imports it, 2 is in the folder of its tests, 3 else.
    """
    path = PurePosixPath(module)
    near = file.parent.name == path.parent.name
    if near and path.stem and file.stem.startswith(f"test_{path.stem}"):
        return 0
    dotted = re.escape(module.removesuffix(".py").replace("/", "."))
    if dotted and re.search(rf"^(from|import) {dotted}\b", file.read_text(encoding="utf-8"), re.MULTILINE):
        return 1
    return 2 if near else 3


def _room(name: str, *without: str, more: tuple[str, ...] = ()) -> Room:
    folder = f"tests/{name}"
    return Room(name, (folder, *more), tuple(f"{folder}/{each}" for each in without))


#: Tests that hold the reading of the judge and that of the mock to the same table.
_BOTH_SIDES = ("paging", "readings", "values")
#: Tests of commands that start processes, wait for windows of time, or try the same of many.
_LONG_COMMANDS = (
    *("check_formats", "check_kills", "hostile_files", "hostile_servers", "import_django", "interrupts", "mcp"),
    *("mutated_inputs", "record", "schema", "throttled", "told_data"),
)
#: Innermost first: a file belongs to the first room whose name its path begins with.
ROOMS = (
    _room("apicontract/contract", "test_openapi.py::test_linter_finds_nothing"),
    _room("apicontract/semantics"),
    _room("apicontract/client", "test_kills.py"),
    # How the mock reads values and pages stands beside how the judge does.
    _room("apicontract/dataset", more=tuple(f"tests/apicontract/semantics/test_{each}.py" for each in _BOTH_SIDES)),
    _room("apicontract/evidence", "test_samples.py"),
    _room("apicontract/checks", "test_no_false_alarm.py"),
    _room("apicontract/diagnosis"),
    _room("apicontract/planner", "test_run.py", "test_last_pages.py", "test_right_servers.py", "test_never_kept.py"),
    _room("apicontract/diff"),
    _room("apicontract/explore", "test_record.py::test_kills_at_random_moments_leave_only_whole_files"),
    _room("apicontract/reports"),
    _room("apicontract/cli", *(f"test_{each}.py" for each in _LONG_COMMANDS)),
    _room("apicontract/pytest_plugin", "test_suite.py"),
    _room("mockserver/http"),
    _room("mockserver/pages", more=("tests/mockserver/test_web.py",)),
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
