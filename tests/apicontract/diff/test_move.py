"""
A service that moves from one version to the next, as a user of the diff sees it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apicontract.diff.changes import changes
from apicontract.diff.sides import read_side

MOVE = Path(__file__).parents[2] / "data" / "move"


@pytest.fixture(scope="module")
def found() -> Any:
    """
    The changes from the older to the newer version, by rule and definition.
    """
    old, new = read_side(str(MOVE / "old")), read_side(str(MOVE / "new"))
    return {
        (each.rule.id, each.fact.definition): each
        for each in changes((old.api, old.exchanges), (new.api, new.exchanges))
    }


def test_all_that_moved_is_found_and_nothing_else(found: Any) -> None:
    """
    Each changed definition is told once, at its level.
    """
    assert {key: each.level for key, each in found.items()} == {
        ("base-path-changed", ""): "breaking",
        ("answer-field-replaced", "spacecraft/normal"): "breaking",
        ("answer-retyped", "agencies/normal"): "breaking",
        ("answer-field-added", "spacecraft/normal"): "compatible",
        ("answer-field-added", "spacecraft_configurations/normal"): "compatible",
        ("answer-field-added", "agencies/normal"): "compatible",
        ("version-changed", ""): "note",
    }


def test_the_image_that_became_an_object(found: Any) -> None:
    """
    The finding names the old and the new place, how many records show it, one example of each, and what to do.
    """
    change = found["answer-field-replaced", "spacecraft/normal"]
    assert change.places == (("spacecraft (normal): image_url", "spacecraft (normal): image"),)
    assert change.message == "image_url (string (uri) or null) seems to be image (object (images/normal) or null) now"
    assert str(change.old) == (
        "2 of 3 records; first: Dragon Endeavour (id 305, https://api.example/2.2.0/spacecraft/305/): "
        '"https://images.example/endeavour.png"'
    )
    assert str(change.new).startswith(
        "2 of 3 records; first: Dragon Endeavour (id 305, https://api.example/2.3.0/spacecraft/305/): "
        '{"id": 3050, "name": "Dragon Endeavour", "image_url": "https://images.example/endeavour.png"'
    )
    assert change.rule.advice == "Read the new field in its new form."


def test_the_type_that_became_an_object(found: Any) -> None:
    """
    A change deep in a record is told at the definition, with the place where a client meets it.
    """
    change = found["answer-retyped", "agencies/normal"]
    place = "spacecraft (normal): spacecraft_config.agency.type"
    assert change.places == ((place, place),)
    assert change.message == "type was string or null and is object (agency_types/normal)"
    assert (change.old.first.rpartition("): ")[2], change.new.first.rpartition("): ")[2]) == (
        '"Government"',
        '{"id": 1, "name": "Government"}',
    )
    assert (change.old.seen, change.old.of, change.new.seen, change.new.of) == (3, 3, 3, 3)


def test_the_new_response_mode(found: Any) -> None:
    """
    A field that came is told with the record that first shows it, and without any advice but to ignore it.
    """
    change = found["answer-field-added", "spacecraft/normal"]
    assert change.places == (("", "spacecraft (normal): response_mode"),)
    assert str(change.new) == (
        '3 of 3 records; first: Soyuz TM-20 (id 110, https://api.example/2.3.0/spacecraft/110/): "normal"'
    )
    assert change.rule.advice == "Nothing, if clients ignore unknown fields."
