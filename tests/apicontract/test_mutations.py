"""
Altered documents through every reader: a result, or one line that says what is wrong.
"""

from __future__ import annotations

import copy
import json
import random
import time
from typing import TYPE_CHECKING, Any

import pytest
from mutations import altered

from apicontract.contract.catalog import load_api, read_api
from apicontract.contract.errors import ApiContractError, DataError
from apicontract.dataset import generate
from apicontract.diff.sides import read_side, side_changes
from apicontract.evidence.derive import derived_tree, facts_of
from apicontract.evidence.importing import imported_description, read_description, traffic_of
from apicontract.evidence.openapi import description_of, source_of
from apicontract.evidence.recordings import read_recording
from apicontract.reports.as_json import read_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "title": {"type": "string"}}}
#: A small description with something of each kind that is read.
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shelf", "version": "1"},
    "servers": [{"url": "https://shelf.example/api"}],
    "paths": {
        "/books/": {
            "get": {
                "description": "# Filters\nParameters - genre",
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10, "maximum": 50}},
                    {"name": "genre", "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}},
                    {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
                    {"name": "ordering", "in": "query", "schema": {"type": "string", "enum": ["id", "-id"]}},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Books"}}}}
                },
            }
        },
        "/books/{id}/": {
            "get": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}}
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Books": {
                "type": "object",
                "properties": {
                    "count": {"type": "integer"},
                    "next": {"type": "string", "nullable": True},
                    "previous": {"type": "string", "nullable": True},
                    "results": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}},
                },
            },
            "Book": {
                "allOf": [
                    ITEM,
                    {
                        "properties": {
                            "author": {"$ref": "#/components/schemas/Author"},
                            "shelf": {"oneOf": [{"$ref": "#/components/schemas/Author"}, {"type": "null"}]},
                            "state": {"type": "string", "enum": ["lent", None], "pattern": "^[a-z]+$"},
                        }
                    },
                ]
            },
            "Author": {**ITEM, "properties": {**ITEM["properties"], "books": {"type": "array", "items": ITEM}}},
        }
    },
}
ANSWER = '{"count": 1, "next": null, "previous": null, "results": [{"id": 1, "title": "a"}]}'
ENTRY = {
    "request": {"method": "GET", "url": "https://shelf.example/api/books/", "headers": [{"name": "A", "value": "b"}]},
    "response": {
        "status": 200,
        "headers": [{"name": "Content-Length", "value": "78"}],
        "content": {"size": 78, "mimeType": "application/json", "text": ANSWER},
        "bodySize": 78,
    },
}
TRAFFIC = {"log": {"version": "1.2", "entries": [ENTRY, ENTRY]}}
REPORT = {
    "$schema": "https://apicontract.example/meta/report.schema.json",
    "tool": "check",
    "version": "0",
    "target": "t",
    "api": "a",
    "started_at": None,
    "summary": {"requests": 0, "verdicts": {"kept": 1, "violated": 0, "undecided": 0}, "findings": {}},
    "rules": [],
    "verdicts": [],
    "findings": [],
    "remarks": ["x"],
}


def import_description(path: Path) -> None:
    """
    Import a description, as far as its facts and its head.
    """
    imported_description(read_description(path), "x", str(path))


def import_traffic(path: Path) -> None:
    """
    Take the answers out of a HAR file.
    """
    traffic_of(path, "/api/")


def compare(path: Path) -> None:
    """
    Compare a description with the right one, in both directions.
    """
    original = path.with_name("original.json")
    original.write_text(json.dumps(DESCRIPTION), encoding="utf-8")
    old, new = (read_side(str(each)) for each in (original, path))
    for sides in ((old, new), (new, old)):
        side_changes(*sides, {})


def show(path: Path) -> None:
    """
    Read a report back.
    """
    read_report(path.read_text(encoding="utf-8"), str(path))


#: Reader to the document that it reads, and how many altered ones it is given.
READERS: dict[str, tuple[Callable[[Path], object], Any, int]] = {
    "import openapi": (import_description, DESCRIPTION, 700),
    "diff": (compare, DESCRIPTION, 400),
    "import har": (import_traffic, TRAFFIC, 500),
    "recording": (read_recording, {"request": ENTRY["request"] | {"headers": []}, "response": {"status": 200}}, 300),
    "report": (show, REPORT, 200),
}


def held(read: Callable[[], object]) -> str:
    """
    Return what is wrong with how a reader ended, "" if nothing is.
    """
    begin = time.monotonic()
    try:
        read()
    except ApiContractError as error:
        if "\n" in str(error) or len(str(error)) > 1_000:
            return f"no line: {error}"
    except Exception as error:  # noqa: BLE001 - whatever else is raised is what is looked for
        return f"{type(error).__name__}: {error}"
    return "" if time.monotonic() - begin < 20 else "slow"


@pytest.mark.parametrize("name", READERS)
def test_altered_documents_end_in_a_result_or_a_line(tmp_path: Path, name: str) -> None:
    """
    No altered document ends a reader in another error than one of its own, of one line, or keeps it busy.
    """
    reader, document, times = READERS[name]
    chance = random.Random(name)  # noqa: S311 - a seeded one
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    reader(path)
    wrong = {}
    for number in range(times):
        path.write_text(altered(document, chance), encoding="utf-8")
        problem = held(lambda: reader(path))
        if problem:
            wrong[number] = problem

    assert {} == wrong


def test_alternatives_in_a_circle_are_compared(tmp_path: Path) -> None:
    """
    A schema that is an alternative of itself ends a comparison in a result.
    """
    circle = copy.deepcopy(DESCRIPTION)
    again = {"$ref": "#/components/schemas/Circle"}
    circle["components"]["schemas"]["Circle"] = {"anyOf": [again, {"type": "string"}, {"type": "integer"}]}
    circle["components"]["schemas"]["Author"]["properties"]["title"] = again
    (tmp_path / "altered.json").write_text(json.dumps(circle), encoding="utf-8")

    compare(tmp_path / "altered.json")


def test_a_mode_that_is_not_declared_is_refused() -> None:
    """
    A resource whose list, detail or choice is no mode of it is refused with its place.
    """
    resource = {"modes": {"default": "a"}, "list": "default", "detail": "default"}
    facts = {"source": "a test", "grade": "published", "shapes": {"a": {"properties": {}}}}
    for change in ({"list": "b"}, {"detail": "b"}, {"choices": ["b"]}):
        with pytest.raises(DataError, match=r"#/resources/x: unknown mode 'b'"):
            facts_of({**facts, "resources": {"x": {**resource, **change}}}, "published.json")


def test_altered_data_folders_end_in_a_result_or_a_line(tmp_path: Path) -> None:
    """
    An altered file of a data folder ends loading, deriving and growing in a result or a line.
    """
    chance = random.Random("data")  # noqa: S311 - a seeded one
    imported = imported_description(description_of(source_of(DESCRIPTION, "a test")), "x", "a test")
    facts, head = tmp_path / "fixtures" / "x" / "published.json", tmp_path / "schemas" / "x" / "api.json"
    originals: dict[Path, Any] = {facts: imported.facts, head: imported.head}
    for path, document in originals.items():
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(document), encoding="utf-8")
    tree = derived_tree(tmp_path, "x")
    for name, text in tree.files.items():
        path = tree.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        originals[path] = json.loads(text)
    wrong = {}
    for number in range(150):
        path = chance.choice(list(originals))
        path.write_text(altered(originals[path], chance), encoding="utf-8")
        for use in (lambda: generate(read_api(head.parent), (), records=3), lambda: derived_tree(tmp_path, "x")):
            problem = held(use)
            if problem:
                wrong[f"{number} {path.name}"] = problem
        path.write_text(json.dumps(originals[path]), encoding="utf-8")

    assert {} == wrong
    assert "x" == load_api("x", tmp_path).name
