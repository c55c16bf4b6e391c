"""
Promise: a recording can go that says what its neighbours say, as long as the same is derived without it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.evidence.recordings.document import render_document
from apicontract.explore import thinning
from apicontract.explore.thinning import _between_equals, _without_loss, thinnable

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[2] / "data" / "move" / "new"
API = load_api("launches-2.3.0", DATA, alone=True)
URL = "https://api.example/2.3.0/spacecraft/"
ROWS: list[dict[str, Any]] = [
    {"id": number, "name": f"Craft {number}", "kind": "ab"[number % 2], "visits": number, "maker": {"town": "x"}}
    for number in range(1, 7)
]


def answer(
    first: dict[str, Any] | None = None, query: str = "", status: int = 200, count: int = 6, **named: str
) -> Exchange:
    """
    Return a page of which the first row may be another one.
    """
    headers = tuple((name.replace("_", "-"), value) for name, value in named.items())
    body = {"count": count, "next": None, "previous": None, "results": [ROWS[0] | (first or {}), *ROWS[1:]]}
    return Exchange("GET", f"{URL}{query}", status, headers, json.dumps(body).encode())


def going(*exchanges: Exchange) -> list[int]:
    """
    Return the numbers of those that can go, each in a file of its own.
    """
    files = [(Path(f"{number}.json"), each) for number, each in enumerate(exchanges)]
    return [int(path.stem) for path in _between_equals(API, files)]


def lacking(name: str) -> Exchange:
    """
    Return a page of which no row has a field.
    """
    rows = [{key: value for key, value in row.items() if key != name} for row in ROWS]
    return Exchange("GET", URL, 200, (), json.dumps({"count": 6, "results": rows}).encode())


@pytest.mark.parametrize(
    ("other", "goes"),
    [
        (answer(), True),
        (answer({"visits": 99}), True),
        (answer({"name": "Another"}), True),
        (answer(Date="Sun, 01 Mar 2026 03:17:05 GMT"), True),
        (answer(Content_Type="text/html"), False),
        (answer(status=404), False),
        (answer(count=5), False),
        (answer({"id": 9}), False),
        (answer({"kind": "a"}), True),
        (answer({"kind": "c"}), False),
        (answer({"visits": None}), False),
        (answer({"visits": "many"}), False),
        (answer({"visits": 1.5}), False),
        (answer({"more": 1}), False),
        (answer({"maker": {"town": "x", "land": 1}}), False),
        (answer({"maker": {"town": None}}), False),
        (answer({"maker": None}), False),
        (lacking("visits"), False),
        (lacking("maker"), False),
    ],
)
def test_an_answer_can_go_that_differs_in_free_values_alone(other: Exchange, goes: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    Status, lasting headers, records, their number, fields, types and few values are told; names and numbers are free.
    """
    assert goes == (1 in going(answer(), other, answer()))


def test_few_values_of_an_entity_are_told_wherever_they_stand() -> None:
    """
    A text that recurs from record to record is told inside a record, too.
    """
    assert [] == going(answer(), answer({"maker": {"town": "y"}}), answer())


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        ("", []),
        ("a", []),
        ("aa", []),
        ("aaa", [1]),
        ("aaaa", [1, 2]),
        ("aab", []),
        ("abb", []),
        ("aba", []),
        ("aabbbaa", [3]),
        ("aaabaaa", [1, 5]),
    ],
)
def test_ends_and_both_sides_of_a_change_stay(nights: str, expected: list[int]) -> None:
    """
    An answer can go whose neighbours on either side say what it says.
    """
    assert expected == going(*(answer({"kind": each}) if each == "b" else answer({"more": 1}) for each in nights))


def test_neighbours_are_those_of_the_same_url() -> None:
    """
    An answer of another URL stands between none.
    """
    assert [2, 3] == going(
        answer(), answer(query="?limit=9"), answer(), answer(query="?limit=9"), answer(), answer(query="?limit=9")
    )


def test_a_file_goes_with_all_of_its_answers() -> None:
    """
    A file of which one answer is needed stays, and one that can go is named once.
    """
    shared, own = Path("shared.json"), Path("own.json")
    same = [(path, answer()) for path in (own, shared, shared, shared, own)]

    assert [shared] == list(_between_equals(API, same))
    assert [] == list(_between_equals(API, [*same, (shared, answer(query="?limit=9"))]))


def tried(number: int, same: Callable[[set[str]], bool], place: Path) -> tuple[str, int, int]:
    """
    Return which of so many files can go, how many were not tried, and how often something was derived.
    """
    names, calls = [Path(str(each)) for each in range(number)], []
    for each in names:
        (place / each).write_text(f"text {each}", encoding="utf-8")

    def derived() -> bool:
        calls.append(1)
        return same({path.name for path in place.iterdir()})

    gone, untried = _without_loss(derived, place, names)
    left = {path.name: path.read_text(encoding="utf-8") for path in place.iterdir()}
    assert {str(each): f"text {each}" for each in names if each not in gone} == left
    return "".join(sorted(map(str, gone))), untried, len(calls)


@pytest.mark.parametrize(
    ("number", "needed", "expected"),
    [
        (0, "", ("", 0, 0)),
        (1, "", ("0", 0, 1)),
        (1, "0", ("", 0, 1)),
        (8, "", ("01234567", 0, 1)),
        (8, "3", ("0124567", 0, 7)),
        (3, "0", ("12", 0, 3)),
        (3, "2", ("01", 0, 5)),
        (2, "01", ("", 0, 3)),
    ],
)
def test_files_are_tried_together_then_by_halves(
    number: int, needed: str, expected: tuple[str, int, int], tmp_path: Path
) -> None:
    """
    All that can go goes, and each file that is needed is there again as it was.
    """
    assert expected == tried(number, lambda left: left >= set(needed), tmp_path)


def test_of_two_that_say_the_same_the_first_goes(tmp_path: Path) -> None:
    """
    The first half is gone when the second is tried.
    """
    assert ("0", 0, 3) == tried(2, bool, tmp_path)


@pytest.mark.parametrize(
    ("tries", "expected"),
    [(0, ("", 8, 0)), (1, ("", 8, 1)), (2, ("", 8, 2)), (3, ("01", 6, 3)), (99, ("0124567", 0, 7))],
)
def test_what_the_tries_do_not_suffice_for_stays(
    tries: int, expected: tuple[str, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After so many derivations the rest is left, and counted.
    """
    monkeypatch.setattr(thinning, "_TRIES", tries)

    assert expected == tried(8, lambda left: "3" in left, tmp_path)


def test_what_goes_of_a_folder_says_nothing_of_its_own(tmp_path: Path) -> None:
    """
    Of nights that say the same under three addresses some can go, never an end, and the folder stays as it is.
    """
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    place = folder / "fixtures" / API.name / "spacecraft" / "recorded"
    for night in range(1, 6):
        for number, query in enumerate(("?limit=50", "?limit=51", "?limit=52")):
            moment = f"2026-03-0{night}T03:17:00Z"
            exchange = Exchange("GET", f"{URL}{query}", 200, (), answer({"visits": night}).body, recorded_at=moment)
            (place / f"{number}-{night}.json").write_text(render_document(exchange), encoding="utf-8")
    (place / "saved.txt").write_text("# https://api.example/2.3.0/spacecraft/?limit=53\n{}", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    gone, untried = thinnable(API, folder)

    assert untried == 0
    assert {path.name for path in gone} <= {f"{number}-{night}.json" for number in range(3) for night in (2, 3, 4)}
    assert [place] * len(gone) == [path.parent for path in gone]
    assert gone
    assert before == sorted(folder.rglob("*"))
