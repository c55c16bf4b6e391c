"""
Tests of declared facts beside recordings.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from library_evidence import BASE, book, listed

from apicontract.contract.errors import ContradictionError, DataError
from apicontract.evidence.derive import derived_tree

if TYPE_CHECKING:
    from pathlib import Path

FACTS: dict[str, Any] = {
    "source": "the vendor's handbook",
    "grade": "published",
    "every_field_sent": True,
    "resources": {
        "writers": {
            "modes": {"brief": "writers/brief", "full": "writers/full"},
            "choices": ["brief", "full"],
            "list": "brief",
            "detail": "full",
            "identifier": "key",
            "parameters": {"name__contains": "text", "gone": {"type": "text", "open": "nobody says what it does"}},
        }
    },
    "shapes": {
        "writers/brief": {
            "title": "Writer",
            "entity": "writers",
            "properties": {
                "level": {"const": "brief"},
                "key": {"type": "string", "format": "uuid"},
                "url": {"type": "string", "format": "uri", "x-link": "self"},
                "name": {"type": ["string", "null"], "maxLength": 20},
            },
        },
        "writers/full": {
            "title": "WriterFull",
            "entity": "writers",
            "properties": {
                "level": {"const": "full"},
                "key": {"type": "string", "format": "uuid"},
                "url": {"type": "string", "format": "uri", "x-link": "self"},
                "name": {"type": ["string", "null"]},
                "born": {"type": ["string", "null"], "format": "date"},
            },
        },
    },
}


def declared(library: Path, change: Any = None) -> Path:
    """
    Put the facts, with a change, into a data folder.
    """
    facts = copy.deepcopy(FACTS)
    if change:
        change(facts)
    (library / "fixtures" / "library" / "published.json").write_text(json.dumps(facts), encoding="utf-8")
    return library


def name_of(shape: str) -> Any:
    """
    Return a function that gives the declared field `name` of a shape.
    """
    return lambda facts: facts["shapes"][shape]["properties"]["name"]


def test_facts_fill_what_recordings_cannot_show(library: Path) -> None:
    """
    A declared type that recordings agree with stands in the schema, beside what was seen.
    """
    tree = derived_tree(declared(library), "library")

    brief = json.loads(tree.files["writers/brief.schema.json"])
    assert {"type": ["string", "null"], "maxLength": 20, "x-evidence": {"seen": 4, "of": 4}} == brief["properties"][
        "name"
    ]
    contract = json.loads(tree.files["writers/contract.json"])
    assert ["name__contains"] == [each["name"] for each in contract["parameters"]]
    assert "writers: the parameter gone is open: nobody says what it does" in tree.unobserved


def test_a_hidden_field_that_a_shape_shows_is_refused(library: Path) -> None:
    """
    A field through which filters go unseen must not be one that rows show: its values are made otherwise.
    """
    folder = declared(library, lambda facts: facts.update(hidden={"writers": {"name": "books"}}))

    with pytest.raises(DataError, match=r"hidden/writers/name: the shape writers/brief has it"):
        derived_tree(folder, "library")


@pytest.mark.parametrize(
    ("change", "statement"),
    [
        (
            lambda facts: name_of("writers/brief")(facts).update(type="integer"),
            r"name is declared as integer, and a value of type string was recorded \(see \S+json:1 and books/rec",
        ),
        (
            lambda facts: facts["shapes"]["writers/brief"]["properties"].update(born={"type": "string"}),
            r"writers/brief: born is declared to be always sent, and was sent in 0 of 2 records",
        ),
        (
            lambda facts: facts["shapes"]["writers/brief"]["properties"].update(level={"const": "short"}),
            r"level is declared to be 'short', and 'brief' was recorded",
        ),
        (
            lambda facts: name_of("writers/brief")(facts).update(format="date"),
            r"name is declared as date, and a text that is none was recorded",
        ),
        (
            lambda facts: name_of("writers/brief")(facts).update(maxLength=3),
            r"writers/brief: name is recorded otherwise than declared: 'Nō 1' is too long",
        ),
    ],
    ids=["type", "absent", "constant", "format", "bound"],
)
def test_contradiction_is_an_error(library: Path, change: Any, statement: str) -> None:
    """
    A declaration that a recording contradicts is an error that names both places.
    """
    with pytest.raises(ContradictionError, match=statement):
        derived_tree(declared(library, change), "library")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("shelf", lambda row: row.pop("shelf")),
        ("printed", lambda row: row.update(printed="in the spring")),
        ("pages", lambda row: row.update(pages="many")),
    ],
    ids=["missing", "form", "type"],
)
def test_contradiction_names_the_recording_that_shows_it(library: Path, field: str, change: Any) -> None:
    """
    Of several recordings of a shape the one that contradicts the declaration is named, and the way out.
    """
    other = book(7)
    change(other)
    path = library / "fixtures" / "library" / "books" / "recorded" / "zebra.json"
    path.write_text(f"# {BASE}books/?offset=9\n{listed(other)}", encoding="utf-8")
    scalars = {"pages": {"type": "integer"}, "printed": {"type": "string", "format": "date"}}
    shelf = {"title": "Shelf", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    properties = {**dict.fromkeys(book(1), True), **scalars, "shelf": {"$ref": "shelves/plain"}}

    def declare(facts: Any) -> None:
        facts["resources"]["books"] = {"modes": {"brief": "books/brief"}, "list": "brief", "detail": "brief"}
        facts["shapes"] |= {"books/brief": {"properties": properties}, "shelves/plain": shelf}

    with pytest.raises(
        ContradictionError, match=rf"books/brief: {field} .*zebra\.json:1\); .*waive the field"
    ) as caught:
        derived_tree(declared(library, declare), "library")
    assert 2 == len(caught.value.places)


def test_waiver_lets_the_recording_decide(library: Path) -> None:
    """
    A contradicted declaration that is waived with a reason gives way to what was recorded, and is listed.
    """

    def change(facts: Any) -> None:
        name_of("writers/brief")(facts).update(type="integer")
        facts["waivers"] = [{"shape": "writers/brief", "field": "name", "reason": "the handbook is wrong here"}]

    tree = derived_tree(declared(library, change), "library")
    brief = json.loads(tree.files["writers/brief.schema.json"])
    assert "string" == brief["properties"]["name"]["type"]
    told = [each.partition(" (")[0] for each in tree.unobserved]
    assert "writers/brief: name is declared otherwise than recorded, which the facts waive" in told


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda facts: facts.pop("source"), r"published.json#: 'source' is a required property"),
        (
            lambda facts: facts["resources"]["writers"]["modes"].update(brief="writers/breif"),
            r"#/resources/writers/modes: unknown shape 'writers/breif'; did you mean 'writers/brief'\?",
        ),
    ],
)
def test_broken_facts_are_refused(library: Path, change: Any, message: str) -> None:
    """
    A file of facts that does not follow its schema, or refers to nothing, is a clear error.
    """
    with pytest.raises(DataError, match=message):
        derived_tree(declared(library, change), "library")
