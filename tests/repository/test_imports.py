"""
The rooms and arrows of ARCHITECTURE.md: who may import whom.
"""

from __future__ import annotations

import re
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import pytest
from source import PACKAGES, ROOT, imports, module_name, python_files, relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ROW = re.compile(r"^\| `(?P<room>[\w.]+)` \| .+ \|(?P<targets>[^|]*)\|$", re.MULTILINE)
#: Above all rooms: they only call the command line.
ENTRANCES = {"apicontract.__main__", "mockserver.__main__"}
#: What the mock must not reach, by whatever way: it is not its own judge.
JUDGES = ("apicontract.semantics", "apicontract.checks", "apicontract.planner")


@cache
def rooms() -> Mapping[str, frozenset[str]]:
    """
    Return the table of ARCHITECTURE.md: each room with those that it may import.
    """
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = {each["room"]: each["targets"] for each in _ROW.finditer(text)}
    return {
        room: frozenset({*rows, *PACKAGES})
        if targets.strip() == "everything"
        else frozenset(re.findall(r"`([\w.]+)`", targets))
        for room, targets in rows.items()
    }


def room_of(module: str) -> str:
    """
    Return the room of a module: the longest room that its name begins with; the package itself for the rest.
    """
    parts = module.split(".")
    names = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((name for name in names if name in rooms()), parts[0])


@cache
def modules() -> Mapping[str, frozenset[str]]:
    """
    Return every module of the packages with the modules of the packages that it imports anywhere.
    """
    files = {module_name(path): path for path in python_files(*PACKAGES)}

    def found(targets: Iterable[tuple[str, int]]) -> frozenset[str]:
        named = (
            next((each for each in (target, target.rpartition(".")[0]) if each in files), "") for target, _ in targets
        )
        return frozenset(named) - {""}

    return {name: found(imports(path)) - {name} for name, path in files.items()}


def reached(module: str) -> frozenset[str]:
    """
    Return the modules that importing one leads to, on whatever way; the packages that hold them included.
    """
    seen: set[str] = set()
    ahead = [module]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            parents = (name.rsplit(".", depth)[0] for depth in range(1, name.count(".") + 1))
            ahead += [*modules()[name], *(each for each in parents if each in modules())]
    return frozenset(seen)


def test_arrows() -> None:
    """
    Each import leads to the importer's own room or to one that its row of the table names.
    """
    wrong = [
        f"{name} imports {target}: {room_of(name)} may not import {room_of(target)}"
        for name, targets in modules().items()
        if name not in ENTRANCES
        for target in sorted(targets)
        if room_of(target) not in {room_of(name), *rooms().get(room_of(name), ())}
    ]

    assert [] == wrong


def test_every_module_has_a_room() -> None:
    """
    Each module belongs to a room of the table, so that none escapes the arrows.
    """
    strays = [name for name in modules() if room_of(name) not in rooms() and name not in {*ENTRANCES, "apicontract"}]

    assert [] == strays


def test_every_arrow_is_used() -> None:
    """
    The table allows no import that no module needs.
    """
    used = {(room_of(name), room_of(target)) for name, targets in modules().items() for target in targets}
    idle = [
        f"{room} need not import {target}"
        for room, targets in rooms().items()
        if len(targets) < len(rooms())
        for target in sorted(targets)
        if (room, target) not in used
    ]

    assert [] == idle


def test_rooms_have_no_circle() -> None:
    """
    The table itself leads nowhere in a circle.
    """
    lower = {room: targets - {room} for room, targets in rooms().items() if len(targets) < len(rooms())}

    assert list(TopologicalSorter(lower).static_order())


def test_no_circles() -> None:
    """
    No modules import each other in a circle, imports for type checkers included.
    """
    graph = {name: {each for each in targets if not name.startswith(f"{each}.")} for name, targets in modules().items()}

    assert len(graph) == len(list(TopologicalSorter(graph).static_order()))


@pytest.mark.parametrize("module", [*map(module_name, python_files("mockserver"))])
def test_mock_is_not_its_own_judge(module: str) -> None:
    """
    From no module of the mock does an import lead to the judge.
    """
    if module in ENTRANCES:
        return
    wrong = sorted(each for each in reached(module) if each.startswith(JUDGES))

    assert [] == wrong


def test_mock_is_imported_above_only() -> None:
    """
    Only the command line, the pytest plugin and what gives a mock genuine answers know the mock.
    """
    importers = {
        room_of(name)
        for name, targets in modules().items()
        if not name.startswith("mockserver") and any(each.startswith("mockserver") for each in targets)
    }

    assert importers <= {"apicontract.cli", "apicontract.explore.upstream", "apicontract.pytest_plugin"}


def test_flask_stays_in_its_room() -> None:
    """
    The core knows no Flask, and not the server.
    """
    wrong = [
        f"{relative(path)}:{line}"
        for path in python_files("apicontract")
        for target, line in imports(path)
        if target.split(".")[0] in {"flask", "httptools", "uvicorn"}
    ]

    assert [] == wrong
