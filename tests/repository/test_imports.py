"""
The arrows of ARCHITECTURE.md: who may import whom.
"""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest
from source import PACKAGES, eager_imports, imports, module_name, python_files, relative

#: Room to its floor: a module may import its own room and every room on a lower floor.
FLOORS = {
    "apicontract": 0,
    "apicontract.errors": 0,
    "apicontract.model": 0,
    "apicontract.formtexts": 0,
    "apicontract.redaction": 0,
    "apicontract.lookups": 1,
    "apicontract.envelopes": 1,
    "apicontract.catalog": 2,
    "apicontract.files": 2,
    "apicontract.validation": 2,
    "apicontract.projection": 2,
    "apicontract.recordings": 3,
    "apicontract.derive": 4,
    "apicontract.openapi": 4,
    "apicontract.importing": 5,
    "apicontract.diff": 6,
    "apicontract.population": 4,
    "apicontract.strategies": 4,
    "apicontract.checks": 7,
    "apicontract.client": 7,
    "apicontract.reports": 7,
    "apicontract.runner": 8,
    "apicontract.recorder": 8,
    "mockserver": 8,
    "apicontract.cli": 9,
    "apicontract.pytest_plugin": 9,
    "apicontract.__main__": 10,
    "mockserver.__main__": 10,
}


def room(module: str) -> str:
    """
    Return the room of a module: the longest known prefix of its name.
    """
    parts = module.split(".")
    return next(name for size in range(len(parts), 0, -1) if (name := ".".join(parts[:size])) in FLOORS)


def arrows() -> list[tuple[str, str, str]]:
    """
    Return (place, importing room, imported room) for every import inside the packages.
    """
    return [
        (f"{relative(path)}:{line}", room(module_name(path)), room(target))
        for path in python_files(*PACKAGES)
        for target, line in imports(path)
        if target.split(".")[0] in PACKAGES
    ]


def test_only_downward() -> None:
    """
    No module imports a room on a higher floor, or another room on its own.
    """
    wrong = [
        f"{place}: {here} imports {there}"
        for place, here, there in arrows()
        if there not in {here, "apicontract"} and FLOORS[there] >= FLOORS[here]
    ]

    assert [] == wrong


def test_every_module_has_a_room() -> None:
    """
    Each module of the packages belongs to a named room, so that none escapes the arrows.
    """
    strays = [
        relative(path)
        for path in python_files("apicontract")
        if room(module_name(path)) == "apicontract" and path.parent.name == "apicontract" and path.name != "__init__.py"
    ]

    assert [] == strays


def test_no_circles() -> None:
    """
    No modules import each other in a circle when they are imported.
    """
    files = {module_name(path): path for path in python_files(*PACKAGES)}
    graph = {
        name: {
            module
            for target, _ in eager_imports(path)
            for module in (target, target.rpartition(".")[0])
            if module in files
        }
        - {name}
        for name, path in files.items()
    }
    for each in TopologicalSorter(
        {name: {t for t in targets if not name.startswith(f"{t}.")} for name, targets in graph.items()}
    ).static_order():
        assert each in files


@pytest.mark.parametrize(
    ("importer", "imported"), [("mockserver", "apicontract.checks"), ("apicontract.checks", "mockserver")]
)
def test_mock_is_not_its_own_judge(importer: str, imported: str) -> None:
    """
    The mock and the checks never import each other.
    """
    assert [] == [place for place, here, there in arrows() if (here, there) == (importer, imported)]


def test_mockserver_is_imported_above_only() -> None:
    """
    Only the command line and the pytest plugin know the mock.
    """
    importers = {here for _, here, there in arrows() if there == "mockserver" and here != "mockserver"}

    assert importers <= {"apicontract.cli", "apicontract.pytest_plugin"}


def test_flask_stays_in_its_room() -> None:
    """
    The core knows no Flask.
    """
    wrong = [
        f"{relative(path)}:{line}"
        for path in python_files("apicontract")
        for target, line in imports(path)
        if target.split(".")[0] in {"flask", "granian"}
    ]

    assert [] == wrong
