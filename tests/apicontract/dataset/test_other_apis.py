"""
Worlds of an API of which there is little or no evidence.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError
from apicontract.contract.projection import project
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.model import World


def _grown(library: Path) -> World:
    api = load_api("books", library)
    return generate(api, recordings_of(api))


HEAD = {
    "title": "Library",
    "version": "1",
    "base_path": "/v1/",
    "primary": "books",
    "default_host": "here",
    "hosts": {"here": {"url": "https://books.example.test"}},
    "envelope": {"style": "limit-offset", "default_limit": 3, "maximum_limit": 7},
    "resources": ["books"],
}
CONTRACT = {
    "title": "Book",
    "identifier": {"name": "id", "type": "uuid"},
    "modes": {"choices": [], "list": "plain", "detail": "plain"},
    "shapes": {"plain": "books/plain"},
    "ordering": [{"name": "pages", "type": "integer"}],
}
BOOK = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://books.example.test/books/plain.schema.json",
    "x-entity": "books",
    "type": "object",
    "required": ["id", "url", "title", "isbn", "pages", "price", "published", "language", "author", "lent"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "url": {"type": "string", "format": "uri", "x-link": "self"},
        "title": {"type": "string", "minLength": 1, "maxLength": 30},
        "isbn": {"type": "string", "pattern": "^97[89]-\\d{1,5}-[A-F]{3}$"},
        "pages": {"type": "integer", "minimum": 10, "maximum": 20},
        "price": {"type": ["number", "null"], "exclusiveMinimum": 0},
        "published": {"type": "string", "format": "date"},
        "language": {"enum": ["de", "en"]},
        "author": {"$ref": "../authors/plain.schema.json"},
        "lent": {"type": ["string", "null"], "format": "date-time"},
    },
}
AUTHOR = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://books.example.test/authors/plain.schema.json",
    "x-entity": "authors",
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}


def write(folder: Path, files: dict[str, Any]) -> Path:
    """
    Write JSON files, or texts, below a folder.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """
    A data folder with a contract and shapes, and nothing else.
    """
    return write(
        tmp_path,
        {
            "schemas/books/api.json": HEAD,
            "schemas/books/books/contract.json": CONTRACT,
            "schemas/books/books/plain.schema.json": BOOK,
            "schemas/books/authors/plain.schema.json": AUTHOR,
        },
    )


def row(number: int, pages: int) -> dict[str, Any]:
    """
    Return a recorded row.
    """
    name = f"00000000-0000-4000-8000-{number:012}"
    return {
        "id": name,
        "url": f"https://books.example.test/v1/books/{name}/",
        "title": f"Recorded {number}",
        "isbn": "978-1-ABC",
        "pages": pages,
        "price": None,
        "published": "2001-02-03",
        "language": "de",
        "author": {"id": 5, "name": "Ödön"},
        "lent": None,
    }


def test_lists_of_made_records_are_told(library: Path) -> None:
    """
    Where records are made for each other, a recorded list has no place of its own: it is told, its records are there.
    """
    rows = [row(1, 15), row(2, 12)]
    body = {"count": 9, "next": None, "previous": None, "results": rows}
    write(
        library,
        {
            "fixtures/books/books/population.json": {"made": {"groups": [{"name": "some", "number": 5}]}},
            "fixtures/books/books/recorded/0.json": f"# https://books.example.test/v1/books/?limit=2\n{json.dumps(body)}",
        },
    )
    world = _grown(library)

    assert {each["id"] for each in rows} <= {each["id"] for each in world.tables["books"]}
    assert 7 == len(world.tables["books"])
    (told,) = world.unserved
    assert "records of books are made for each other, and stand where that puts them" == told.reason


def test_a_collection_grows_from_shapes_alone(library: Path) -> None:
    """
    Without recordings and population file, a collection of the default size is made that validates.
    """
    api = load_api("books", library)
    books = generate(api, recordings_of(api)).tables["books"]
    registry = jsonschema_rs.Registry([(each.uri, dict(each.schema)) for each in api.shapes.values()])
    validator = jsonschema_rs.Draft202012Validator(BOOK, registry=registry, validate_formats=True)
    sent = [project(each, api.shapes["books/plain"], api.shapes, lambda *_: "https://example.test/") for each in books]

    assert [] == [str(error) for each in sent for error in validator.iter_errors(each)]
    assert len({each["id"] for each in books}) == 25


def test_a_recording_is_enough(library: Path) -> None:
    """
    With a recorded page and no population file, the collection has the recorded size and shows the page.
    """
    body = {"count": 9, "next": None, "previous": None, "results": [row(1, 14), row(2, 14), row(3, 15)]}
    url = "https://books.example.test/v1/books/?offset=4&ordering=-pages"
    body["results"].reverse()
    write(library, {"fixtures/books/books/recorded/0.json": f"# {url}\n{json.dumps(body)}"})

    books = sorted(_grown(library).tables["books"], key=lambda each: -each["pages"])

    assert [each["title"] for each in books[4:7]] == ["Recorded 3", "Recorded 2", "Recorded 1"]
    assert len(books) == 9


def test_a_recorded_row_does_without_an_optional_field(library: Path) -> None:
    """
    A field that came later is sent with the rows that were recorded with it, and not with those recorded before.
    """
    optional = {**BOOK, "properties": {**BOOK["properties"], "subtitle": {"type": "string"}}}
    rows = [row(1, 14), {**row(2, 14), "subtitle": "New"}]
    body = {"count": 2, "next": None, "previous": None, "results": rows}
    write(
        library,
        {
            "schemas/books/books/plain.schema.json": optional,
            "fixtures/books/books/population.json": {"fields": {"subtitle": "Old"}, "rows": [{"id": rows[0]["id"]}]},
            "fixtures/books/books/recorded/0.json": f"# https://books.example.test/v1/books/\n{json.dumps(body)}",
        },
    )
    api = load_api("books", library)

    books = {each["id"]: each for each in generate(api, recordings_of(api)).tables["books"]}
    sent = [project(books[each["id"]], api.shapes["books/plain"], api.shapes, lambda *_: each["url"]) for each in rows]  # noqa: B023 - asked at once
    assert rows == sent


def test_a_field_that_grows_by_itself_contradicts_nothing(library: Path) -> None:
    """
    Two recordings may show two values of a field that the shape says grows while a record is in some state.
    """
    ticking = {"type": "integer", "x-ticking-while": "lent"}
    shape = {**BOOK, "properties": {**BOOK["properties"], "pages": ticking}}
    for name, pages in (("0", 14), ("1", 15)):
        body = {
            "count": 9,
            "next": None,
            "previous": None,
            "results": [{**row(1, pages), "lent": "2001-02-03T04:05:06Z"}],
        }
        text = f"# https://books.example.test/v1/books/?limit=1\n{json.dumps(body)}"
        write(library, {f"fixtures/books/books/recorded/{name}.json": text})
    assert ["pages of books"] == [each.reason[:14] for each in _grown(library).unserved if not each.page]

    write(library, {"schemas/books/books/plain.schema.json": shape})
    assert () == _grown(library).unserved


def test_a_file_names_the_size(library: Path) -> None:
    """
    A population file's size counts where no recording does.
    """
    write(library, {"fixtures/books/books/population.json": {"size": 4}})

    assert len(_grown(library).tables["books"]) == 4


def test_rows_refer_by_identifier(library: Path) -> None:
    """
    Rows of a population file stand in the tables, and their references are the records of other files.
    """
    name = row(7, 11)["id"]
    write(
        library,
        {
            "fixtures/books/books/population.json": {"rows": [{**row(7, 11), "author": 3}]},
            "fixtures/books/authors/population.json": {"rows": [{"id": 3, "name": "Ann"}, {"id": 4, "name": "Ben"}]},
        },
    )
    tables = _grown(library).tables

    assert [(each["id"], each["author"]["name"]) for each in tables["books"]] == [(name, "Ann")]
    assert tables["books"][0]["author"] is tables["authors"][0]


def test_a_lost_reference_is_named(library: Path) -> None:
    """
    A row that refers to a record that nobody knows is an error that names the file that lacks it.
    """
    write(
        library,
        {
            "fixtures/books/books/population.json": {"rows": [{**row(7, 11), "author": 9}]},
            "fixtures/books/authors/population.json": {"rows": [{"id": 3, "name": "Ann"}]},
        },
    )

    with pytest.raises(DataError, match=r"authors/population.json: no row 9, to which other rows refer"):
        _grown(library)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"sise": 4}, "'sise' was unexpected"),
        ({"series": [{"name": "x", "numbers": [1, 2], "fields": {"title": "{volume}"}}], "size": 2}, "names 'volume'"),
        ({"rows": [{"title": "x"}]}, "a row without identifier"),
    ],
)
def test_broken_files_are_refused(library: Path, document: dict[str, Any], message: str) -> None:
    """
    A population file that cannot be used is an error that names the file and the place in it.
    """
    write(library, {"fixtures/books/books/population.json": document})

    with pytest.raises(DataError, match=message) as caught:
        _grown(library)

    assert "books/population.json#" in caught.value.place


@pytest.mark.parametrize(("size", "digest"), [(None, "5ee6935c8f9d"), (3, "bd955da77262"), (90, "c5c28b10c1f5")])
def test_a_world_stays_the_same_from_one_version_to_the_next(library: Path, size: int | None, digest: str) -> None:
    """
    From the same data the same records are made as before: tests of front ends name them.
    """
    api = load_api("books", library)
    world = generate(api, (), records="full" if size is None else size)
    text = json.dumps({entity: list(rows) for entity, rows in world.tables.items()}, sort_keys=True)

    assert digest == hashlib.sha256(text.encode()).hexdigest()[:12]
