"""
The end of an import: what works stays, what does not is undone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import apicontract.cli.importing
from apicontract.cli import main
from apicontract.contract.errors import DataError

SPECTACULAR = Path(__file__).parents[1] / "evidence" / "importing" / "spectacular.json"


@pytest.mark.parametrize("name", ["ll2-2.3.0", "ll2-2.4.0"])
def test_a_packaged_api_is_not_mixed_with_another(tmp_path: Path, name: str) -> None:
    """
    The name of a packaged API is refused in one line, and nothing is written.
    """
    arguments = ["import", "openapi", str(SPECTACULAR), "--api", name, "--data", str(tmp_path / "data")]
    result = CliRunner().invoke(main, arguments)

    said = f"apicontract: {name} is a packaged API, with which this one would be mixed; name another API with --api\n"
    assert (2, said, False) == (result.exit_code, result.output, (tmp_path / "data").exists())


def run(folder: Path, file: Path = SPECTACULAR) -> Any:
    """
    Import a document into a folder.
    """
    return CliRunner().invoke(main, ["import", "openapi", str(file), "--api", "x", "--data", str(folder)])


def test_what_was_imported_was_served(tmp_path: Path) -> None:
    """
    The command says how many requests judged the result, and that nothing was broken.
    """
    result = run(tmp_path / "data")

    assert 0 == result.exit_code
    assert "served and judged: 20 requests, " in result.stdout


@pytest.mark.parametrize("had", [False, True])
def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, had: bool) -> None:  # noqa: FBT001 - a case
    """
    Where the result cannot be served, what was written is gone, what was there is as it was, and one line says why.
    """

    def fail(*_: object) -> None:
        raise DataError("openapi.json", "what it gives is not served as it says", "a servable contract")

    monkeypatch.setattr(apicontract.cli.importing, "proved", fail)
    data, head = tmp_path / "data", tmp_path / "data" / "schemas" / "x" / "api.json"
    if had:
        head.parent.mkdir(parents=True)
        run(tmp_path / "other")
        monkeypatch.undo()
        run(data.with_name("whole"))
        text = (tmp_path / "whole" / "schemas" / "x" / "api.json").read_text(encoding="utf-8")
        head.write_text(json.dumps(json.loads(text) | {"resources": ["books"]}), encoding="utf-8")
        monkeypatch.setattr(apicontract.cli.importing, "proved", fail)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = run(data)

    assert (2, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert had == data.exists()


def test_bare_lists_are_served_as_bare_lists(tmp_path: Path) -> None:
    """
    Lists that are all bare arrays are served as such; beside others, in the usual envelope, each with a line on it.
    """
    row = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    bare = {"type": "array", "items": row}
    wrapped = {"type": "object", "properties": {"content": bare}}
    paths = {
        path: {"get": {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}
        for path, schema in (("/books", bare), ("/shelves", wrapped))
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "paths": paths}), encoding="utf-8")
    mixed = run(tmp_path / "mixed", path)
    path.write_text(json.dumps({"openapi": "3.1.0", "paths": {"/books": paths["/books"]}}), encoding="utf-8")
    result = run(tmp_path / "data", path)

    assert (0, 0) == (mixed.exit_code, result.exit_code), mixed.output + result.output
    assert "not expressed: /books: a bare list; served in the envelope limit-offset" in mixed.stdout.splitlines()
    (written,) = (tmp_path / "data" / "schemas").glob("*/api.json")
    assert {"style": "none"} == json.loads(written.read_text(encoding="utf-8"))["envelope"]


def test_rows_without_an_identifier_are_left_out(tmp_path: Path) -> None:
    """
    A list whose rows have no field that tells them apart is listed and left out; alone it is no contract.
    """
    row = {"type": "object", "properties": {"name": {"type": "string"}}}
    answer = {"200": {"content": {"application/json": {"schema": {"type": "array", "items": row}}}}}
    path = tmp_path / "openapi.json"
    path.write_text(
        json.dumps({"openapi": "3.1.0", "paths": {"/books": {"get": {"responses": answer}}}}), encoding="utf-8"
    )
    result = run(tmp_path / "data", path)

    assert 2 == result.exit_code
    assert not (tmp_path / "data").exists()


def test_what_is_guessed_or_odd_is_listed(tmp_path: Path) -> None:
    """
    A maximum that nobody states, a filter without a field, and one of another type than its field are lines.
    """
    document = json.loads(SPECTACULAR.read_text(encoding="utf-8"))
    parameters = document["paths"]["/api/books/"]["get"]["parameters"]
    for each in parameters:
        each["schema"].pop("maximum", None)
    parameters += [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("id", "colour")]
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    lines = run(tmp_path / "data", path).stdout.splitlines()

    assert {
        "not expressed: maximum limit: not stated; 100 is taken",
        "not expressed: books: the parameter colour leads to no known field",
        "not expressed: books: the parameter id is read as text, and its field id is integer",
    } <= set(lines), lines
