"""
The measure of what tests notice: it changes what runs, tells survivors, and knows every room.
"""

from __future__ import annotations

import ast
import datetime as dt
import json
from random import Random
from typing import TYPE_CHECKING

import pytest
from mutation.__main__ import measured, sources_of, table
from mutation.mutants import Mutant, drawn, mutants_of
from mutation.report import EQUIVALENT, TOLERATED, Outcome, document, kept, read
from mutation.rooms import ROOMS, Room, room_of
from mutation.trial import LIMIT, Trial, mutated, tried
from source import PACKAGES, ROOT, python_files, relative

if TYPE_CHECKING:
    from pathlib import Path

_SOURCE = '''
"""
Not 1, and not 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    LIMIT = 1 + 2


@dataclass(frozen=True)
class Box:
    size: int | None = 7

    @property
    def é(self, other: int | None = None) -> int | None:
        return self.size if not other else "é", 3
'''


def _mutants(source: str = _SOURCE) -> list[Mutant]:
    return list(mutants_of("apicontract/x.py", source))


def test_only_what_runs_is_changed() -> None:
    """
    Texts, annotations, blocks for type checkers and the arguments of a data class stay as they are.
    """
    assert [
        "size: int | None = 7",
        "@property",
        'return self.size if not other else "é", 3',
    ] == list(dict.fromkeys(each.text for each in _mutants()))
    assert {"Box", "Box.é"} == {each.function for each in _mutants()}


def test_a_mutant_is_another_program() -> None:
    """
    A mutant that is applied compiles, and differs from the source first in the line that it names.
    """
    for each in (each for each in _mutants() if each.operator != "RemoveDecorator"):
        changed = each.applied(_SOURCE)
        assert changed is not None
        assert ast.parse(changed)
        lines = zip(_SOURCE.splitlines(), changed.splitlines(), strict=True)
        assert each.position[0] == next(number for number, (one, other) in enumerate(lines, 1) if one != other)


def test_one_place_is_as_likely_as_another() -> None:
    """
    Of each place one mutant is drawn, and the same seed draws the same.
    """
    source = "def f(a):\n    return a * 1 if not a else a\n"
    mutants = _mutants(source)
    first, second = ([*drawn(mutants, 99, Random(1), {"apicontract/x.py": source})] for _ in range(2))  # noqa: S311 - no secret

    assert first == second
    assert len(first) == len({each.place for each in mutants}) < len(mutants)


def test_every_file_has_a_room() -> None:
    """
    Each file of the packages, but for the package's own first one, belongs to a room whose tests exist.
    """
    files = [relative(path) for path in python_files(*PACKAGES)]

    assert ["apicontract/__init__.py"] == [each for each in files if room_of(each) is None]
    assert [] == [
        path
        for file in files
        if (room := room_of(file))
        for path in (*room.tests, *room.without)
        if not (ROOT / path.partition("::")[0]).exists()
    ]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """
    A room with a function and a test that notices half of it.
    """
    (tmp_path / "halved.py").write_text(
        "def halved(number):\n    return number / 2 if number > 9 else 1\n", encoding="utf-8"
    )
    (tmp_path / "test_halved.py").write_text(
        "from halved import halved\n\n\ndef test_halved():\n    assert halved(20) == 10\n", encoding="utf-8"
    )
    return tmp_path


def test_a_survivor_is_what_no_test_notices(checkout: Path) -> None:
    """
    The test fails with one mutant, passes with another, and finds the old file afterwards.
    """
    room = Room("", ("test_halved.py",))
    path = checkout / "halved.py"
    source = path.read_text(encoding="utf-8")
    plain = tried(checkout, room, compiled=True)
    found = {}
    for each in mutants_of("halved.py", source):
        changed = each.applied(source) or ""
        if "number * 2 " in changed or "> 10" in changed:
            with mutated(checkout, each, changed):
                found[changed.splitlines()[1].strip()] = tried(checkout, room).killed(plain)

    assert source == path.read_text(encoding="utf-8")
    assert not plain.killed(plain)
    assert {"return number * 2 if number > 9 else 1": True, "return number / 2 if number > 10 else 1": False} == found


def test_the_tests_of_the_module_run_first(tmp_path: Path) -> None:
    """
    Of a room's test files come first the one named like the module, then those that import it, then its folder.
    """
    folder = tmp_path / "tests" / "x"
    (folder / "boxes").mkdir(parents=True)
    for name, text in {
        "boxes/test_lid.py": "",
        "boxes/test_a.py": "",
        "boxes/test_gone.py": "",
        "test_b.py": "from x.boxes.lid import shut\n",
        "test_c.py": "from x.boxes.lids import shut\n",
        "helpers.py": "",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    room = Room("x", ("tests/x",), ("tests/x/boxes/test_gone.py", "tests/x/test_c.py::test_d"))
    files = tuple(f"tests/x/{each}" for each in ("boxes/test_lid.py", "test_b.py", "boxes/test_a.py", "test_c.py"))

    assert (*files, "--deselect=tests/x/test_c.py::test_d") == room.arguments(tmp_path, "x/boxes/lid.py")


@pytest.mark.parametrize(("seconds", "killed"), [(1, True), (LIMIT / 4 - 1, True), (LIMIT / 4, False)])
def test_out_of_time_is_no_proof_of_slow_tests(seconds: float, killed: bool) -> None:  # noqa: FBT001 - a case
    """
    A run out of time kills a mutant only where the plain run takes less than a quarter of the time.
    """
    assert killed == Trial(None, LIMIT, "").killed(Trial(0, seconds, ""))


def test_the_table_counts_by_room() -> None:
    """
    Equivalent mutants are counted apart, and do not count in the rate.
    """
    mutants = [Mutant("apicontract/diff/x.py", "AddNot", number, (1, 0), "", "") for number in range(4)]
    outcomes = [
        Outcome(mutant, killed, reason, "", 2.0)
        for mutant, killed, reason in zip(mutants, (True, False, False, True), ("", "", "same", ""), strict=True)
    ]
    rows = [line.split() for line in table(outcomes)]

    assert ["apicontract/diff", "4", "2", "1", "1", "67%", "2.0"] == rows[1]
    assert ["all", "4", "2", "1", "1", "67%", "2.0"] == rows[2]


def test_mutants_with_a_reason_are_those_of_the_code() -> None:
    """
    Each one that is listed is a mutant of its line as it stands, with a reason, and listed once.
    """
    rows = [row for path in (EQUIVALENT, TOLERATED) for row in json.loads(path.read_text(encoding="utf-8"))]
    keys = [(row["file"], row["function"], row["operator"], row["line"]) for row in rows]
    sources = sources_of(None)
    known = {each.key for file in {row["file"] for row in rows} for each in mutants_of(file, sources[file])}

    assert [] == [key for key in keys if key not in known or keys.count(key) > 1]
    assert all(row["reason"].endswith(".") for row in rows)


def test_shards_are_put_together(tmp_path: Path) -> None:
    """
    What became of the mutants is read as it was written, and the document tells rooms, places, changes and reasons.
    """
    mutants = [Mutant("apicontract/diff/x.py", "AddNot", 0, (number, 0), "f", "a | b") for number in (1, 2, 3)]
    parts = [
        [Outcome(mutants[0], True, "", "", 1.0)],  # noqa: FBT003 - killed
        [
            Outcome(mutants[1], False, "", "@@\n-a | b\n+not a | b", 1.0),  # noqa: FBT003
            Outcome(mutants[2], False, "It is the same.", "@@\n-c\n+d", 1.0),  # noqa: FBT003
        ],
    ]
    for number, each in enumerate(parts):
        (tmp_path / f"{number}.json").write_text(kept(each), encoding="utf-8")
    outcomes = read(sorted(tmp_path.iterdir()))
    page = document(outcomes, dt.date(2026, 5, 4), "run")

    assert [*parts[0], *parts[1]] == outcomes
    assert "Measured on 2026-05-04 by `run`, which writes this file anew; 3 mutants were tried." in page.splitlines()
    assert "| `apicontract/diff` | 3 | 1 | 1 | 1 | 50% |" in page.splitlines()
    assert "| **all** | 3 | 1 | 1 | 1 | 50% |" in page.splitlines()
    assert [
        "| apicontract/diff/x.py:2 | `f` | `a \\| b` → `not a \\| b` | No test states it. |",
        "| apicontract/diff/x.py:3 | `f` | `c` → `d` | Equivalent. It is the same. |",
    ] == page.splitlines()[-2:]


def test_no_mutant_is_begun_after_the_time() -> None:
    """
    When the time is up, nothing is tried.
    """
    assert [] == list(measured([Mutant("apicontract/diff/levels.py", "AddNot", 0, (1, 0), "", "")], 0.0))


def test_each_room_is_named_once() -> None:
    """
    A room that lies in another one stands before it.
    """
    names = [each.name for each in ROOMS]

    assert len(set(names)) == len(names)
    assert [] == [
        (one, other) for number, one in enumerate(names) for other in names[number:] if other.startswith(f"{one}/")
    ]
