"""
How often the recordings show a change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.diff.facts import MISSING, Fact
from apicontract.diff.observations import assigned, instances
from apicontract.diff.occurrences import Occurrences, _in_answers, occurrences_of
from apicontract.evidence.recordings import recordings_of

MOVE = Path(__file__).parents[2] / "data" / "move" / "old"
NAME = "spacecraft/normal"


@pytest.fixture(scope="module")
def recorded() -> Any:
    """
    The recorded rows of a small API.
    """
    api = load_api("launches-2.2.0", MOVE, alone=True)
    seen = tuple(assigned(api, recordings_of(api)))
    return seen, instances(api, seen)


@pytest.mark.parametrize(
    ("fact", "side", "counted"),
    [
        (Fact("answer-field-removed", NAME, "serial_number", ""), "old", (3, 3)),
        (Fact("answer-field-removed", NAME, "colour", ""), "new", (3, 3)),
        (Fact("answer-field-added", NAME, "", "serial_number"), "new", (3, 3)),
        (Fact("answer-made-nullable", NAME, "image_url", "image_url"), "new", (1, 3)),
        (Fact("answer-retyped", NAME, "image_url", "image_url"), "old", (2, 3)),
        (Fact("answer-enum-value-added", NAME, "name", "name", MISSING, ["Soyuz TM-20"]), "new", (1, 3)),
        (Fact("answer-bound-loosened", NAME, "name", "name", {"maxLength": 11}, MISSING), "new", (2, 3)),
        (Fact("answer-bound-tightened", NAME, "name", "name", MISSING, {"maxLength": 16}), "old", (1, 3)),
        (Fact("drift-text-longer", NAME, "name", "name", MISSING, [17]), "new", (1, 3)),
        (Fact("drift-host-unseen", NAME, "image_url", "image_url", ["images.example"]), "old", (2, 3)),
        (Fact("answer-field-removed", "nothing/such", "x", ""), "old", (0, 0)),
    ],
)
def test_records_are_counted(recorded: Any, fact: Fact, side: str, counted: tuple[int, int]) -> None:
    """
    Each kind of change has its own witness: presence, absence, null, a value, a broken bound.
    """
    found = occurrences_of(fact, side, *recorded)
    assert (found.seen, found.of) == counted


@pytest.mark.parametrize(
    ("fact", "counted"),
    [
        (Fact("filter-removed", "spacecraft", "parameter limit", "", kind="resource"), (1, 1)),
        (Fact("filter-removed", "spacecraft", "parameter name", "", kind="resource"), (0, 1)),
        (Fact("ordering-field-removed", "spacecraft", "ordering id", "", kind="resource"), (0, 1)),
        (Fact("search-field-removed", "spacecraft", "search name", "", kind="resource"), (0, 1)),
        (Fact("mode-removed", "spacecraft", "mode normal", "", kind="resource"), (1, 1)),
        (Fact("filter-removed", "agencies", "parameter name", "", kind="resource"), (0, 0)),
        (Fact("base-path-changed", "", "base path", "base path", kind="api"), (1, 1)),
    ],
)
def test_requests_are_counted(recorded: Any, fact: Fact, counted: tuple[int, int]) -> None:
    """
    A change of what can be asked is shown by the recorded requests that asked it.
    """
    found = occurrences_of(fact, "old", *recorded)
    assert (found.seen, found.of, found.noun) == (*counted, "recorded requests")


def test_the_words() -> None:
    """
    Evidence reads as a count and the first record; without recordings it says so.
    """
    assert [str(each) for each in (Occurrences(2, 3, first="X (id 1): 7"), Occurrences(0, 3), Occurrences(0, 0))] == [
        "2 of 3 records; first: X (id 1): 7",
        "0 of 3 records",
        "no records to show it",
    ]


@pytest.mark.parametrize(("side", "of"), [("old", 3), ("new", 0)])
def test_records_are_those_of_the_shape_of_a_side(recorded: Any, side: str, of: int) -> None:
    """
    A shape that has another name now is looked for under the name that it has on the side in question.
    """
    fact = Fact("answer-field-removed", NAME, "serial_number", "", new_definition="spacecraft/renamed")

    assert of == occurrences_of(fact, side, *recorded).of


@pytest.mark.parametrize(
    ("name", "wrong", "counted"),
    [
        ("spacecraft", ["https://a.test/1", "https://a.test/2"], (2, 3)),
        ("spacecraft", [], (0, 1)),
        ("agencies", ["https://a.test/1"], (1, 1)),
        ("a", [], (0, 0)),
        ("zebras", [], (0, 0)),
    ],
)
def test_answers_that_a_check_found_wrong_are_counted(
    recorded: Any, name: str, wrong: list[str], counted: tuple[int, int]
) -> None:
    """
    They are counted among those and all recorded requests of the same resource, and of no other.
    """
    fact = Fact("drift-violation-appeared", name, "", "", MISSING, wrong, kind="check")
    found = _in_answers(fact, "new", recorded[0])

    assert counted == (found.seen, found.of)
