"""
Tests of OpenAPI documents of others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.contract.catalog import load_api, read_api
from apicontract.contract.errors import DataError
from apicontract.contract.openapi import openapi_document
from apicontract.evidence.importing import imported_description, read_description
from apicontract.evidence.openapi import description_of, source_of

SPECTACULAR = Path(__file__).parent / "spectacular.json"


def imported(folder: Path, file: Path = SPECTACULAR, *arguments: str) -> Any:
    """
    Run the import into a data folder; return the API and what the command said.
    """
    result = CliRunner().invoke(main, ["import", "openapi", str(file), "--api", "x", "--data", str(folder), *arguments])
    assert 0 == result.exit_code, result.output
    return read_api(folder / "schemas" / "x"), result.stdout.splitlines()


def test_our_own_document_comes_back(tmp_path: Path) -> None:
    """
    Importing our own OpenAPI document gives the same parameters, lookups, fields and modes.

    Two parameters look at fields that their names do not say, which no OpenAPI document can express.
    """
    original = load_api()
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(openapi_document(original)), encoding="utf-8")
    again, said = imported(tmp_path, file)

    lost = {line.split()[5] for line in said if "leads to no known field" in line}
    assert list(original.resources) == list(again.resources)
    for name, resource in original.resources.items():
        other = again.resources[name]
        assert [each for each in resource.parameters if each.name not in lost] == list(other.parameters)
        assert (resource.search, resource.ordering, resource.modes) == (other.search, other.ordering, other.modes)
    assert lost == {each.name for r in original.resources.values() for each in r.parameters if each.grade.inferred}
    assert (original.base_path, original.paging, original.singletons) == (
        again.base_path,
        again.paging,
        again.singletons,
    )


def test_parameters_of_a_framework_document(tmp_path: Path) -> None:
    """
    The parameters of a document in the style of drf-spectacular are bound to fields, lookups and types.
    """
    api, _ = imported(tmp_path)
    books = api.resources["books"]

    assert {
        "title__icontains": (("title",), "icontains", "text", None),
        "shelf": (("shelf.id",), "exact", "related", "shelf"),
        "printed__gte": (("printed",), "gte", "date", None),
        "language": (("language",), "exact", "choice", None),
        "writers__ids": (("writers.id",), "in", "integer", None),
        "writers": (("writers.id",), "any", "related", "writers"),
    } == {each.name: (each.fields, each.lookup, each.type, each.related) for each in books.parameters}
    assert (("de", "en"), ["title", "writers__name"], ["pages"][:0]) == (
        books.parameters[3].choices,
        [each.name for each in books.search],
        [each.name for each in books.ordering],
    )


def test_shapes_of_a_framework_document(tmp_path: Path) -> None:
    """
    Alternatives become modes, `nullable` and `allOf` become JSON Schema 2020-12, and nested objects are shared.
    """
    api, _ = imported(tmp_path)
    books = api.resources["books"]
    full = api.shapes["books/full"].schema["properties"]

    assert (("full", "brief"), "brief", "full") == (books.modes.choices, books.modes.list, books.modes.detail)
    assert {"const": "full"} == full["level"]
    assert {"anyOf": [{"$ref": "../shelf/default.schema.json"}, {"type": "null"}]} == full["shelf"]
    assert {"type": ["string", "null"], "format": "date"} == full["printed"]
    assert {"$ref": "../writers/default.schema.json"} == full["writers"]["items"]
    assert "self" == full["url"]["x-link"]
    assert "secret" not in full
    assert ["id", "level", "title", "url", "writers"] == sorted(api.shapes["books/full"].schema["required"])
    assert {"status": "status"} == api.singletons


def test_what_cannot_be_expressed_is_said(tmp_path: Path) -> None:
    """
    The command says what the data cannot express.
    """
    _, said = imported(tmp_path)

    assert [
        "not expressed: /api/books/: POST; only GET is expressed",
        "not expressed: /api/writers/: no path of a single record",
        "not expressed: /api/writers/: ordering over fields that are not stated",
        "not expressed: paging without the parameters limit and offset",
        "not expressed: /api/quota/: a bare list",
        "not expressed: an unknown ordering: not stated; it is taken to have no effect",
        "not expressed: default limit: not stated; 10 is taken",
        "not expressed: BookFull_loan: the format duration, which no validator asserts alike; left open",
        "not expressed: books: the parameter mystery leads to no known field",
        "not expressed: books: the ordering pages leads to no known field",
    ] == said[:-2]
    assert said[-2].startswith("served and judged: 20 requests, ")


def test_every_field_can_be_declared_sent(tmp_path: Path) -> None:
    """
    With `--every-field` the fields that the document calls optional are required, too.
    """
    api, _ = imported(tmp_path, SPECTACULAR, "--every-field")

    assert ["id", "name"] == api.shapes["writers/default"].schema["required"]


def test_facts_are_graded_as_published(tmp_path: Path) -> None:
    """
    What is imported is marked as published, with the document it comes from.
    """
    imported(tmp_path)
    facts = json.loads((tmp_path / "fixtures" / "x" / "published.json").read_text(encoding="utf-8"))

    assert ("published", "Library 1.2.0, an OpenAPI document (spectacular.json)") == (facts["grade"], facts["source"])


def test_existing_facts_are_not_replaced(tmp_path: Path) -> None:
    """
    Facts that exist already are kept, and the command says what to do.
    """
    imported(tmp_path)
    result = CliRunner().invoke(main, ["import", "openapi", str(SPECTACULAR), "--api", "x", "--data", str(tmp_path)])

    assert 2 == result.exit_code
    assert "published.json exists; remove it, or name another API with --api" in result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"a.json:1: .*expected a document in JSON or YAML"),
        ("a: [1", r"a.json:[12]: .*expected a document in JSON or YAML"),
        ("a: &a [*a]", r"a.json:1: the alias \*a inside what it stands for"),
        ("[" * 100_000, r"a.json:1: values nested more than 64 deep"),
        ("{}", r"a.json:1: no member 'openapi'"),
        ('{"openapi": "3.1.0"}', r"a.json#/paths: no paths"),
        ('{"swagger": "1.2", "paths": {}}', r"a.json#/swagger: '1.2'; expected 2.0"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """
    What is no OpenAPI document is a clear error.
    """
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=message):
        read_description(path)


def test_document_without_lists_is_refused() -> None:
    """
    A document that describes no list of records is a clear error.
    """
    with pytest.raises(DataError, match="no list of records that can be told apart, in a known envelope"):
        imported_description(description_of(source_of({"openapi": "3.1.0", "paths": {}}, "x")), "x", "x.json")


def described(server: str, lists: dict[str, list[str]]) -> Any:
    """
    Import a document with a server, and with paths to the fields of the rows of a list.
    """
    paths = {}
    for path, fields in lists.items():
        rows = {"type": "object", "properties": {each: {"type": "string"} for each in fields}}
        page = {
            "type": "object",
            "properties": {
                "count": {"type": "integer"},
                "next": {"type": "string"},
                "previous": {"type": "string"},
                "results": {"type": "array", "items": rows},
            },
        }
        answer = {"description": "", "content": {"application/json": {"schema": page}}}
        paths[path] = {"get": {"responses": {"200": answer}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "servers": [{"url": server}],
        "paths": paths,
    }
    return imported_description(description_of(source_of(document, "x")), "x", "x.json")


@pytest.mark.parametrize(
    ("server", "paths", "base", "names"),
    [
        ("https://a.test", ["/v1/books/"], "/v1/", ["books"]),
        ("https://a.test/v1", ["/books/"], "/v1/", ["books"]),
        ("https://a.test/town/v1", ["/books/", "/loans/"], "/town/v1/", ["books", "loans"]),
        ("https://a.test/town/v1/", ["/town/v1/books/", "/town/v1/loans/"], "/town/v1/", ["books", "loans"]),
        ("https://a.test/town", ["/town/books/", "/loans/"], "/town/", ["town/books", "loans"]),
        ("https://a.test/town", ["/towns/books/"], "/town/", ["towns/books"]),
    ],
)
def test_the_path_of_the_server_counts_once(server: str, paths: list[str], base: str, names: list[str]) -> None:
    """
    What the URL of the server has stands before the paths, unless every one of them begins with it already.
    """
    made = described(server, {each: ["id", "title"] for each in paths})
    repeated = [each for each in made.notes if "counts once" in each]

    assert (base, names) == (made.head["base_path"], made.head["resources"])
    assert bool(repeated) == (server.count("/") > 2 and paths[0].startswith("/town/v1/"))


@pytest.mark.parametrize(
    ("path", "fields", "entity"),
    [
        ("/books/brief/", ["id", "title"], "books"),
        ("/books/full/", ["id", "title", "pages", "price"], "books/full"),
        ("/books/brief/", ["id", "street", "town"], "books/brief"),
        ("/books/brief/", ["code", "title", "author"], "books/brief"),
        ("/shelves/brief/", ["id", "title"], "shelves/brief"),
    ],
)
def test_a_list_below_another_lists_the_same_records(path: str, fields: list[str], entity: str) -> None:
    """
    A list one step below another has the same records if most of its fields are theirs, the identifier among them.
    """
    made = described("https://a.test", {"/books/": ["id", "title", "author"], path: fields})
    shape = made.facts["resources"][path.strip("/")]["modes"]["default"]

    assert entity == made.facts["shapes"][shape]["entity"]
